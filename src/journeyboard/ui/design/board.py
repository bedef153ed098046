"""The board and the map: the journey in hand, drawn and edited in the browser."""

from __future__ import annotations

from journeyboard.ui import state
from journeyboard.ui.canvas import Overlay, View, canvas
from journeyboard.ui.design.choices import choices_of
from journeyboard.ui.design.desk import Desk
from journeyboard.ui.design.hearing import board_key, listener
from journeyboard.ui.person import me

HEIGHT = 560


def draw_board(now: Desk, view: View, overlay: Overlay) -> None:
    """The canvas, the last thing on the page; to read only while a typed text waits to be mended."""
    journey_id = now.revision.journey_id
    canvas(
        state.drawing(journey_id),
        key=board_key(journey_id),
        overlay=overlay,
        choices=choices_of(state.brand(now.journey)),
        listener=None if now.problem else listener(journey_id),
        view=view,
        name=me().name,
        height=HEIGHT,
    )
