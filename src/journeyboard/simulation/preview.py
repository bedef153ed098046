"""A preview: one customer flown through the same kernel, alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from journeyboard.errors import BadInput
from journeyboard.records import Customer
from journeyboard.simulation.flight import Program, Reply
from journeyboard.simulation.missed import NotReached as NotReached
from journeyboard.simulation.part import fly_range
from journeyboard.simulation.previewed import Preview as Preview
from journeyboard.simulation.previewed import PreviewMessage as PreviewMessage
from journeyboard.simulation.previewed import PreviewReply as PreviewReply
from journeyboard.simulation.replies import choice_of
from journeyboard.simulation.run import START, flight_of
from journeyboard.simulation.seen import told

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.simulation.behaviour import Behaviour


def preview(
    journey: Journey,
    customer: Customer | str,
    *,
    brand: Brand | None = None,
    people: Audience | None = None,
    entered_at: datetime | None = None,
    seed: int = 7,
    days: int = 90,
    start: str | date = START,
    behaviour: Behaviour | None = None,
    arm: tuple[str, str] | None = None,
    buys: bool | None = None,
    replies: Sequence[tuple[datetime, str]] = (),
) -> Preview:
    """One customer's messages, from the same kernel, dice and world as a run with this seed.

    Without `entered_at` it is that customer's life in the run, entered or not. With it the customer
    is made to enter then (naive is UTC), and unless `buys` no order of their own cuts the journey
    short. `customer` is a record or a key among `people`; `arm` puts them into (experiment id, arm).

    `replies` are texts of the customer, (when, words), naive being UTC: STOP, LESS and START in their
    many forms change their consent from that second on, everything else is an answer to the last
    text. `Preview.replies` has what the brand answers.

    Raises BadInput for an unknown customer, arm or a moment outside the days of the run.
    """
    from journeyboard.simulation.program import compile_flight

    alone = _alone(customer, people)
    key, language = (str(alone.frame[name].iloc[0]) for name in ("profile_key", "language"))
    said = [
        (_aware(at), words) for at, words in sorted(replies, key=lambda reply: _aware(reply[0]))
    ]
    flight = flight_of(
        journey, alone, brand=brand, seed=seed, days=days, start=start, behaviour=behaviour,
        force_at=None if entered_at is None else _second(entered_at, start, days),
        quiet_world=entered_at is not None and not buys,
        replies=[Reply(key, _second(at, start, days), choice_of(words, language)) for at, words in said],
    )  # fmt: skip
    program = compile_flight(flight)
    program = replace(program, lives=_one_life(program, arm))
    flown, _ = fly_range(program, 0, 1, 1, lambda: None)
    return told(program, flown.rows, said)


def _alone(customer: Customer | str, people: Audience | None) -> Audience:
    from journeyboard.audience.customers import gather

    if isinstance(customer, Customer):
        if people is None or customer.profile_key not in set(people.frame["profile_key"]):
            return gather([customer])
        customer = customer.profile_key
    if people is None:
        raise BadInput("a key needs the audience it belongs to.", advice="Give `people`.")
    people.customer(customer)
    return people.where((people.frame["profile_key"] == customer).to_numpy())


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _second(at: datetime, start: str | date, days: int) -> int:
    """The second of the run at a moment."""
    first = datetime.fromisoformat(str(start)).replace(tzinfo=UTC)
    aware = _aware(at)
    second = int((aware - first).total_seconds())
    if not 0 <= second < days * 86_400:
        last = (first + timedelta(days=days)).date()
        raise BadInput(f"{aware:%Y-%m-%d %H:%M} lies outside the run, {first.date()} to {last}.", advice="Choose another time or start.")  # fmt: skip
    return second


def _one_life(program: Program, arm: tuple[str, str] | None) -> NDArray[np.int64]:
    if arm is None:
        return np.array([[0, 0, -1, -1, -1, -1]], np.int64)
    for a, assignment in enumerate(program.names.assignments):
        if assignment.id == arm[0] and arm[1] in assignment.arms:
            return np.array([[0, 0, a, assignment.arms.index(arm[1]), -1, -1]], np.int64)
    raise BadInput(f"there is no arm “{arm[1]}” in “{arm[0]}”.", advice="Choose one that the journey has.")  # fmt: skip
