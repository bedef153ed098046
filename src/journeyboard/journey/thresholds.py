"""Thresholds in the conditions that decide who enters: where each stands, and what could stand there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from journeyboard.journey.graph import Journey
from journeyboard.journey.knobs import Unit, Value
from journeyboard.journey.wording import event_words
from journeyboard.message.duration import parse_duration

DAY = 86_400
_ASKED = {
    "entry": ("where", "condition", "audience"),
    "entry_filter": ("",),
}
_SIGNS = {"lt": "below", "lte": "at most", "gt": "above", "gte": "at least"}
_SPANS = tuple(days * DAY for days in (30, 60, 90, 120, 180, 240, 365))
_SCORES = tuple(round(0.1 * tenth, 1) for tenth in range(1, 10))


class Threshold(NamedTuple):
    """A threshold: its dotted path in the file, what it asks, its value, others to try, and the unit."""

    path: str
    title: str
    now: Value
    values: tuple[Value, ...]
    unit: Unit


def thresholds(journey: Journey) -> Iterator[Threshold]:
    """Those of the entry and its filter, in file order."""
    data = journey.model_dump(mode="json", by_alias=True)
    for field, parts in _ASKED.items():
        for part in parts:
            held = data[field] if not part else (data[field] or {}).get(part)
            yield from _inside(held, f"{field}.{part}".rstrip("."))


def _inside(condition: Any, path: str) -> Iterator[Threshold]:
    if isinstance(condition, list):
        for place, one in enumerate(condition):
            yield from _inside(one, f"{path}.{place}")
    elif isinstance(condition, dict):
        for kind, asked in condition.items():
            if kind in ("all", "any", "not"):
                yield from _inside(asked, f"{path}.{kind}")
            else:
                yield from _asked(kind, asked, f"{path}.{kind}")


def _asked(kind: str, asked: Any, path: str) -> Iterator[Threshold]:
    sign = _SIGNS.get(asked.get("op", "")) if isinstance(asked, dict) else None
    match kind:
        case "profile" | "trigger" if sign and _is_number(asked["value"]):
            name = asked.get("attribute", f"cart {asked.get('field', '')}").replace("_", " ")
            yield _number(f"{path}.value", f"Who enters: {name} {sign}", asked["value"])
        case "score" if sign:
            title = f"Who enters: {asked['name']} {sign}"
            yield Threshold(f"{path}.value", title, asked["value"], _SCORES, "number")
        case "event":
            yield from _happened(asked, sign, path)


def _happened(asked: Any, sign: str | None, path: str) -> Iterator[Threshold]:
    words, often = event_words(asked["type"]), asked["count"]
    if sign and often > 0:
        counts = tuple(range(max(1, often - 1), often + 3))
        yield Threshold(f"{path}.count", f"Who enters: {words} {sign}", often, counts, "count")
    if asked["within"] not in ("since_entry", "all_time"):
        span = parse_duration(asked["within"])
        title = f"Who enters: {'no ' if not often else ''}{words} within"
        yield Threshold(f"{path}.within", title, span, _SPANS, "duration")


def _number(path: str, title: str, now: float) -> Threshold:
    if isinstance(now, int) and now <= 10:
        return Threshold(path, title, now, tuple(range(max(1, now - 1), now + 3)), "count")
    around = tuple(float(f"{now * part:.3g}") for part in (0.5, 0.75, 1.25, 1.5, 2))
    return Threshold(path, title, float(now), around, "number")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
