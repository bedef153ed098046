"""Live figures on the board: whether they are on, what is in the air, and what has landed."""

from __future__ import annotations

import streamlit as st

from journeyboard.journey.graph import START
from journeyboard.simulation.step_changes import Change, StepChanges
from journeyboard.ui import state
from journeyboard.ui.address import answered, asked
from journeyboard.ui.canvas.wire import (
    ChangeShape,
    FiguresShape,
    FlowChangeShape,
    FlownShape,
    GhostShape,
    LiveShape,
)
from journeyboard.ui.design.desk import Desk
from journeyboard.workflows.live import Landed, LiveFlights, Wish

LIVE = "live"
ON, OFF = "on", "off"
AT_FIRST = ON
FLIGHTS = "flights:"


def pick_live() -> bool:
    """Whether the figures are live: as the address says, else as it was left in this session."""
    asked(LIVE, (ON, OFF), AT_FIRST)
    chosen = str(st.session_state[LIVE])
    answered(LIVE, "" if chosen == AT_FIRST else chosen)
    return chosen == ON


def turn_live(journey_id: str, on: bool) -> None:
    """Switch the live figures of every board of this session on or off."""
    st.session_state[LIVE] = ON if on else OFF
    if not on:
        _flights(journey_id).stop()


def live_of(now: Desk) -> LiveShape:
    """What the board says of them."""
    if not is_on():
        return LiveShape(on=False, flying=False, problem="")
    flights = _flights(now.revision.journey_id)
    new = flights.awaits(_wish(now))
    return LiveShape(
        on=True, flying=new or flights.flying, problem="" if new else flights.problem
    )  # fmt: skip


def launch(now: Desk) -> None:
    """Have the journey in hand flown, unless it has been: after the board was drawn, which comes first."""
    if is_on():
        _flights(now.revision.journey_id).ask(_wish(now))


def live_figures(now: Desk) -> FiguresShape | None:
    """The figures that landed last, stale when the journey was edited since; None when none has, or they are off."""
    landed = _flights(now.revision.journey_id).landed if is_on() else None
    if landed is None:
        return None
    found = landed.figures.to_dict()
    return FiguresShape(
        run="",
        stale=landed.wish.journey is not now.journey,
        entries=found["entries"],
        nodes={START: {"entered": found["entries"]}, **found["nodes"]},
        flows=found["flows"],
        flown=_flown(landed),
        ghost=_ghost(landed, now),
    )


def is_on() -> bool:
    """Whether the figures are live in this session."""
    return bool(st.session_state.get(LIVE, AT_FIRST) == ON)


def _flights(journey_id: str) -> LiveFlights:
    """Those of the journey that is open; what was in the air for another one is given up."""
    key = f"{FLIGHTS}{journey_id}"
    for other in [str(one) for one in st.session_state if str(one).startswith(FLIGHTS)]:
        if other != key:
            st.session_state.pop(other).stop()
    flights: LiveFlights = st.session_state.setdefault(key, LiveFlights())
    return flights


def _wish(now: Desk) -> Wish:
    return Wish(now.journey, state.brand(now.journey), now.stored)


def _flown(landed: Landed) -> FlownShape:
    return FlownShape(
        customers=landed.customers,
        seed=landed.seed,
        days=landed.days,
        at=landed.at.isoformat(timespec="milliseconds"),
    )


def _ghost(landed: Landed, now: Desk) -> GhostShape | None:
    """What changed since the journey was saved; None where nothing was edited, or it is not known yet."""
    found: StepChanges | None = landed.changes
    if found is None or landed.wish.saved is not now.stored:
        return None
    return GhostShape(
        revision=now.revision.number,
        entries=_change(found.entries) if found.entries else None,
        nodes={
            node: {name: _change(change) for name, change in seen.items()}
            for node, seen in found.nodes.items()
        },
        flows=[
            FlowChangeShape(source=source, target=target, by=change.by, noise=change.noise)
            for (source, target), change in found.flows.items()
        ],
    )


def _change(change: Change) -> ChangeShape:
    return ChangeShape(by=change.by, noise=change.noise)
