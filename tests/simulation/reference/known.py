"""Everything a flight may look at and never changes: its records, and answers worked out once."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from journeyboard.audience.conditions import Condition
from journeyboard.audience.segments import evaluate
from journeyboard.journey import nodes as kinds
from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import EventEntry, FrequencyCap, Journey, QuietRule
from journeyboard.message.rules import window_for
from journeyboard.message.sms import sms
from journeyboard.message.template import render
from journeyboard.message.timing import QuietHours, WeeklyWindow, allowed_intervals, intersect
from journeyboard.simulation.flight import Flight
from journeyboard.simulation.settings import Setting
from journeyboard.simulation.texts import facts, full_text, personal

from .content import MessageCopy
from .customer import Customer, customer
from .numbers import DAY, Numbers
from .record import Experiment

SLACK = 15 * DAY
"""Send windows are known this far beyond the end of the run."""


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
        if isinstance(node, kinds.Delay) and node.anchor:
            heard.append(node.anchor)
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
