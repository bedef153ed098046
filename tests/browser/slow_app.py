"""The app on a server that is slow: every drawing is taken two seconds late."""

import time
from typing import Any

from journeyboard.ui.canvas.session import CanvasSession
from journeyboard.ui.shell import run

DELAY = 2.0  # seconds

if not hasattr(CanvasSession, "taken_at_once"):
    CanvasSession.taken_at_once = CanvasSession.accept  # type: ignore[attr-defined]

    def late(self: CanvasSession, journey: Any) -> None:
        time.sleep(DELAY)
        self.taken_at_once(journey)  # type: ignore[attr-defined]

    CanvasSession.accept = late  # type: ignore[method-assign]

run()
