"""Rules about steps that are not finished: empty texts, splits without branches, weights; JB110 to JB119."""

from __future__ import annotations

from collections.abc import Iterator

from journeyboard.journey.edits import SetField
from journeyboard.journey.nodes import (
    Ads,
    Email,
    MessageBase,
    Push,
    RandomSplit,
    Sms,
    Split,
    WaitUntil,
)
from journeyboard.lint.rule import Fault, Rule
from journeyboard.lint.subject import Subject
from journeyboard.lint.texts import broken_text


def no_text(subject: Subject) -> Iterator[Fault]:
    """A message without a text.

    Customers would get an empty message, or none. Write the text; a variant may bring its own.
    """
    for node in subject.journey.nodes:
        if isinstance(node, Sms | Email | Push | Ads) and not _has_text(node):
            yield Fault(f"This {node.label} has no text; write one.", node.id)


def no_subject(subject: Subject) -> Iterator[Fault]:
    """An e-mail without a subject, or a push without a heading.

    It is the one line everybody sees, and without it most delete the rest unread. Write it.
    """
    for node in subject.journey.nodes:
        if isinstance(node, Email) and not (node.subject or _variant_has(node, "subject")):
            yield Fault("This e-mail has no subject; write one.", node.id)
        if isinstance(node, Push) and not (node.heading or _variant_has(node, "heading")):
            yield Fault("This push has no heading; write one.", node.id)


def no_metric(subject: Subject) -> Iterator[Fault]:
    """A message without the one number it is judged by.

    Without it every message looks successful by some figure. Name the number this message can move:
    page views for a shipping notice, reviews for a review request. (MEA-03)
    """
    for node in subject.journey.nodes:
        if isinstance(node, MessageBase) and not (node.metric or "").strip():
            yield Fault("No metric says whether this message works; name one.", node.id)


def no_job(subject: Subject) -> Iterator[Fault]:
    """A message without the customer's job.

    Who cannot say what the customer hires the message for usually writes it for the sender. Add
    *When … I want to … so I can …*. (section 5.2)
    """
    for node in subject.journey.nodes:
        if isinstance(node, MessageBase) and not node.job.strip():
            yield Fault("It is not said what customers hire this message for; add a job.", node.id)


def no_branches(subject: Subject) -> Iterator[Fault]:
    """A conditional split without branches.

    Everybody goes the same way, so the split only looks like a decision. Add a branch with its
    condition. (JRN-03)
    """
    for node in subject.journey.nodes:
        if isinstance(node, Split) and not node.branches:
            yield Fault("This split has no branch; add one with a condition.", node.id)


def no_event(subject: Subject) -> Iterator[Fault]:
    """A wait without an event.

    It can only time out, which a delay says more plainly. Add the event that is waited for.
    """
    for node in subject.journey.nodes:
        if isinstance(node, WaitUntil) and not node.branches:
            yield Fault("This wait names no event; add one or use a delay.", node.id)


def no_weight(subject: Subject) -> Iterator[Fault]:
    """A random split without arms, or whose weights are all zero.

    Chance has nothing to choose from. Add arms, or give them weights. (MEA-01)
    """
    for node in subject.journey.nodes:
        if isinstance(node, RandomSplit) and not sum(arm.weight for arm in node.arms):
            yield Fault(
                "This random split has nothing to choose from; give its arms weights.",
                node.id,
                _weights(node, [1.0] * len(node.arms)),
            )


def odd_weights(subject: Subject) -> Iterator[Fault]:
    """Weights of a random split that do not add up to 100.

    They count relative to their sum, so 50 and 30 mean 62.5 and 37.5 per cent, which few readers
    expect. Write them as percentages. (MEA-01)
    """
    for node in subject.journey.nodes:
        total = sum(arm.weight for arm in node.arms) if isinstance(node, RandomSplit) else 0
        if isinstance(node, RandomSplit) and total and abs(total - 100) > 1e-6:
            yield Fault(
                f"The weights add up to {total:g}, not 100; write percentages.",
                node.id,
                _weights(node, [arm.weight for arm in node.arms]),
            )


def one_arm(subject: Subject) -> Iterator[Fault]:
    """A random split whose whole weight lies on one arm.

    Nothing is compared. Give a second arm a weight, or take the split out. (MEA-01)
    """
    for node in subject.journey.nodes:
        if isinstance(node, RandomSplit):
            weighty = [arm.name for arm in node.arms if arm.weight]
            if len(weighty) == 1:
                yield Fault(
                    f"Everybody goes to “{weighty[0]}”; give another arm a weight.", node.id
                )


def _has_text(node: Sms | Email | Push | Ads) -> bool:
    spoken = node.heading if isinstance(node, Push | Ads) else ""
    return bool((node.body or spoken).strip() or _variant_has(node, "body"))


def _variant_has(node: MessageBase, field: str) -> bool:
    return bool(node.variants) and all(getattr(variant, field) for variant in node.variants)


def _weights(node: RandomSplit, weights: list[float]) -> SetField | None:
    """Percentages in these proportions that add up to exactly 100, to a tenth."""
    if not node.arms:
        return None
    shares = [round(100 * weight / sum(weights), 1) for weight in weights]
    # What rounding leaves goes to the largest, where it is felt least.
    largest = shares.index(max(shares))
    shares[largest] = round(100 - sum(shares) + shares[largest], 1)
    arms = [arm.model_dump(mode="json") for arm in node.arms]
    value = [{**arm, "weight": share} for arm, share in zip(arms, shares, strict=True)]
    return SetField(node=node.id, path="arms", value=value)


UNFINISHED: tuple[Rule, ...] = (
    Rule("JB110", "unfinished.no-text", "error", no_text),
    Rule("JB111", "unfinished.no-subject", "warning", no_subject),
    Rule("JB112", "unfinished.no-metric", "warning", no_metric),
    Rule("JB113", "unfinished.no-job", "info", no_job),
    Rule("JB114", "unfinished.no-branches", "warning", no_branches),
    Rule("JB115", "unfinished.no-event", "warning", no_event),
    Rule("JB116", "unfinished.no-weight", "error", no_weight),
    Rule("JB117", "unfinished.odd-weights", "info", odd_weights),
    Rule("JB118", "unfinished.one-arm", "warning", one_arm),
    Rule("JB119", "unfinished.broken-text", "error", broken_text),
)
"""In the order the screen shows them."""
