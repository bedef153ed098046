"""Rules about the number each message is judged by: opens, what it cannot move, unknown names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache, lru_cache

from journeyboard.journey.edits import SetField
from journeyboard.journey.nodes import Email, MessageBase, Sms
from journeyboard.lint.rule import Fault
from journeyboard.lint.subject import Subject
from journeyboard.measurement.catalogue import METRICS

CLICKS = "Clicks per delivered message"
_OPENS = re.compile(r"\b(?:opens?|opened|opening|read)[ -]?(?:rates?)?\b", re.IGNORECASE)
_SALES = re.compile(
    r"\b(?:re)?orders?\b(?![ -]?(?:page|tracking|status|detail))|\b(?:revenue|sales?|margin|purchases?|profit)\b",
    re.IGNORECASE,
)
_REVIEWS = re.compile(r"\b(?:reviews?|ratings?|stars?)\b", re.IGNORECASE)
UNMOVED = {
    "status": ((_SALES, _REVIEWS), "a status notice", "views of the page it links to"),
    "tip": ((_SALES, _REVIEWS), "a tip", "views of its page, replies, or returns"),
    "review_request": ((_SALES,), "a review request", "reviews submitted"),
}
"""By role: what such a message does not move, its name, and what it does move."""
_NEAR = 0.8


def sms_opens(subject: Subject) -> Iterator[Fault]:
    """A text message judged by opens.

    SMS has no open event: no carrier or phone reports one, and the famous rates have no study behind
    them. Count clicks, replies or orders per delivered message. (MEA-04)
    """
    for node in subject.messages:
        if isinstance(node, Sms) and _OPENS.search(node.metric or ""):
            yield Fault(
                f"“{node.metric}” cannot be measured: SMS has no open event; count clicks.",
                node.id,
                SetField(node=node.id, path="metric", value=CLICKS),
            )


def email_opens(subject: Subject) -> Iterator[Fault]:
    """An e-mail judged by opens.

    Mail programs that protect privacy load every picture by themselves, so opens say more about the
    customers' devices than about the e-mail. Count clicks or orders per delivered message. (MEA-04)
    """
    for node in subject.messages:
        if isinstance(node, Email) and _OPENS.search(node.metric or ""):
            yield Fault(
                f"“{node.metric}” counts machines as well as people; count clicks.",
                node.id,
                SetField(node=node.id, path="metric", value=CLICKS),
            )


def unmoved_metric(subject: Subject) -> Iterator[Fault]:
    """A message judged by something it cannot move.

    A shipping notice brings no reviews and a tip no orders this week; judged by them they look
    useless, and somebody will put an offer in. Choose what this message asks people to do. (MEA-03)
    """
    for node in subject.messages:
        if node.role in UNMOVED and node.metric:
            patterns, name, better = UNMOVED[node.role]
            counted = _counted(node.metric)
            if any(pattern.search(counted) for pattern in patterns):
                yield Fault(f"“{node.metric}” is not what {name} moves; count {better}.", node.id)


def unknown_metric(subject: Subject) -> Iterator[Fault]:
    """A metric that is nearly, but not quite, one that Journeyboard counts.

    A misspelt name is found in no report. Use the catalogue's spelling, or words of your own that
    cannot be taken for it. (section 4.2)
    """
    for node in subject.messages:
        if near := _misspelt(node):
            yield Fault(
                f"“{node.metric}” is no metric of the reports; did you mean “{near}”?",
                node.id,
                SetField(node=node.id, path="metric", value=near),
            )


def _counted(metric: str) -> str:
    """What a metric counts, without what it is divided by: “Clicks” of “Clicks per order”."""
    return re.split(r"\bper\b|/", metric, maxsplit=1, flags=re.IGNORECASE)[0]


def _misspelt(node: MessageBase) -> str:
    """The metric's label that is meant; empty when it is spelt right or is something else."""
    said = (node.metric or "").strip().casefold()
    return "" if not said or said in _labels() else _meant(said)


@cache
def _labels() -> dict[str, str]:
    return {row.label.casefold(): row.label for row in METRICS}


@lru_cache(maxsize=1_000)
def _meant(said: str) -> str:
    near = get_close_matches(said, _labels(), n=1, cutoff=_NEAR)
    return _labels()[near[0]] if near else ""
