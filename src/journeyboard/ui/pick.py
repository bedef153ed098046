"""Picking what a page is about: a stored journey or a kept run, remembered and in the address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import streamlit as st

from journeyboard.storage.journeys import list_journeys
from journeyboard.storage.runs import StoredRun, list_runs
from journeyboard.ui import state
from journeyboard.ui.address import answered, asked, refused
from journeyboard.ui.plain import plain
from journeyboard.ui.wording import many

PICKED = "journey"
RUN = "run"


def pick_journey() -> str | None:
    """The journey the address or the list names, the one opened last at first; None when there is none."""
    return _pick(PICKED, "Journey", journey_names())


def pick_run() -> str | None:
    """The run the address or the list names, the newest at first; None when there is none."""
    runs = {run.id: run for run in list_runs(state.store())}
    names = {key: run.name for key, run in runs.items()}
    return _pick(RUN, "Run", told_apart(names, lambda key: _made_of(runs[key])))


def journey_names() -> dict[str, str]:
    """Every journey's name by its id, the one opened last first; twins are told apart by their ids."""
    names = {journey.id: journey.name for journey in list_journeys(state.store())}
    return told_apart(names, lambda key: key)


def told_apart(names: Mapping[str, str], more: Callable[[str], str]) -> dict[str, str]:
    """The names by id, each once: what repeats gets `more`, and its id where that repeats, too.

    A select box finds its choice by its label: two equal ones would open the wrong thing.
    """
    for words in (more, lambda key: key):
        often = Counter(names.values())
        names = {
            key: f"{name} · {words(key)}" if often[name] > 1 else name
            for key, name in names.items()
        }
    return dict(names)


def _made_of(run: StoredRun) -> str:
    made = f"{run.created_at:%d %b %Y, %H:%M:%S} UTC"
    return f"{many(run.customers, 'customer')} · seed {run.seed} · {made}"


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
    if said := refused(key):
        st.warning(
            plain(
                f"There is no {label.lower()} “{said}” here; “{names[chosen]}” is shown instead."
            ),
            icon=":material/link_off:",
        )
    return chosen
