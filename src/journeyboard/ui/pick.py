"""Picking what a page is about: a stored journey or a kept run, remembered and in the address."""

from __future__ import annotations

import streamlit as st

from journeyboard.storage.journeys import list_journeys
from journeyboard.storage.runs import list_runs
from journeyboard.ui import state
from journeyboard.ui.address import answered, asked

PICKED = "journey"
RUN = "run"


def pick_journey() -> str | None:
    """The journey the address or the list names, the one opened last at first; None when there is none."""
    names = {journey.id: journey.name for journey in list_journeys(state.store())}
    return _pick(PICKED, "Journey", names)


def pick_run() -> str | None:
    """The run the address or the list names, the newest at first; None when there is none."""
    return _pick(RUN, "Run", {run.id: run.name for run in list_runs(state.store())})


def _pick(key: str, label: str, names: dict[str, str]) -> str | None:
    if not names:
        return None
    asked(key, names, next(iter(names)))
    chosen = st.selectbox(
        label,
        list(names),
        format_func=lambda one: names[one],
        key=key,
        label_visibility="collapsed",
        width=340,
    )
    answered(key, chosen)
    return chosen
