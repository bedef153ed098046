"""The behaviour model on one page: every assumption with its range and source, editable for this session's analyses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import streamlit as st

from journeyboard.charts.tornado import name_of
from journeyboard.errors import BadInput
from journeyboard.simulation.behaviour import Parameter, parameters
from journeyboard.ui.parts import card
from journeyboard.ui.plain import plain
from journeyboard.ui.wording import many
from journeyboard.workflows.assumptions import checked_range

ASSUMED, START, ROUND = "assumed", "assumed-start", "assumed-round"


class Assumed(NamedTuple):
    """An assumption as this session changed it."""

    low: float
    value: float
    high: float


def assumed() -> dict[str, Assumed]:
    """What this session assumes in place of the model's defaults, by key."""
    found: dict[str, Assumed] = st.session_state.get(ASSUMED, {})
    return found


def draw_changed() -> None:
    """One line where assumptions differ from the defaults, with the way back."""
    changed = assumed()
    if not changed:
        return
    left, right = st.columns([4, 1], vertical_alignment="center")
    keys = ", ".join(sorted(changed)[:4]) + (" …" if len(changed) > 4 else "")
    left.caption(f"{many(len(changed), 'assumption')} changed for this session: {plain(keys)}.")
    right.button("Back to defaults", icon=":material/undo:", key="assumed-reset", on_click=_reset)


def draw_table() -> bool:
    """The table; whether what stands in it can be used."""
    with card(
        "What is assumed",
        "The behaviour model. “Used” is the value in force; low and high say how far it may be off. Change "
        "a number to use it for the analyses of this session; nothing is saved.",
        key="behaviour-table",
    ):
        edited = st.data_editor(
            _rows(),
            key=_key(),
            hide_index=True,
            height=420,
            num_rows="fixed",
            disabled=["Assumption", "Unit", "What it is", "Source", "Trust"],
            column_config=_columns(),
        )
        return _taken(edited)


def _columns() -> Mapping[str, Any]:
    numbers = {
        title: st.column_config.NumberColumn(title, format="%g", width="small")
        for title in ("Low", "Used", "High")
    }
    return {
        "Assumption": st.column_config.TextColumn("Assumption", width="medium", pinned=True),
        **numbers,
        "What it is": st.column_config.TextColumn("What it is", width="large"),
        "Key": None,
        "Source": st.column_config.TextColumn("Source", width="medium"),
        "Trust": st.column_config.TextColumn(
            "Trust", help="primary and secondary sources, general planning values, or an assumption"
        ),
    }


def _rows() -> Any:
    """The table as it was when this view was opened; the editor keeps what is typed since."""
    import pandas as pd

    if _key() not in st.session_state:
        st.session_state[START] = dict(assumed())
    changed: dict[str, Assumed] = st.session_state.setdefault(START, {})
    rows = [_row(one, changed.get(key)) for key, one in parameters().items()]
    return pd.DataFrame(rows)


def _row(one: Parameter, changed: Assumed | None) -> dict[str, Any]:
    low, value, high = changed or (one.low, one.value, one.high)
    return {
        "Assumption": name_of(one.key),
        "Low": low,
        "Used": value,
        "High": high,
        "Unit": one.unit,
        "What it is": one.note,
        "Source": one.source,
        "Trust": one.confidence,
        "Key": one.key,
    }


def _taken(edited: Any) -> bool:
    """Keep what differs from the defaults; a row that cannot be used is named."""
    found: dict[str, Assumed] = {}
    for row in edited.to_dict("records"):
        default = parameters()[row["Key"]]
        now = [
            None if row[title] != row[title] else row[title] for title in ("Low", "Used", "High")
        ]
        if now == [default.low, default.value, default.high]:
            continue
        try:
            found[row["Key"]] = Assumed(*checked_range(row["Key"], *now))
        except BadInput as error:
            st.error(plain(str(error)), icon=":material/error:")
            return False
    if found != assumed():
        st.session_state[ASSUMED] = found
        st.rerun()
    return True


def _key() -> str:
    return f"behaviour-{st.session_state.get(ROUND, 0)}"


def _reset() -> None:
    st.session_state[ASSUMED] = {}
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
