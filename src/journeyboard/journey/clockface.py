"""The ledger on a clock: for one entry moment, the local time at which every message of a path can land."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import FrequencyCap, Journey, QuietRule
from journeyboard.journey.nodes import Ads, Delay, Message, MessageBase, WaitUntil
from journeyboard.journey.questions import JourneyPath
from journeyboard.journey.reach import (
    Clock,
    Reach,
    around,
    channel_of,
    delayed,
    landing,
    quiet_rule,
    waited,
    waits,
)
from journeyboard.journey.spans import Offset, delay_words, leave
from journeyboard.journey.wording import CHANNEL_WORDS
from journeyboard.message.duration import format_duration


@dataclass(frozen=True)
class Line:
    """A step of the ledger: what it adds in words, when the customer walks on, and when a message lands.

    `lands` is None for anything but a message, and for a message that cannot go out then at all.
    """

    node: str
    reason: str
    leaves: Reach
    channel: str = ""
    lands: Reach | None = None
    caps: tuple[str, ...] = ()


def ledger(
    journey: Journey, brand: Brand, path: JourneyPath, clock: Clock, entry: datetime
) -> tuple[Line, ...]:
    """The path's steps that take time or send something, for somebody who enters at `entry` (aware UTC).

    Delays end on the customer's clock (the journey's own zone where it names one); a message waits for
    its window in every zone the customer may live in. Whoever is skipped walks on without waiting.
    """
    nodes = {node.id: node for node in journey.nodes}
    here, lines = Reach(entry, entry), list[Line]()
    zone = clock.zones[0] if journey.timezone == "profile" else journey.timezone
    for step in path.steps:
        match nodes[step.node]:
            case Delay() as node:
                here = delayed(journey, node, zone, here, entry)
                lines.append(Line(node.id, delay_words(node), here))
            case WaitUntil() as node:
                stay = leave(journey, node, step.port, Offset())
                here = waited(node, step.port, here)
                lines.append(Line(node.id, stay.reason if stay else "", here))
            case MessageBase() as node:
                line = _sending(journey, brand, node, step.port, clock, here)
                here = line.leaves
                lines.append(line)
    return tuple(lines)


def path_name(journey: Journey, path: JourneyPath) -> str:
    """A path by the branches it takes, such as “rescue › nothing happens”."""
    nodes = {node.id: node for node in journey.nodes}
    taken = [
        port.label or port.name.replace("_", " ")
        for step in path.steps
        for port in nodes[step.node].ports
        if port.name == step.port and len(nodes[step.node].ports) > 1
    ]
    return " › ".join(taken) or "straight through"


def cap_words(cap: FrequencyCap) -> str:
    """
    >>> cap_words(FrequencyCap(max=1, per=86_400, channel="sms"))
    'at most 1 SMS in 1 day'
    """
    what = CHANNEL_WORDS[cap.channel] if cap.channel else "message"
    plural = "s" if cap.max != 1 and not cap.channel else ""
    return f"at most {cap.max} {what}{plural} in {format_duration(cap.per)}"


def _caps(journey: Journey, brand: Brand, node: Message) -> tuple[str, ...]:
    """The caps and the smart sending that may skip this message."""
    channels = {channel_of(node), "sms" if node.kind == "sms" else node.kind}
    words = [
        f"{cap_words(cap)} ({whose})"
        for whose, caps in (("journey", journey.caps), ("brand", brand.caps))
        for cap in caps
        if cap.purpose in (None, node.purpose) and (cap.channel is None or cap.channel in channels)
    ]
    smart = journey.smart_sending or brand.smart_sending
    if smart and node.purpose == "marketing":
        words.append(
            f"smart sending: none within {format_duration(smart)} of another on this channel"
        )
    return tuple(words)


def _sending(
    journey: Journey, brand: Brand, node: Message, port: str | None, clock: Clock, here: Reach
) -> Line:
    """When a message can land, and when the customer walks on from it."""
    caps = _caps(journey, brand, node)
    if isinstance(node, Ads):
        span = timedelta(seconds=node.start), timedelta(seconds=node.end)
        shown = Reach(here.earliest + span[0], here.latest and here.latest + span[1])
        return Line(node.id, "shown from then on", here, "ads", shown, caps)
    rule = quiet_rule(journey, brand)
    channels = [channel_of(node), *([node.fallback.channel] if node.fallback else [])]
    tries = [landing(node, rule, channel, clock, here) for channel in channels]
    landed = [one for one in tries if one]
    lands = around(landed) if landed else None
    leaves = around([here, *landed])
    if port == "next" and node.on_skip and lands:
        leaves = lands  # whoever is skipped goes the other way
    line = Line(node.id, "", leaves, channels[0], lands, caps)
    return replace(line, reason=_window_words(node, rule, channels[0], clock, lands))


def _window_words(
    node: Message, rule: QuietRule | None, channel: str, clock: Clock, lands: Reach | None
) -> str:
    if rule is None or not waits(node, rule, channel):
        return "goes out at once, at any hour"
    law = f" and the law of {clock.jurisdiction}" if rule.law else ""
    held = f"quiet hours {rule.start} to {rule.end}{law}"
    if lands is None:
        return f"{held}: it cannot go out at this hour"
    words = "skip it" if node.quiet_hours == "skip" else "hold it until they end"
    stale = (
        f", dropped after {format_duration(node.stale_after)}"
        if node.stale_after is not None
        else ""
    )
    return f"{held} {words}{stale}"
