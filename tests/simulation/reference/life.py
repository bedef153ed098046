"""The loop: one life of one customer, and everything a flight may look at and never changes."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from typing import Any, NamedTuple

import numpy as np

from journeyboard.audience.conditions import Condition, Score, ScoreIs
from journeyboard.audience.segments import evaluate
from journeyboard.journey import nodes as kinds
from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import (
    AudienceEntry,
    DateEntry,
    EventEntry,
    FrequencyCap,
    Journey,
    QuietRule,
    ScoreEntry,
)
from journeyboard.message.rules import window_for
from journeyboard.message.sms import sms
from journeyboard.message.template import render
from journeyboard.message.timing import QuietHours, WeeklyWindow, allowed_intervals, intersect
from journeyboard.message.zones import zone_info
from journeyboard.simulation.flight import Flight
from journeyboard.simulation.settings import Setting
from journeyboard.simulation.texts import facts, full_text, personal

from . import steps, tokens
from .content import MessageCopy
from .customer import Customer, customer
from .hazard import next_threshold, order_due
from .numbers import DAY, Numbers
from .record import JOURNEY, WORLD, Experiment, Life, Place, Row
from .world import (
    FORCED_CART,
    cart_open,
    fill_cart,
    lapse,
    place_order,
    plan_visit,
    shopping_step,
)

SLACK = 15 * DAY
ORDER_FIRST = -1
"""An order that falls due comes before everything else at its moment."""


class Text(NamedTuple):
    """A text as one customer gets it: SMS parts, and whether a value was missing."""

    parts: int
    missing: bool


@dataclass
class Known:
    """What is known of a flight: its records, and answers worked out once."""

    flight: Flight
    _facts: dict[str, Any] = field(default_factory=dict)
    _open: dict[Any, Any] = field(default_factory=dict)
    _texts: dict[Any, Text] = field(default_factory=dict)
    _customers: dict[int, Customer] = field(default_factory=dict)

    hear = staticmethod(tokens.hear)
    walk = staticmethod(steps.walk)
    send_to = staticmethod(steps.send_to)

    @property
    def brand(self) -> Brand:
        """Who sends."""
        return self.flight.brand

    @property
    def quiet_world(self) -> bool:
        """Whether nothing happens but the journeys (a preview)."""
        return self.flight.quiet_world

    @property
    def horizon(self) -> int:
        """The second at which the run ends."""
        return self.flight.days * DAY

    @cached_property
    def start(self) -> datetime:
        """The start of the run, aware."""
        return self.flight.start.replace(tzinfo=UTC)

    @cached_property
    def numbers(self) -> Numbers:
        """The behaviour model."""
        return Numbers(self.flight.behaviour)

    @cached_property
    def pressure_factor(self) -> float:
        """By how much one more message raises opt-outs."""
        return float(np.exp(self.numbers["opt_out.pressure"]))

    @cached_property
    def journeys(self) -> list[Journey]:
        """The order in which journeys act at one moment: the brand's list, then priority, then id."""
        listed = self.brand.priority

        def key(journey: Journey) -> tuple[int, int, str]:
            known = listed.index(journey.id) if journey.id in listed else len(listed)
            return known, -journey.priority, journey.id

        return sorted(self.flight.journeys, key=key)

    @cached_property
    def listened(self) -> frozenset[str]:
        """The types of event that some journey listens for."""
        return frozenset(name for journey in self.flight.journeys for name in listened_by(journey))

    @cached_property
    def experiments(self) -> dict[str, Experiment]:
        """Every control group, factor and random split by id."""
        return {e.id: e for journey in self.flight.journeys for e in experiments_of(journey)}

    def caps(self, journey: Journey) -> tuple[FrequencyCap, ...]:
        """The brand's caps and the journey's own."""
        return (*self.brand.caps, *journey.caps)

    def customer(self, place: int) -> Customer:
        """The customer at a place of the audience."""
        if place not in self._customers:
            self._customers[place] = customer(self.flight, place)
        return self._customers[place]

    def fact(self, condition: Condition, place: int) -> bool:
        """A condition that cannot change in flight, as it was at the start."""
        name = condition.model_dump_json()
        if name not in self._facts:
            self._facts[name] = evaluate(
                condition,
                self.flight.people,
                as_of=f"{self.flight.start:%Y-%m-%d}",
                segments=self.brand.segments,
            )
        return bool(self._facts[name][place])

    def window(self, who: Customer, rule: QuietRule) -> WeeklyWindow:
        """The hours of the week in which the journey and, if asked, the law allow messages."""
        quiet = QuietHours(rule.start, rule.end).window()
        return intersect([quiet, window_for(who.jurisdiction)] if rule.law else [quiet])

    def next_open(self, who: Customer, rule: QuietRule, at: int) -> int | None:
        """The first moment from then on inside the window, in all zones a customer may be in."""
        key = who.zones, who.jurisdiction, rule.start, rule.end, rule.law
        if key not in self._open:
            end = self.start + timedelta(seconds=self.horizon + SLACK)
            found = allowed_intervals(
                who.zones, self.window(who, rule), self.start, end, who.jurisdiction
            )
            self._open[key] = found.tolist()
        intervals = self._open[key]
        place = bisect_right(intervals, at, key=lambda interval: interval[1])
        return max(at, intervals[place][0]) if place < len(intervals) else None

    def text(self, message: MessageCopy, who: Customer) -> Text:
        """The text as this customer gets it; order numbers and cart values have their usual length."""
        key = message.salt, message.node.model_dump_json(), who.place
        if key not in self._texts:
            self._texts[key] = self._text(message, who)
        return self._texts[key]

    def _text(self, message: MessageCopy, who: Customer) -> Text:
        setting = Setting(message.node, message.channel, message.variant, 0)
        likely = facts(
            setting, self.brand, self.flight.start,
            cart_value="64.00", order_value="64.00", order_id="LU-1000123",
        )  # fmt: skip
        known = likely | personal(dict(who.profile), self.brand)
        rendered = render(message.node.body, known, missing="blank")
        counted = sms(full_text(setting, self.brand, rendered.text))
        return Text(min(counted.parts, 255), bool(rendered.missing))


def listened_by(journey: Journey) -> list[str]:
    """The types of event that mean something to a journey."""
    heard = [rule.event for rule in journey.exit_rules]
    if isinstance(journey.entry, EventEntry):
        heard.append(journey.entry.event)
    for node in journey.nodes:
        if isinstance(node, kinds.WaitUntil):
            heard += [branch.event for branch in node.branches]
        if isinstance(node, kinds.Delay):
            levels = [change for levels in node.by.values() for change in levels.values()]
            heard += [a for a in (node.anchor, *(c.get("anchor") for c in levels)) if a]
    return heard


def experiments_of(journey: Journey) -> list[Experiment]:
    """The control group, the factors and the random splits of a journey."""
    window = journey.goal.window
    found: list[tuple[str, tuple[str, ...]]] = []
    if journey.control_group:
        found.append(("control_group", ("treated", journey.control_group.name)))
    found += [(name, tuple(levels)) for name, levels in sorted(journey.experiments.items())]
    splits = [node for node in journey.nodes if isinstance(node, kinds.RandomSplit)]
    found += [(node.id, tuple(arm.name for arm in node.arms)) for node in splits]
    return [Experiment(f"{journey.id}/{name}", arms, window) for name, arms in found]


def live(known: Known, place: int, kind: tuple[str, ...] = ("designed",)) -> Life:
    """One life of the customer at this place, from the start of the run to its end."""
    life = begin(known, known.customer(place), kind)
    plan_entries(life)
    if not known.quiet_world:
        plan_visit(life)
    while not life.stopped:
        until = min(life.env.peek(), known.horizon)
        due = order_due(life, int(until))
        if due is None and until < known.horizon:
            life.env.step()
        elif due is not None and due < known.horizon:
            life.at(due, ORDER_FIRST, partial(order_falls_due, life))
            life.env.step()
        else:
            break
    return life


def begin(known: Known, who: Customer, kind: tuple[str, ...]) -> Life:
    """A customer as they are at the start, and what is different in this kind of life."""
    closed = {j.id for j in known.flight.journeys} if kind == ("untouched",) else set()
    closed |= {kind[1]} if kind[0] == "without_journey" else set()
    off = {kind[1]} if kind[0] == "without_channel" else set()
    life = Life(
        known, who, who.profile["stage"], dict(who.consent),
        [Place(j, rank, closed=j.id in closed) for rank, j in enumerate(known.journeys)],
        channels_off=frozenset(off | ({"mms"} if "sms" in off else set())),
        demanded=(kind[1], kind[2]) if kind[0] == "arm" else None,
        attributes=attributes(known, who), last_order=who.last_order,
    )  # fmt: skip
    next_threshold(life)
    if life.stage in ("loyalty", "advocacy") and life.last_order is not None:
        life.later(max(0, life.last_order + known.numbers.lapse_after), WORLD, partial(lapse, life))
    return life


def attributes(known: Known, who: Customer) -> dict[str, Any]:
    """The attributes that some update node writes, as they are at the start."""
    updates = [n for j in known.flight.journeys for n in j.nodes if isinstance(n, kinds.Update)]
    lists = [f"list:{name}" for node in updates for name in (*node.add_to, *node.remove_from)]
    names = [*(name for node in updates for name in node.set), *lists]
    return {name: who.profile.get(name) for name in names}


def order_falls_due(life: Life) -> None:
    """The customer orders by themselves: what is in an open cart, or something new."""
    next_threshold(life)
    place_order(life, "returned" if cart_open(life) else "direct")


def plan_entries(life: Life) -> None:
    """Entries that are known from the start: cohorts, daily looks, dates, a preview's moment."""
    forced = life.flight.flight.force_at
    for place in life.places:
        if place.closed:
            continue
        if forced is not None:
            life.later(forced, WORLD, partial(force, life, place))
        elif isinstance(place.journey.entry, AudienceEntry | ScoreEntry):
            life.later(0, JOURNEY + place.rank, partial(look, life, place))
        elif isinstance(place.journey.entry, DateEntry):
            plan_date(life, place, place.journey.entry, 0)


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


Totals = Counter[str]
Rows = list[Row]
