"""What a drawing says of a journey beside its fields: on each card one line and short marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from journeyboard.journey.diff import node_titles
from journeyboard.journey.graph import START, Journey
from journeyboard.journey.nodes import (
    Ads,
    Delay,
    Email,
    Exit,
    Goal,
    Jump,
    Node,
    Note,
    Push,
    RandomSplit,
    Sms,
    Split,
    Unsupported,
    Update,
    WaitUntil,
    Webhook,
)
from journeyboard.journey.spans import delay_words
from journeyboard.journey.wording import NO_TITLES, condition_words, entry_words, event_words
from journeyboard.message.duration import format_duration

LONGEST = 140


def excerpts(journey: Journey) -> dict[str, str]:
    """What each node does, in one line of at most 140 characters; who enters stands under `entry`."""
    enters = _short(entry_words(journey.entry, journey.entry_filter))
    titles = node_titles(journey)
    return {START: enters, **{node.id: excerpt(node, titles) for node in journey.nodes}}


def badges_by_node(journey: Journey) -> dict[str, list[str]]:
    """Short marks by node, also of the entry; a node without any is not there."""
    found = {START: _entry_badges(journey), **{node.id: badges(node) for node in journey.nodes}}
    return {node_id: words for node_id, words in found.items() if words}


def excerpt(node: Node, titles: Mapping[str, str] = NO_TITLES) -> str:
    """What a node does, in one line of at most 140 characters; `titles` names the nodes it asks about."""
    return _short(_says(node, titles))


def badges(node: Node) -> list[str]:
    """Short marks on a node: offer, variants, control, transactional."""
    match node:
        case Sms() | Email() | Push() | Ads():
            marks = [
                "transactional" if node.purpose == "transactional" else "",
                _offer(node),
                f"{len(node.variants)} variants"
                if len(node.variants) > 1
                else "1 variant" * bool(node.variants),
                f"else {node.fallback.channel}" if node.fallback else "",
            ]
            return [mark for mark in marks if mark]
        case RandomSplit():
            return ["control group"] if any(arm.control for arm in node.arms) else []
    return []


def _entry_badges(journey: Journey) -> list[str]:
    control = journey.control_group
    return [f"control group {100 * control.share:g} %"] if control else []


def _short(words: str) -> str:
    text = " ".join(words.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _says(node: Node, titles: Mapping[str, str]) -> str:
    match node:
        case Sms():
            return node.body
        case Email():
            return node.subject or node.body
        case Push():
            return (
                f"{node.heading}: {node.body}"
                if node.heading and node.body
                else node.heading or node.body
            )
        case Ads():
            return f"{_window(node)}, at most {node.daily_cap} a day. {node.heading}".strip()
        case Delay():
            return delay_words(node)
        case WaitUntil():
            return _awaited(node, titles)
        case Split():
            return "; ".join(f"{b.name}: {condition_words(b.when, titles)}" for b in node.branches)
        case RandomSplit():
            return " · ".join(port.label for port in node.ports)
        case Update():
            return _updates(node)
        case Webhook():
            return f"{node.method} {node.url}".strip()
        case Jump():
            return (
                f"back to “{titles.get(node.to, node.to)}” at most {node.max_passes}×"
                if node.to
                else "back to nowhere yet"
            )
        case Goal():
            return "goal reached"
        case Exit():
            return node.reason
        case Unsupported():
            return f"“{node.source_kind}” is kept as it came; customers pass through"
        case Note():
            return node.text
    assert_never(node)


def _window(node: Ads) -> str:
    return f"from {format_duration(node.start)} to {format_duration(node.end)} after arriving"


def _awaited(node: WaitUntil, titles: Mapping[str, str]) -> str:
    events = " or ".join(
        event_words(branch.event)
        + (f" of “{titles.get(branch.node, branch.node)}”" if branch.node else "")
        for branch in node.branches
    )
    return f"{events or 'nothing yet'}, at most {format_duration(node.timeout)}"


def _updates(node: Update) -> str:
    parts = [f"{key} = {value}" for key, value in node.set.items()]
    parts += [f"add to {name}" for name in node.add_to]
    parts += [f"take off {name}" for name in node.remove_from]
    return ", ".join(parts)


def _offer(node: Sms | Email | Push | Ads) -> str:
    offer = node.offer
    match offer.kind if offer else "none":
        case "percent":
            return f"{offer.value:g} % off" if offer else ""
        case "amount":
            return f"{offer.value:g} off" if offer else ""
        case "free_shipping":
            return "free shipping"
    return ""
