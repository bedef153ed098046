"""Entries that are known from the start: cohorts, daily looks, dates, a preview's moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from journeyboard.audience.conditions import Condition, Score, ScoreIs
from journeyboard.journey.graph import AudienceEntry, DateEntry, EventEntry, ScoreEntry
from journeyboard.message.zones import zone_info

from . import dice, tokens
from .numbers import DAY
from .record import JOURNEY, WORLD, Life, Place
from .world import FORCED_CART, fill_cart, place_order, shopping_step


def plan_entries(life: Life) -> None:
    """Entries that are known from the start: cohorts, daily looks, dates, a preview's moment."""
    forced = life.flight.flight.force_at
    for place in life.places:
        if place.closed:
            continue
        if forced is not None:
            life.later(forced, WORLD, partial(force, life, place))
        elif isinstance(place.journey.entry, AudienceEntry | ScoreEntry):
            life.later(first_look(life, place), JOURNEY + place.rank, partial(look, life, place))
        elif isinstance(place.journey.entry, DateEntry):
            plan_date(life, place, place.journey.entry, 0)


def first_look(life: Life, place: Place) -> int:
    """From the launch on; a cohort is spread over some days by each customer's own dice."""
    flight, journey = life.flight.flight, place.journey
    launch: int = flight.launches.get(journey.id, 0)
    if isinstance(journey.entry, AudienceEntry) and journey.entry.when == "daily":
        return launch
    draw = dice.uniform(life.customer.key, dice.salt(journey.id, "control group"), 0, 40)
    return launch + int(draw * flight.cohort_days) * DAY


def look(life: Life, place: Place) -> None:
    """Does the customer belong to the entry's audience now? Daily entries look again tomorrow."""
    entry = place.journey.entry
    tokens.enter(life, place, [entry_condition(entry)], None, 0)
    if isinstance(entry, AudienceEntry) and entry.when == "daily":
        life.later(life.now + DAY, JOURNEY + place.rank, partial(look, life, place))


def entry_condition(entry: Any) -> Condition | None:
    """What a planned entry asks of the customer."""
    if isinstance(entry, ScoreEntry):
        op = "gte" if entry.direction == "above" else "lte"
        return Score(score=ScoreIs(name=entry.score, op=op, value=entry.threshold))
    return entry.condition if isinstance(entry, AudienceEntry) else entry.audience


def plan_date(life: Life, place: Place, entry: DateEntry, k: int) -> None:
    """The next date of the entry that is not past, from the k-th on."""
    dates = dates_of(life, place, entry)
    for number in range(k, len(dates)):
        if dates[number] >= 0:
            action = partial(date_comes, life, place, entry, number)
            life.later(dates[number], JOURNEY + place.rank, action)
            return


def date_comes(life: Life, place: Place, entry: DateEntry, k: int) -> None:
    """A date has come, and the next one is planned."""
    tokens.enter(life, place, [entry.audience], None, 0)
    plan_date(life, place, entry, k + 1)


def dates_of(life: Life, place: Place, entry: DateEntry) -> list[int]:
    """The entry's moments on the journey's clock or the customer's; a birthday's next one."""
    if entry.attribute:
        return [birthday(life, life.customer.profile[entry.attribute], entry)]
    fixed = place.journey.timezone
    zone = life.customer.zone if fixed == "profile" else fixed
    assert entry.at
    first = entry.at.replace(tzinfo=None) + timedelta(seconds=entry.offset)
    step = timedelta(seconds=entry.repeat_every or 0)
    return [second(life, first + k * step, zone) for k in range(entry.times)]


def second(life: Life, clock: datetime, zone: str) -> int:
    """The second of the run at which a zone's clock shows this; -1 before the start."""
    moment = clock.replace(tzinfo=zone_info(zone)).astimezone(UTC)
    return max(int((moment - life.flight.start).total_seconds()), -1)


def birthday(life: Life, day: Any, entry: DateEntry) -> int:
    """The next anniversary, at the entry's time on the customer's clock; 29 February is the 28th."""
    if not hasattr(day, "month") or day != day:
        return -1
    hours, minutes = map(int, entry.time.split(":"))
    number = 28 if day.month == 2 and day.day == 29 else day.day
    for year in (life.flight.start.year, life.flight.start.year + 1):
        clock = datetime(year, day.month, number, hours, minutes)
        at = second(life, clock + timedelta(seconds=entry.offset), life.customer.zone)
        if at >= 0:
            return at
    return -1


def force(life: Life, place: Place) -> None:
    """A preview: let happen what makes customers enter, or put this one in."""
    entry = place.journey.entry
    if not isinstance(entry, EventEntry):
        tokens.enter(life, place, [], None, 0)
    elif entry.event == "checkout.started":
        life.shopping = fill_cart(life, FORCED_CART)
        shopping_step(life, FORCED_CART, 1)
    elif entry.event == "order.placed":
        place_order(life, "direct")
    else:
        life.log(entry.event)
