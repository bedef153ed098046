"""What a calibration found: the fitted numbers, what was kept and why, how well it fits, and saving it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import streamlit as st

from journeyboard.charts.calibration import GROUPS, calibration_dots, group_of, shown
from journeyboard.charts.calibration_names import name_of
from journeyboard.simulation.behaviour import parameters
from journeyboard.simulation.calibration.answer import Calibration, Estimate, FitRow
from journeyboard.ui import state
from journeyboard.ui.parts import card, dark, facts, figure
from journeyboard.ui.plain import bullets, plain
from journeyboard.ui.tables import Cell, Column, Row, table
from journeyboard.ui.wording import NOTHING, count, many
from journeyboard.workflows.calibration import Fit, save_fit

STRANGE = 2.0
"""Standard deviations from which on a row of the fit is marked."""


def draw_fit(fit: Fit) -> None:
    """Everything about one calibration, the button that saves it first."""
    found = fit.calibration
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):  # fmt: skip
        st.subheader(plain(f"Fitted to {fit.source}"), anchor=False)
        st.button(
            "Save with the journey",
            icon=":material/bookmark_add:",
            key="save-model",
            disabled=not found.estimates,
            help="Flights of this journey can then use these numbers instead of the default ones.",
            on_click=_save,
            args=(fit,),
        )
    apart = sum(not one.compatible for one in found.estimates)
    facts(
        [
            ("Customers read", count(found.customers)),
            ("Events read", count(found.events)),
            ("Numbers fitted", count(len(found.estimates))),
            ("Differ from the default", count(apart)),
            ("Kept at default", count(len(found.kept))),
        ]
    )
    for note in found.notes:
        st.caption(plain(note))
    _draw_warnings(found)
    if found.estimates:
        _draw_estimates(found)
    if found.rows:
        _draw_rows(found)
    _draw_kept(found)


def _save(fit: Fit) -> None:
    save_fit(state.store(), fit)
    state.say("Saved: the Fly view now offers this model for the journey.", ":material/bookmark_added:")  # fmt: skip


def _draw_warnings(found: Calibration) -> None:
    if not found.warnings:
        return
    with st.expander(f"{many(len(found.warnings), 'reason')} for care", icon=":material/warning:"):
        st.html(bullets(map(_named, found.warnings)))


def _named(sentence: str) -> str:
    """A warning that begins with a number's key, with its name instead."""
    key, _, rest = sentence.partition(" ")
    return f"{name_of(key)}: {rest}" if key in parameters() else sentence


def _draw_estimates(found: Calibration) -> None:
    by_group: dict[str, list[Estimate]] = defaultdict(list)
    for one in found.estimates:
        by_group[group_of(one.key)].append(one)
    there = [name for name in GROUPS if name in by_group]
    with card(key="estimates"):
        if st.session_state.get("part-of-model") not in there:
            st.session_state["part-of-model"] = there[0]
        part = st.segmented_control(
            "Part of the model",
            there,
            format_func=lambda name: f"{GROUPS[name][0]} ({len(by_group[name])})",
            required=True,
            key="part-of-model",
            label_visibility="collapsed",
        )
        chosen = by_group[part or there[0]]
        figure(
            calibration_dots(chosen, dark=dark()),
            key=f"dots-{part}",
            help="The dot is the fitted number as a multiple of the default, the line its 95 % interval, "
            "the pale bar the range that is usual for the default. Hollow dots rest on fewer than 30 events.",
        )
        with st.expander("The figures, and how each was found"):
            _draw_figures(chosen)


def _draw_figures(chosen: Sequence[Estimate]) -> None:
    columns = [
        Column("Number", figures=False),
        Column("Fitted"),
        Column("95 % interval"),
        Column("Default"),
        Column("Events", help="How often it happened, of how many"),
    ]
    rows: list[Row] = [
        [
            Cell(
                name_of(one.key),
                " ".join(filter(None, (f"{one.method[:1].upper()}{one.method[1:]}.", one.note))),
            ),
            Cell(shown(one.key, one.value), tone="" if one.compatible else "warm"),
            f"{shown(one.key, one.low, bare=True)} to {shown(one.key, one.high, bare=True)}",
            shown(one.key, one.default),
            Cell(count(one.events), f"of {count(one.n)}"),
        ]
        for one in chosen
    ]
    table(columns, rows, "Fitted numbers")


def _draw_rows(found: Calibration) -> None:
    strange = [row for row in found.rows if row.z is not None and abs(row.z) > STRANGE and row.expected >= 5]  # fmt: skip
    groups = [row for row in found.rows if row.expected >= 5]
    finding = f"{len(strange)} of {many(len(groups), 'group')} lie more than two standard deviations off; chance alone gives one in twenty"  # fmt: skip
    with card(finding if groups else "Too few events to check the fit", key="fit"):
        for one in found.goodness:
            p = "too few groups for a test" if one.p_value is None else f"p = {one.p_value:.2f}"
            st.caption(f"{one.what.capitalize()} as a whole: {p}; χ² = {one.chi2:.1f} over {many(one.groups, 'group')}.")  # fmt: skip
        with st.expander("Observed against expected"):
            _draw_residuals(groups)


def _draw_residuals(rows: list[FitRow]) -> None:
    columns = [
        Column("Messages", figures=False),
        Column("Observed"),
        Column("Expected"),
        Column("Off by", help="In standard deviations of the count under the fitted model"),
    ]
    body: list[Row] = [
        [
            Cell(f"{row.by.capitalize()}: {row.group}", f"{row.what} of {count(row.n)} messages"),
            count(row.observed),
            f"{row.expected:,.1f}",
            Cell(f"{row.z:+.1f} σ" if row.z is not None else NOTHING, tone="warm" if row.z and abs(row.z) > STRANGE else ""),
        ]
        for row in rows
    ]  # fmt: skip
    table(columns, body, "Observed against expected")


def _draw_kept(found: Calibration) -> None:
    by_reason: dict[str, list[str]] = defaultdict(list)
    for one in found.kept:
        by_reason[one.reason].append(name_of(one.key))
    words = many(len(found.kept), "number keeps", "numbers keep")
    with st.expander(f"{words} the default, and why", icon=":material/lock:"):
        rows: list[Row] = [
            [Cell(reason[:1].upper() + reason[1:] + "."), Cell("; ".join(names))]
            for reason, names in sorted(by_reason.items(), key=lambda pair: -len(pair[1]))
        ]
        table([Column("Why", figures=False), Column("Which", figures=False)], rows, "Kept at default")  # fmt: skip
