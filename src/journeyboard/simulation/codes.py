"""Conditions compiled: what cannot change during a run becomes a bit of the customer, the rest short codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, assert_never

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from journeyboard.audience import conditions as ask
from journeyboard.audience.attributes import compared
from journeyboard.audience.columns import listed, missing, numbered
from journeyboard.audience.conditions import Condition
from journeyboard.audience.segments import BUILT_IN, evaluate
from journeyboard.errors import BadInput
from journeyboard.records import CONSENT_STATES, STAGES
from journeyboard.simulation.kernel import layout as at
from journeyboard.simulation.kernel.layout import CHANNEL_NAMES, COMPARISONS, DAY, EVENT
from journeyboard.simulation.remembered import once

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience

Code = tuple[int, int, int, int, int]
THOUSANDTHS = 1000
STACK = 64
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
    slots: dict[str, list[Any]] = field(default_factory=dict)
    asking: list[str] = field(default_factory=list)
    truths: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    columns: list[NDArray[np.uint8]] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)

    def add(self, condition: Condition | None) -> int:
        """The number of a condition; -1 for none."""
        if condition is None:
            return -1
        codes = self._codes(condition)
        if depth(codes) > STACK:
            raise BadInput(
                f"a condition may ask {STACK} things at once.", advice="Split it in two."
            )
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

    def slot(self, attribute: str, values: Iterable[object]) -> int:
        """The place of an attribute that `update` nodes write, with every value it may come to have.

        A slot holds the number of a value; 0 is that there is none.
        """
        if attribute not in self.slots:
            if len(self.slots) >= at.MAX_SLOTS:
                raise BadInput(f"at most {at.MAX_SLOTS} attributes can be updated in one flight.")
            self.slots[attribute] = [None, *self._start_values(attribute)]
        known = self.slots[attribute]
        known += [value for value in values if not _is_among(value, known)]
        return list(self.slots).index(attribute)

    def _start_values(self, attribute: str) -> list[Any]:
        found = self._found(attribute)[1]
        return [value for value in found if value is not None and value == value]

    def _found(self, attribute: str) -> tuple[NDArray[np.int64], list[Any]]:
        """(the number of each customer's value of an attribute, -1 for none; the values)."""
        columns = self.people.columns
        if attribute not in columns:
            return np.full(len(self.people), -1, np.int64), []
        return once(self.people, "values", attribute, lambda: numbered(listed(columns[attribute])))

    def value(self, attribute: str, value: object) -> int:
        """The number of a value of a slot."""
        known = self.slots[attribute]
        return next(k for k, one in enumerate(known) if one is value or _same(one, value))

    def starts(self) -> NDArray[np.int64]:
        """The number of each customer's value at the start, shape [customers, slots]."""
        table = np.zeros((len(self.people), max(len(self.slots), 1)), np.int64)
        for k, attribute in enumerate(self.slots):
            codes, found = self._found(attribute)
            if found:
                numbers = np.array([self.value(attribute, one) for one in found] + [0], np.int64)
                table[:, k] = numbers[codes]
        return table

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
            self.add_bit(
                name,
                once(
                    self.people,
                    "facts",
                    (name, self.as_of, tuple(self.segments.items())),
                    lambda: evaluate(
                        condition, self.people, as_of=self.as_of, segments=self.segments
                    ),
                ),
            )
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
        if asked.id in self.asking:
            raise BadInput(f"the segment “{asked.id}” is defined by itself.", advice="Break the circle in the brand file.")  # fmt: skip
        self.asking.append(asked.id)
        codes = self._codes(inner)
        self.asking.pop()
        return codes if asked.member else [*codes, (at.C_NOT, 0, 0, 0, 0)]

    def _profile(self, condition: Condition, asked: ask.ProfileIs) -> list[Code]:
        if asked.attribute in self.slots:
            return [self._slot(asked)]
        if asked.attribute in _LIVING and asked.op not in ("contains", "starts_with"):
            return self._living(condition, asked)
        return [self._bit(condition)]

    def _living(self, condition: Condition, asked: ask.ProfileIs) -> list[Code]:
        """Attributes that the flight itself changes: orders, days since the last one, stage."""
        if asked.op in ("is_set", "not_set"):
            return self._is_known(asked)
        values = asked.value if isinstance(asked.value, tuple) else (asked.value,)
        op = "eq" if asked.op in ("in", "ne") else asked.op
        tests = [self._compared(condition, asked.attribute, op, value) for value in values]
        codes = [code for test in tests for code in test] + [(at.C_ANY, len(tests), 0, 0, 0)]
        return [*codes, (at.C_NOT, 0, 0, 0, 0)] if asked.op == "ne" else codes

    def _is_known(self, asked: ask.ProfileIs) -> list[Code]:
        ordered = (at.C_ORDERS, 0, COMPARISONS.index("gte"), THOUSANDTHS, 0)
        always = (at.C_ORDERS, 0, COMPARISONS.index("gte"), 0, 0)
        known = ordered if asked.attribute == "days_since_order" else always
        return [known] if asked.op == "is_set" else [known, (at.C_NOT, 0, 0, 0, 0)]

    def _compared(self, condition: Condition, attribute: str, op: str, value: object) -> list[Code]:
        number = COMPARISONS.index(op)
        if attribute == "stage":
            if value not in STAGES:
                return [self._bit(condition)]
            return [(at.C_STAGE, 0, number, STAGES.index(value), 0)]
        amount = _number(value)
        if amount is None:
            return [self._bit(condition)]
        if attribute == "orders":
            return [(at.C_ORDERS, 0, number, round(amount * THOUSANDTHS), 0)]
        ordered = (at.C_ORDERS, 0, COMPARISONS.index("gte"), THOUSANDTHS, 0)
        return [(at.C_RECENCY, 0, number, round(amount * DAY), 0), ordered, (at.C_ALL, 2, 0, 0, 0)]

    def _slot(self, asked: ask.ProfileIs) -> Code:
        """A slot is asked through a table: for each value it may have, whether the condition holds."""
        column = np.empty(len(self.slots[asked.attribute]), object)
        column[:] = self.slots[asked.attribute]
        if asked.op in ("is_set", "not_set"):
            holds = missing(column) == (asked.op == "not_set")
        else:
            holds = compared(column, asked.op, asked.value)
        first = len(self.truths)
        self.truths += [int(one) for one in holds]
        return (at.C_SLOT, list(self.slots).index(asked.attribute), first, 0, 0)


def depth(codes: Sequence[Code]) -> int:
    """How many truths are on the stack at most."""
    height = top = 0
    for code in codes:
        if code[0] in (at.C_ALL, at.C_ANY):
            height -= code[1] - 1
        elif code[0] != at.C_NOT:
            height += 1
        top = max(top, height)
    return top


def _number(value: object) -> float | None:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _is_among(value: object, known: Iterable[object]) -> bool:
    return any(_same(value, one) for one in known)
