"""The knobs that a journey offers, each with sensible values to try; a new kind of knob goes here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from journeyboard.errors import BadInput
from journeyboard.journey.diff import node_titles
from journeyboard.journey.graph import Journey, ScoreEntry
from journeyboard.journey.knobs import Knob, KnobFamily, Unit, Value, control_weight
from journeyboard.journey.nodes import Delay, MessageBase, Note, RandomSplit
from journeyboard.journey.thresholds import thresholds
from journeyboard.message.duration import format_duration

FAMILIES: dict[KnobFamily, str] = {
    "delays": "Delays",
    "hours": "Hours",
    "offers": "Offer depth",
    "messages": "Number of messages",
    "caps": "Caps",
    "control": "Control share",
    "audience": "Audience threshold",
}
"""What a family of knobs is called, in the order the screen shows them."""
DEFAULT: tuple[KnobFamily, ...] = ("delays", "hours", "offers", "messages")
"""What is turned when nobody chose; the rest changes who is asked or how sure the answer is."""
MINUTE, HOUR, DAY = 60, 3_600, 86_400
_WAITS = (
    15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY, 30 * DAY,
)  # fmt: skip
_TIMES = ("08:30", "10:00", "12:30", "15:00", "18:00", "19:30")
_QUIET = {
    "start": ("18:00", "19:00", "20:00", "21:00"),
    "end": ("08:00", "09:00", "10:00", "12:00"),
}
_PERCENT, _AMOUNT = (5, 10, 15, 20, 25, 30), (0.25, 0.5, 1, 1.5, 2)
_SHARES = (0.05, 0.1, 0.15, 0.2, 0.3, 0.5)
_GAPS = (4 * HOUR, 8 * HOUR, 16 * HOUR, DAY, 2 * DAY)


def knobs_of(journey: Journey) -> tuple[Knob, ...]:
    """Everything that may be turned, by family; what leaves nothing to try is left out."""
    titles = node_titles(journey)
    found = (
        *_delays(journey, titles),
        *_hours(journey, titles),
        *_offers(journey, titles),
        *_messages(journey, titles),
        *_caps(journey),
        *_controls(journey, titles),
        *_audience(journey),
    )
    return tuple(knob for knob in found if len(knob.levels) > 1)


def knobs_named(journey: Journey, asked: Sequence[str]) -> tuple[Knob, ...]:
    """The knobs that are asked for: an id, a family, or an id with the values to try (`cap/0=1,2,3`).

    Nothing asked for means the families of DEFAULT. Raises BadInput naming what there is.
    """
    there = knobs_of(journey)
    if not asked:
        found = [knob for knob in there if knob.family in DEFAULT]
    else:
        found = [knob for one in asked for knob in _named(there, one)]
    if not found:
        raise BadInput(
            "this journey has nothing to turn.", advice="Add a delay, an offer or a message."
        )
    return tuple({knob.id: knob for knob in found}.values())


def _named(there: Sequence[Knob], asked: str) -> list[Knob]:
    name, _, said = asked.partition("=")
    found = [knob for knob in there if name.strip() in (knob.id, knob.family, "all")]
    if not found:
        ids = [knob.id for knob in there]
        near = get_close_matches(name.strip(), [*ids, *FAMILIES], n=1, cutoff=0.0)
        advice = f"Did you mean “{near[0]}”?" if near else "It has none."
        raise BadInput(f"the journey has no knob “{name.strip()}”.", advice=advice)
    return [with_levels(knob, said.split(",")) for knob in found] if said else found


def with_levels(knob: Knob, texts: Sequence[str]) -> Knob:
    """The knob with other values to try, given as people write them; BadInput for what is none."""
    return with_values(knob, [knob.read(text) for text in texts])


def with_values(knob: Knob, values: Sequence[Value]) -> Knob:
    """The knob with these values to try, in order, and where it stands now."""
    return replace(knob, levels=_levels(knob.now, values))


def _levels(now: Value, values: Sequence[Value]) -> tuple[Value, ...]:
    def order(value: Any) -> tuple[bool, Any]:
        return value is not None, value

    return tuple(sorted({*values, now}, key=order))


def _knob(name: str, family: KnobFamily, title: str, now: Value, values: Sequence[Value], unit: Unit, *places: tuple[str | None, str]) -> Knob:  # fmt: skip
    return Knob(name, family, title, now, _levels(now, values), unit, places)


def _delays(journey: Journey, titles: dict[str, str]) -> Iterator[Knob]:
    for node in journey.nodes:
        if not isinstance(node, Delay) or not node.for_ or _is_tested(node, "for"):
            continue
        values = [wait for wait in _WAITS if node.for_ / 250 <= wait <= 4 * node.for_]
        since = f", after {node.anchor.replace('.', ' ')}" if node.anchor else ""
        title = f"{titles.get(node.id, node.id)}{since}"
        yield _knob(f"delay/{node.id}", "delays", title, node.for_, values, "duration", (node.id, "for"))  # fmt: skip


def _is_tested(node: Delay | MessageBase, field: str) -> bool:
    """Whether a factor of an experiment decides the field."""
    return any(field in fields for levels in node.by.values() for fields in levels.values())


def _hours(journey: Journey, titles: dict[str, str]) -> Iterator[Knob]:
    for node in journey.nodes:
        if isinstance(node, Delay) and node.until_time and not _is_tested(node, "until_time"):
            title = f"{titles.get(node.id, node.id)}, time of day"
            yield _knob(f"time/{node.id}", "hours", title, node.until_time, _TIMES, "clock", (node.id, "until_time"))  # fmt: skip
    if journey.quiet_hours:
        for end, values in _QUIET.items():
            now: str = getattr(journey.quiet_hours, end)
            yield _knob(f"quiet_hours/{end}", "hours", f"Quiet hours {'from' if end == 'start' else 'until'}", now, values, "clock", (None, f"quiet_hours.{end}"))  # fmt: skip


def _offers(journey: Journey, titles: dict[str, str]) -> Iterator[Knob]:
    """One knob an offer: messages that give the same code give the same offer."""
    groups: dict[tuple[str, float, str], list[str]] = {}
    for node in journey.nodes:
        offer = node.offer if isinstance(node, MessageBase) else None
        if not isinstance(node, MessageBase) or offer is None or _is_tested(node, "offer"):
            continue
        if offer.kind in ("percent", "amount") and offer.value > 0:
            groups.setdefault((offer.kind, offer.value, offer.code or node.id), []).append(node.id)
    for (kind, value, name), nodes in groups.items():
        percent = kind == "percent"
        values = _PERCENT if percent else [round(value * part, 2) for part in _AMOUNT]
        title = f"Offer {name}" if name not in titles else f"Offer of “{titles[name]}”"
        places = tuple((node, "offer.value") for node in nodes)
        yield _knob(f"offer/{name}", "offers", title, value, [float(v) for v in values], "percent" if percent else "amount", *places)  # fmt: skip


def _messages(journey: Journey, titles: dict[str, str]) -> Iterator[Knob]:
    for node in journey.nodes:
        # What customers are owed, such as an order confirmation, is not up for trial.
        owed = isinstance(node, MessageBase) and node.purpose == "transactional"
        if isinstance(node, MessageBase) and not owed and may_drop(journey, node):
            title = f"{node.label} “{titles.get(node.id, node.id)}”"
            yield _knob(f"drop/{node.id}", "messages", title, True, (False,), "kept", (node.id, ""))


def may_drop(journey: Journey, node: MessageBase) -> bool:
    """Whether a message can be left out and the rest still says what it said.

    It must lead on to one step only, not back to one that leads here, and no later step may ask about it.
    """
    if node.next in (None, node.id) or node.on_skip not in (None, node.next):
        return False
    if any(port.target == node.id for source, port in journey.wires if source == node.next):
        return False
    if isinstance(journey.node(str(node.next)), Note):
        return False
    return not _is_asked_about(journey.model_dump(mode="json", by_alias=True), node.id)


def _is_asked_about(data: Any, node: str) -> bool:
    if isinstance(data, dict):
        return data.get("node") == node or any(_is_asked_about(part, node) for part in data.values())  # fmt: skip
    return isinstance(data, list) and any(_is_asked_about(part, node) for part in data)


def _caps(journey: Journey) -> Iterator[Knob]:
    for place, cap in enumerate(journey.caps):
        what = f"{cap.channel} messages" if cap.channel else "messages"
        title = f"At most so many {what} in {format_duration(cap.per)}"
        yield _knob(f"cap/{place}", "caps", title, cap.max, range(1, max(5, cap.max + 2)), "count", (None, f"caps.{place}"))  # fmt: skip
    if not journey.caps:
        title = "At most so many messages in 7 days"
        yield _knob("cap/0", "caps", title, None, (1, 2, 3), "count", (None, "caps.0"))
    if journey.smart_sending:
        yield _knob("smart_sending", "caps", "Smart sending: gap between messages", journey.smart_sending, _GAPS, "duration", (None, "smart_sending"))  # fmt: skip


def _controls(journey: Journey, titles: dict[str, str]) -> Iterator[Knob]:
    if journey.control_group:
        share = journey.control_group.share
        yield _knob("control", "control", "Control group", share, _SHARES, "share", (None, "control_group.share"))  # fmt: skip
    splits = (node for node in journey.nodes if isinstance(node, RandomSplit))
    for node in splits:
        if 0 < control_weight(node) < 1 and sum(arm.control for arm in node.arms) == 1:
            share, title = round(control_weight(node), 6), titles.get(node.id, node.id)
            yield _knob(f"control/{node.id}", "control", f"Control arm of “{title}”", share, _SHARES, "share", (node.id, "arms"))  # fmt: skip


def _audience(journey: Journey) -> Iterator[Knob]:
    if isinstance(journey.entry, ScoreEntry):
        title = f"Enter when {journey.entry.score} is {journey.entry.direction}"
        scores = [round(0.1 * tenth, 1) for tenth in range(1, 10)]
        yield _knob("audience/entry.threshold", "audience", title, journey.entry.threshold, scores, "number", (None, "entry.threshold"))  # fmt: skip
    for path, title, now, values, unit in thresholds(journey):
        yield _knob(f"audience/{path}", "audience", title, now, values, unit, (None, path))
