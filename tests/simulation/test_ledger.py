"""The ledger on a clock holds for the engine: what is flown lands within it, on any path and in any zone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from journeyboard.journey.brand import Brand
from journeyboard.journey.clockface import Line, ledger
from journeyboard.journey.graph import EventEntry, Journey, Reentry
from journeyboard.journey.questions import JourneyPath, paths
from journeyboard.journey.reach import Clock, clock_of
from journeyboard.simulation.preview import Preview, preview

from .asking import LEVELS
from .flights import brand, journey, people
from .shop import BRAND, LIVELY, audience
from .strategies import delays, journeys, quiet_rules

NIGHTS = (
    datetime(2026, 3, 7, 18, tzinfo=UTC),
    datetime(2026, 3, 28, 23, tzinfo=UTC),
    datetime(2026, 10, 31, 22, tzinfo=UTC),
)
"""Clocks change on the next day: forwards in America, forwards in Europe, backwards in America."""


def walked(found: Preview) -> list[tuple[datetime, str]]:
    """The steps of the first stay in the journey."""
    end = found.exited_at or datetime.max.replace(tzinfo=UTC)
    return [(at, node) for at, node in found.path if at <= end]


def ways_of(one: Journey, steps: list[str]) -> Iterator[JourneyPath]:
    """The paths that begin as this customer walked."""
    for path in paths(one).paths:
        if [step.node for step in path.steps][: len(steps)] == steps:
            yield path


def holds(lines: tuple[Line, ...], found: Preview) -> bool:
    """Whether every step was reached and every message landed within the ledger's times."""
    by_visit, seen = {}, Counter[str]()
    for line in lines:
        by_visit[line.node, seen[line.node]] = line
        seen[line.node] += 1
    left, visits = found.entered_at, Counter[str]()
    assert left is not None
    span = (left, left)
    for at, node in walked(found):
        if at < span[0] or (span[1] is not None and at > span[1]):
            return False
        line = by_visit.get((node, visits[node]))
        visits[node] += 1
        span = line.leaves if line else span
    return all(landed(by_visit, found))


def landed(by_visit: dict[tuple[str, int], Line], found: Preview) -> Iterator[bool]:
    visits = Counter[str]()
    for message in found.messages:
        line = by_visit.get((message.node_id, visits[message.node_id]))
        visits[message.node_id] += 1
        if message.status == "skipped" or line is None:
            continue
        earliest, latest = line.lands or (datetime.max.replace(tzinfo=UTC), None)
        yield earliest <= message.at and (latest is None or message.at <= latest)


def fits(one: Journey, sells: Brand, clock: Clock, found: Preview) -> bool:
    """Whether one of the possible paths holds what happened."""
    assert found.entered_at is not None
    ways = ways_of(one, [node for _, node in walked(found)])
    return any(holds(ledger(one, sells, way, clock, found.entered_at), found) for way in ways)


@settings(max_examples=80)
@given(journeys(), st.integers(0, 15), st.sampled_from(NIGHTS), st.none() | quiet_rules(), st.booleans())  # fmt: skip
def test_what_a_customer_gets_lies_within_the_ledger_of_their_path(
    made: Journey, who: int, entry: datetime, quiet: object, buys: bool
) -> None:
    plain = {"reentry": Reentry(), "entry": EventEntry(), "entry_filter": None, "start": "n0"}
    one = made.model_copy(update=plain)
    found_paths = paths(one)
    assume(found_paths.complete and all(path.end != "loop" for path in found_paths.paths))
    sells = Brand.model_validate(BRAND.model_dump() | {"quiet_hours": quiet})
    crowd = audience()
    key = crowd.frame["profile_key"].iloc[who]
    found = preview(
        one, key, brand=sells, people=crowd, entered_at=entry, start=entry.date() - timedelta(days=1),
        days=40, behaviour=LIVELY, buys=buys,
    )  # fmt: skip
    assume(found.entered_at == entry)
    event(f"{len(found.messages)} messages")
    assert fits(one, sells, clock_of(crowd.customer(key), sells), found)


@settings(max_examples=60)
@given(delays(), st.integers(0, 15), st.sampled_from(NIGHTS), st.sampled_from(["", "monday,sunday", "wednesday"]))  # fmt: skip
def test_every_kind_of_delay_ends_within_the_ledger(
    delay: dict[str, object], who: int, entry: datetime, days: str
) -> None:
    wanted = delay | ({"weekdays": days.split(",")} if days else {})
    nodes = [
        {"id": "wait", "kind": "delay", "next": "mail"} | wanted,
        {"id": "mail", "kind": "email", "purpose": "transactional", "body": "Hi"},
    ]
    data = {"id": "j", "name": "J", "start": "wait", "experiments": LEVELS, "nodes": nodes}
    one, crowd = Journey.model_validate(data), audience()
    key = crowd.frame["profile_key"].iloc[who]
    found = preview(
        one, key, brand=BRAND, people=crowd, entered_at=entry, start=entry.date() - timedelta(days=1),
        days=30, behaviour=LIVELY,
    )  # fmt: skip
    assert found.entered_at == entry
    assert fits(one, BRAND, clock_of(crowd.customer(key), BRAND), found)


def test_every_sample_customer_of_the_rescue_and_the_win_back_lands_within_the_ledger() -> None:
    crowd, sent = people(300), 0
    for name in ("checkout_rescue", "win_back", "post_purchase"):
        for key in crowd.frame["profile_key"][:60]:
            entry = datetime(2026, 3, 7, 23, 30, tzinfo=UTC)
            found = preview(journey(name), key, brand=brand(), people=crowd, entered_at=entry)
            sent += sum(message.status == "delivered" for message in found.messages)
            clock = clock_of(crowd.customer(key), brand())
            assert not found.entered_at or fits(journey(name), brand(), clock, found), (name, key)
    assert sent > 100
