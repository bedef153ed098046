"""Conditions compiled: what cannot change during a run becomes a bit of the customer, the rest short codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from journeyboard.audience import conditions as ask
from journeyboard.audience.conditions import Condition
from journeyboard.audience.segments import BUILT_IN, evaluate
from journeyboard.errors import BadInput
from journeyboard.records import CONSENT_STATES, STAGES
from journeyboard.simulation.kernel import layout as at
from journeyboard.simulation.kernel.layout import CHANNEL_NAMES, COMPARISONS, DAY, EVENT

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience

Code = tuple[int, int, int, int, int]
THOUSANDTHS = 1000
_CONDITIONS: TypeAdapter[Condition] = TypeAdapter(Condition)
_LIVING = ("orders", "days_since_order", "stage")
_ACTIONS = {
    "sent": "message.sent", "delivered": "message.delivered", "opened": "message.opened",
    "clicked": "message.clicked", "replied": "message.replied",
}  # fmt: skip


@dataclass
class Conditions:
    """Collects the conditions of a flight; each gets a number, equal ones the same."""

    people: Audience
    as_of: str
    segments: Mapping[str, Condition]
    node_numbers: Mapping[str, int] = field(default_factory=dict)
    slots: dict[str, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    columns: list[NDArray[np.uint8]] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)

    def add(self, condition: Condition | None) -> int:
        """The number of a condition; -1 for none."""
        if condition is None:
            return -1
        codes = self._codes(condition)
        self.spans.append((len(self.codes), len(codes)))
        self.codes.extend(codes)
        return len(self.spans) - 1

    def add_bit(self, name: str, bit: NDArray[np.bool_]) -> int:
        """The column of a fact about each customer that does not change in flight."""
        if name not in self.known:
            self.known[name] = len(self.columns)
            self.columns.append(bit.astype(np.uint8))
        return self.known[name]

    def bits(self) -> NDArray[np.uint8]:
        """All facts, shape [customers, facts]."""
        if not self.columns:
            return np.zeros((len(self.people), 1), np.uint8)
        return np.ascontiguousarray(np.stack(self.columns, axis=1))

    def word(self, value: object) -> float:
        """A value of an attribute as a number: numbers as they are, words by the order met."""
        if isinstance(value, bool | int | float):
            return float(value)
        return float(self.words.setdefault(str(value), len(self.words) + 1))

    def slot(self, attribute: str) -> int:
        """The place of an attribute that `update` nodes write."""
        if attribute not in self.slots and len(self.slots) >= at.MAX_SLOTS:
            raise BadInput(f"at most {at.MAX_SLOTS} attributes can be updated in one flight.")
        return self.slots.setdefault(attribute, len(self.slots))

    def _codes(self, condition: Condition) -> list[Code]:
        match condition:
            case ask.All(all=parts):
                return [*self._all(parts), (at.C_ALL, len(parts), 0, 0, 0)]
            case ask.AnyOf(any=parts):
                return [*self._all(parts), (at.C_ANY, len(parts), 0, 0, 0)]
            case ask.Not(not_=part):
                return [*self._codes(part), (at.C_NOT, 0, 0, 0, 0)]
            case ask.Consent(consent=asked):
                channel = CHANNEL_NAMES.index(asked.channel) % 4
                purpose = 0 if asked.purpose == "marketing" else 1
                state = CONSENT_STATES.index(asked.state)
                return [(at.C_CONSENT, 2 * channel + purpose, state, 0, 0)]
            case ask.Profile(profile=asked):
                return self._profile(condition, asked)
            case ask.Happened(event=asked):
                return [self._count(asked)]
            case ask.Segment(segment=asked):
                return self._segment(condition, asked)
            case ask.Engagement(engaged=asked):
                return [self._engaged(asked)]
            case ask.Trigger(trigger=asked):
                cents = round(asked.value * 100)
                return [(at.C_TRIGGER, 0, COMPARISONS.index(asked.op), cents, 0)]
            case ask.Score() | ask.Sample():
                return [self._bit(condition)]
        assert_never(condition)

    def _all(self, parts: tuple[Condition, ...]) -> list[Code]:
        return [code for part in parts for code in self._codes(part)]

    def _bit(self, condition: Condition) -> Code:
        name = _CONDITIONS.dump_json(condition).decode()
        if name not in self.known:
            who = evaluate(condition, self.people, as_of=self.as_of, segments=self.segments)
            self.add_bit(name, who)
        return (at.C_BIT, self.known[name], 0, 0, 0)

    def _count(self, asked: ask.EventCount) -> Code:
        if asked.type not in EVENT:
            raise BadInput(f"“{asked.type}” is not an event.", advice="See the event types in the documentation.")  # fmt: skip
        within = {"since_entry": -1, "all_time": -2}.get(str(asked.within))
        seconds = asked.within if within is None else within
        op = COMPARISONS.index(asked.op) + (8 if asked.key else 0)
        return (at.C_COUNT, EVENT[asked.type], int(seconds), asked.count, op)

    def _engaged(self, asked: ask.Engaged) -> Code:
        number = self.node_numbers.get(asked.node, -9)
        return (at.C_ENGAGED, number, EVENT[_ACTIONS[asked.action]], int(asked.done), 0)

    def _segment(self, condition: Condition, asked: ask.InSegment) -> list[Code]:
        inner = self.segments.get(asked.id)
        if inner is None:
            built_in = {named.id: named.condition for named in BUILT_IN}.get(asked.id)
            inner = _CONDITIONS.validate_python(built_in) if built_in else None
        if inner is None:
            return [self._bit(condition)]
        codes = self._codes(inner)
        return codes if asked.member else [*codes, (at.C_NOT, 0, 0, 0, 0)]

    def _profile(self, condition: Condition, asked: ask.ProfileIs) -> list[Code]:
        if asked.op in COMPARISONS and asked.attribute in _LIVING and asked.value is not None:
            return self._living(asked)
        if asked.attribute in self.slots:
            return self._slot(asked)
        return [self._bit(condition)]

    def _living(self, asked: ask.ProfileIs) -> list[Code]:
        op = COMPARISONS.index(asked.op)
        if asked.attribute == "stage":
            return [(at.C_STAGE, 0, op, STAGES.index(asked.value), 0)]
        amount = float(asked.value)  # type: ignore[arg-type]
        if asked.attribute == "orders":
            return [(at.C_ORDERS, 0, op, int(amount), 0)]
        has_ordered = (at.C_ORDERS, 0, COMPARISONS.index("gte"), 1, 0)
        return [(at.C_RECENCY, 0, op, int(amount * DAY), 0), has_ordered, (at.C_ALL, 2, 0, 0, 0)]

    def _slot(self, asked: ask.ProfileIs) -> list[Code]:
        values = asked.value if isinstance(asked.value, tuple) else (asked.value,)
        place = self.slots[asked.attribute]
        op = COMPARISONS.index(asked.op) if asked.op in COMPARISONS else 0
        if asked.op in ("is_set", "not_set"):
            op, values = COMPARISONS.index("ne" if asked.op == "is_set" else "eq"), (0,)
        tests = [(at.C_SLOT, place, op, round(self.word(v) * THOUSANDTHS), 0) for v in values]
        return [*tests, (at.C_ANY, len(tests), 0, 0, 0)]
