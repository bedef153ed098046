"""Whether anybody still waits for long work: it is given up some time after its session's browser is gone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from journeyboard.workflows.jobs import Cancel, Progress, Work

PATIENCE = 120.0
"""Seconds after which a session without a browser has ended; so long Streamlit lets a lost one come back."""


class Watch:
    """Tells by the clock whether a session has ended: it has not been here for `PATIENCE` seconds."""

    def __init__(self, here: Callable[[], bool], clock: Callable[[], float] = monotonic) -> None:
        self._here = here
        self._clock = clock
        self._last = clock()

    def ended(self) -> bool:
        """Whether nobody will look at it any more; to be asked often."""
        now = self._clock()
        if self._here():
            self._last = now
        return now - self._last > PATIENCE


def while_here(work: Work) -> Work:
    """The work, cancelled also when the session that asks for it has ended; for callbacks and pages."""
    context = get_script_run_ctx()
    if context is None or not runtime.exists():
        return work
    here = partial(runtime.get_instance().is_active_session, context.session_id)
    return watched(work, Watch(here))


def watched(work: Work, watch: Watch) -> Work:
    """The work, cancelled also when the watch says so."""

    def at_work(progress: Progress, cancel: Cancel) -> object:
        return work(progress, lambda: cancel() or watch.ended())

    return at_work
