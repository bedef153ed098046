"""Knobs: what can be turned on a journey, as data, and the edits that turn it; `offered` finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from journeyboard.errors import BadInput, JourneyError
from journeyboard.journey.edits import AnyEdit, RemoveNode, SetField, apply
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import MessageBase, RandomSplit
from journeyboard.message.duration import format_duration, parse_duration

KnobFamily = Literal["delays", "hours", "offers", "messages", "caps", "control", "audience"]
Unit = Literal["duration", "clock", "percent", "amount", "share", "count", "number", "kept"]
Value = str | int | float | bool | None
NEW_CAP = "7 days"
"""The length of the window of a frequency cap that a journey did not have."""
_TEXTS = ("subject", "preheader", "heading", "body")
_YES = {"kept": True, "yes": True, "keep": True, "no": False, "drop": False, "left out": False}


@dataclass(frozen=True)
class Knob:
    """One thing that may be turned: where it is held, what it says now, and the values to try.

    `places` are pairs of a node's id (None: the journey itself) and a dotted path in the file. Values
    are seconds for a `duration`, `HH:MM` for a `clock`, whole percent for `percent`, a fraction for a
    `share`, True or False for a message that is `kept` or left out; None is “none”. `levels` are in
    order and hold `now`.
    """

    id: str
    family: KnobFamily
    title: str
    now: Value
    levels: tuple[Value, ...]
    unit: Unit
    places: tuple[tuple[str | None, str], ...]

    @property
    def step(self) -> str | None:
        """The node it is turned at, if it is one."""
        return self.places[0][0]

    def words(self, value: Value) -> str:
        """A value as people say it.

        >>> Knob("d", "delays", "Wait", 3600, (3600,), "duration", ((None, "x"),)).words(5400)
        '1 hour 30 minutes'
        """
        match self.unit, value:
            case _, None:
                return "none"
            case "kept", _:
                return "kept" if value else "left out"
            case "duration", int():
                return format_duration(value)
            case "percent", int() | float():
                return f"{value:g} %"
            case "share", int() | float():
                return f"{100 * value:g} %"
            case "amount", int() | float():
                return f"{value:g} off"
            case _, float():
                return f"{value:g}"
        return str(value)

    def read(self, text: str) -> Value:
        """The value that a text says; BadInput in one sentence when it says none."""
        plain = text.strip().lower()
        if plain == "none" and None in self.levels:
            return None
        try:
            return self._read(plain)
        except (ValueError, KeyError):
            like = self.words(self.now)
            raise BadInput(
                f"“{text.strip()}” is no value of “{self.id}”.",
                advice=f"Write it as “{like}”, which it is now.",
            ) from None

    def _read(self, plain: str) -> Value:
        match self.unit:
            case "kept":
                return _YES[plain]
            case "duration":
                return parse_duration(plain)
            case "clock":
                if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", plain):
                    raise ValueError(plain)
                return plain
            case "share":
                number = float(plain.rstrip("% "))
                return number / 100 if "%" in plain or number >= 1 else number
            case "count":
                return int(plain)
        return float(plain.removesuffix("off").strip("% $€£"))


def edits_of(journey: Journey, knob: Knob, value: Value) -> tuple[AnyEdit, ...]:
    """What a hand would do on the canvas to turn the knob to the value; nothing when it stands there."""
    if value == knob.now:
        return ()
    match knob.family:
        case "messages":
            return (RemoveNode(id=str(knob.step)),)
        case "offers":
            return tuple(_deeper(journey, knob, value))
        case "control" if knob.step:
            return tuple(_reweighed(journey, knob.step, value))
        case "caps" if knob.unit == "count":
            return (_capped(journey, knob, value),)
    said = format_duration(value) if knob.unit == "duration" and isinstance(value, int) else value
    return tuple(SetField(node=node, path=path, value=said) for node, path in knob.places)


def turned(journey: Journey, knobs: Sequence[Knob], values: Sequence[Value]) -> Journey:
    """The journey with every knob at its value; messages are left out last.

    Raises JourneyError for a value that does not fit.
    """
    pairs = sorted(zip(knobs, values, strict=True), key=lambda pair: pair[0].family == "messages")
    for knob, value in pairs:
        for edit in edits_of(journey, knob, value):
            journey = apply(journey, edit)
    return journey


def changed_words(knobs: Sequence[Knob], values: Sequence[Value]) -> str:
    """What was turned, in words: “First hour: 1 hour → 2 hours; …”; empty when nothing was."""
    return "; ".join(
        f"{knob.title}: {knob.words(knob.now)} → {knob.words(value)}"
        for knob, value in zip(knobs, values, strict=True)
        if value != knob.now
    )


def control_share(journey: Journey) -> float:
    """The share of entrants who get nothing: the control group's, and the largest control arm's of the rest."""
    group = journey.control_group.share if journey.control_group else 0.0
    splits = [node for node in journey.nodes if isinstance(node, RandomSplit)]
    arms = max((control_weight(split) for split in splits), default=0.0)
    return 1 - (1 - group) * (1 - arms)


def control_weight(split: RandomSplit) -> float:
    """The share of a random split's control arms."""
    total = sum(arm.weight for arm in split.arms)
    return sum(arm.weight for arm in split.arms if arm.control) / total if total else 0.0


def _capped(journey: Journey, knob: Knob, value: Value) -> SetField:
    path = knob.places[0][1]
    if value is None or journey.caps:
        return SetField(path=f"{path}.max" if value is not None else path, value=value)
    return SetField(path=path, value={"max": value, "per": NEW_CAP})


def _reweighed(journey: Journey, node: str, value: Value) -> Iterator[SetField]:
    """The control arm's weight, and those of the others in their old proportions."""
    split = journey.node(node)
    if not isinstance(split, RandomSplit) or not isinstance(value, float):
        raise JourneyError(f"“{node}” has no control arm.", advice="Choose another knob.")
    others = sum(arm.weight for arm in split.arms if not arm.control)
    for place, arm in enumerate(split.arms):
        share = value if arm.control else (1 - value) * arm.weight / others
        yield SetField(node=node, path=f"arms.{place}.weight", value=round(100 * share, 6))


def _deeper(journey: Journey, knob: Knob, value: Value) -> Iterator[SetField]:
    """The offer wherever it is made, and the texts that name its figure."""
    for node, path in knob.places:
        yield SetField(node=node, path=path, value=value)
        message = journey.node(str(node))
        if isinstance(message, MessageBase):
            data = message.model_dump(mode="json", by_alias=True)
            for place, text in _texts(data):
                said = _renamed(text, knob, value)
                if said != text:
                    yield SetField(node=node, path=place, value=said)


def _texts(data: Mapping[str, Any], below: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a message by its path, those of variants and of the fallback, too."""
    for field in _TEXTS:
        if data.get(field):
            yield f"{below}{field}", data[field]
    for place, variant in enumerate(data.get("variants", ())):
        yield from _texts(variant, f"{below}variants.{place}.")
    if data.get("fallback"):
        yield from _texts(data["fallback"], f"{below}fallback.")


def _renamed(text: str, knob: Knob, value: Value) -> str:
    """The text with the offer's old figure as the new one: “15%”, “15 %”, “$10”."""
    old, new = f"{knob.now:g}", f"{value:g}"
    if knob.unit == "percent":
        return re.sub(rf"(?<![\d.]){re.escape(old)}(\s?(?:%|percent))", rf"{new}\1", text)
    return re.sub(rf"([$€£]\s?){re.escape(old)}(?![\d.]*\d)", rf"\g<1>{new}", text)
