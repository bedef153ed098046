"""When somebody enters, on their own clock, and in which arm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import streamlit as st

from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import RandomSplit
from journeyboard.message.timing import local, until_local_time
from journeyboard.ui.address import answered, asked, refuse, refused
from journeyboard.ui.plain import plain

AS_DICE_FALL = "as the dice fall"
ENTRY: dict[str, tuple[Callable[[str], Any], str]] = {
    "day": (date.fromisoformat, "2026-03-04"),
    "clock": (time.fromisoformat, "19:30"),
}
"""When somebody enters unless the address says otherwise: late enough for quiet hours to matter."""
DAYS = (date(2000, 1, 8), date(2099, 12, 31))
"""The first and the last day somebody may enter on."""
LIMITS = {"day": "(2000-01-08 to 2099-12-31)", "clock": "(00:00 to 23:59)"}
Arm = tuple[str, str]


def pick_entry() -> tuple[date, time]:
    """When the customer enters, on their own clock."""
    for key, (make, usual) in ENTRY.items():
        asked(key, None, usual)
        if isinstance(st.session_state[key], str):
            st.session_state[key] = _read(key, make, st.session_state[key], usual)
    left, right = st.columns(2)
    day = left.date_input(
        "Enters on", min_value=DAYS[0], max_value=DAYS[1], key="day", format="YYYY-MM-DD"
    )
    clock = right.time_input("at, on their clock", key="clock", step=900)
    answered("day", f"{day:%Y-%m-%d}")
    answered("clock", f"{clock:%H:%M}")
    for key, shown in (("day", f"{day:%Y-%m-%d}"), ("clock", f"{clock:%H:%M}")):
        if said := refused(key):
            st.warning(
                plain(f"The link's {key} “{said}” cannot be shown {LIMITS[key]}: {shown} is.")
            )
    return day, clock


def _read(key: str, make: Callable[[str], Any], text: str, usual: str) -> Any:
    try:
        found = make(text)
        if key == "clock" or DAYS[0] <= found <= DAYS[1]:
            return found
    except ValueError:
        pass
    refuse(key, text)
    return make(usual)


def moment(day: date, clock: time, zone: str) -> datetime:
    """When that customer's clock shows this day and time (aware UTC)."""
    at = datetime.combine(day, time(), UTC) - timedelta(hours=15)
    while True:
        at = until_local_time(at, zone, f"{clock:%H:%M}")
        if local(at, zone).date() >= day:
            return at
        at += timedelta(minutes=1)


def arms_of(journey: Journey) -> dict[str, tuple[str, Arm]]:
    """Every arm somebody can be in: (words, (experiment id, arm)) by what the address calls it."""
    found: list[tuple[str, str, str]] = [
        (node.title or node.id, node.id, arm.name)
        for node in journey.nodes
        if isinstance(node, RandomSplit)
        for arm in node.arms
    ]
    if journey.control_group:
        found += [("Journey", "control_group", arm) for arm in ("treated", "control")]
    found += [
        (name, name, level) for name, levels in journey.experiments.items() for level in levels
    ]
    return {
        f"{name}.{arm}": (f"{title}: {arm}", (f"{journey.id}/{name}", arm))
        for title, name, arm in found
    }


def pick_arm(journey: Journey) -> Arm | None:
    """Which arm the customer is put into; None leaves it to the dice."""
    arms = arms_of(journey)
    if not arms:
        return None
    words = {AS_DICE_FALL: AS_DICE_FALL} | {name: said for name, (said, _) in arms.items()}
    asked("arm", words, next(iter(arms)))
    chosen = st.selectbox("Arm", list(words), format_func=words.__getitem__, key="arm")
    answered("arm", chosen)
    if said := refused("arm"):
        st.warning(plain(f"This journey has no arm “{said}”; {words[chosen]} is shown."))
    return arms[chosen][1] if chosen in arms else None
