"""One customer followed: the same kernel and dice as the run, alone, with the reason for each step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.errors import BadInput
from journeyboard.records import Event
from journeyboard.simulation.clocks import Clocks
from journeyboard.simulation.flight import Flight, Program
from journeyboard.simulation.kernel import deciding
from journeyboard.simulation.kernel import layout as at
from journeyboard.simulation.kernel.layout import OUTCOMES
from journeyboard.simulation.part import fly_range
from journeyboard.simulation.results import event_of
from journeyboard.simulation.tracing.ledger import due_orders
from journeyboard.simulation.tracing.moments import Teller
from journeyboard.simulation.tracing.traced import Decision, Life, Moment, Trace
from journeyboard.simulation.tracing.words import Telling, summary
from journeyboard.simulation.truth import UNITS
from journeyboard.simulation.writer import event_table

ROOM = 8_192
"""Decisions kept of a life at most; three months of a busy customer take some hundreds."""
DESIGNED, UNTOUCHED = "designed", "untouched"
Facts = tuple[Any, ...]


def trace(flight: Flight | Program, key: str, lives: Sequence[str] = (DESIGNED, UNTOUCHED)) -> Trace:  # fmt: skip
    """Follow one customer of a flight through several of its lives.

    `lives` are keys as in `Trial.lives` (`designed`, `untouched`, `without_channel/sms` …). The events of
    the designed life are those of a run of the same flight; a compiled flight can be followed many times.
    Raises BadInput for an unknown customer or life.
    """
    from journeyboard.simulation.program import compile_flight

    program = flight if isinstance(flight, Program) else compile_flight(flight)
    place = _place(program, key)
    known = {"/".join(name): k for k, name in enumerate(program.names.lives)}
    for life in lives:
        if life not in known:
            raise BadInput(f"this flight has no life “{life}”.", advice=f"Choose among {', '.join(known)}.")  # fmt: skip
    followed = [_live(program, place, life, known[life]) for life in lives]
    marked = _marked(followed)
    flown = program.flight
    currency = flown.brand.currency
    return Trace(
        key, _zone(program, place), currency, flown.start, flown.days, marked,
        summary(marked, Telling(currency, flown.start, flown.journeys)),
    )  # fmt: skip


def lives_of(program: Program) -> tuple[str, ...]:
    """The keys of all lives that a flight's customers can be followed through."""
    return tuple("/".join(name) for name in program.names.lives)


def _place(program: Program, key: str) -> int:
    found = np.flatnonzero((program.flight.people.frame["profile_key"] == key).to_numpy())
    if not len(found):
        raise BadInput(f"there is no customer “{key}” in this run.", advice="Choose one of its customers.")  # fmt: skip
    return int(found[0])


def _zone(program: Program, place: int) -> str:
    flight = program.flight
    one = flight.people.frame.iloc[[place]].reset_index(drop=True)
    return str(Clocks(one, flight.start, flight.days, flight.brand.timezone).zones[0])


def _live(program: Program, place: int, key: str, number: int) -> Life:
    alone = replace(program, lives=program.lives[number : number + 1])
    told = np.zeros(ROOM, at.DECISION).view(np.recarray)
    flown, buffers = fly_range(alone, place, place + 1, 1, lambda: None, told=told)
    kept = int(buffers.state.told[0])
    decisions = tuple(_decisions(program, told[:kept]))
    events = _events(program, flown.rows, place)
    who = program.people[place]
    due = due_orders(
        decisions, int(who["own_hazard"]), int(who["low_hazard"]), program.flight.season
    )
    zone, flight = _zone(program, place), program.flight
    moments = Teller(flight.journeys, zone, flight.start, events, decisions, due).moments()
    totals = {name: float(flown.totals[0, 0, k]) / UNITS.get(name, 1) for k, name in enumerate(OUTCOMES)}  # fmt: skip
    return Life(key, events, moments, decisions, totals, kept < ROOM)


def _events(program: Program, rows: NDArray[Any], place: int) -> tuple[Event, ...]:
    """The rows as events of the log; audiences are left out."""
    people = program.flight.people
    frame = people.frame.iloc[[place]].reset_index(drop=True)
    alone = replace(people, frame=frame, orders=people.orders.iloc[:0])
    one = replace(program, flight=replace(program.flight, people=alone))
    mine = rows.copy()
    mine["customer"] = 0
    return tuple(event_of(row) for row in event_table(one, mine, program.digest[:12]).to_pylist())


def _decisions(program: Program, told: NDArray[Any]) -> list[Decision]:
    """The decisions with names; factors go to the one they make up."""
    found: list[Decision] = []
    factors: list[tuple[str, float]] = []
    for one in told:
        what = deciding.DECISIONS[one["what"]]
        if what == "factor_of_chance":
            factors.append((deciding.FACTORS[one["number"]], float(one["drawn"])))
            continue
        found.append(
            Decision(
                int(one["at"]), int(one["row"]), what, _node(program, what, int(one["node"])),
                int(one["number"]), float(one["drawn"]), float(one["limit"]), tuple(factors),
            )
        )  # fmt: skip
        factors = []
    return found


OF_JOURNEYS = ("entry_refused", "control", "factor", "cap")
"""Decisions whose node is a journey's number."""


def _node(program: Program, what: str, node: int) -> str | None:
    if node < 0:
        return None
    if what in OF_JOURNEYS:
        return program.flight.journeys[node].name
    return program.names.nodes[node]


def _marked(lives: Sequence[Life]) -> tuple[Life, ...]:
    """The lives with each moment marked by whether the other one has it: the same dice pair them exactly."""
    if len(lives) < 2:
        return tuple(lives)
    first, *others = lives
    told = [replace(first, moments=_compared(first.moments, others[0].moments))]
    told += [replace(one, moments=_compared(one.moments, first.moments)) for one in others]
    return tuple(told)


def _compared(mine: Sequence[Moment], theirs: Sequence[Moment]) -> tuple[Moment, ...]:
    left = Counter(map(_facts, theirs))
    found = []
    for one in mine:
        facts = _facts(one)
        found.append(replace(one, where="both" if left[facts] > 0 else "here"))
        left[facts] -= 1
    return tuple(found)


def _facts(one: Moment) -> Facts:
    return one.at, one.type, one.what, one.node, one.channel, one.value, one.cost
