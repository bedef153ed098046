"""Messages that a customer's way never led to, each with the reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from journeyboard.audience.conditions import All, AnyOf, Consent
from journeyboard.journey.nodes import Ads, MessageBase, RandomSplit, Split
from journeyboard.records import EVENT_TYPES
from journeyboard.simulation.settings import channel_of

if TYPE_CHECKING:
    from journeyboard.audience.conditions import Condition
    from journeyboard.journey.graph import Journey
    from journeyboard.journey.nodes import Node

NEVER_ENTERED: Final = "never entered"
NOWHERE: Final = "nothing leads there"
CONTROL: Final = "is in the control group"
EXIT_RULE: Final = "exit rule"
"""How the exit is told whose event cannot be made out."""
OPTED_OUT: Final = "left the journey: opted out"
RUN_OVER: Final = "the days run out before"
CUT_SHORT: Final = frozenset({*EVENT_TYPES, EXIT_RULE, "visit_cap"})
"""Exit reasons of those who were taken out where they stood."""


@dataclass(frozen=True)
class NotReached:
    """A message of the journey that was neither sent nor skipped: its turn never came.

    `reason` is never_entered, condition_not_met, condition_met, control_group, other_arm, other_way,
    left_before, run_over or no_path; `why` says it in words; `at_node` is where the customer's way
    turned off.
    """

    journey_id: str
    node_id: str
    channel: str
    title: str
    reason: str
    why: str
    at_node: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """All fields."""
        return asdict(self)


@dataclass(frozen=True)
class Way:
    """A customer's way: nodes passed in order, arms by experiment id, and how it ended."""

    entered: bool
    passed: Sequence[str]
    arms: dict[str, str]
    left: bool
    exit_reason: str | None


def not_reached(journey: Journey, way: Way, told: Collection[str]) -> tuple[NotReached, ...]:
    """The messages that are not among those `told` (node ids sent or skipped), in the journey's order.

    An ad counts as told once the way has led to it: it runs beside the customer.
    """
    return tuple(
        _missed(journey, node, way)
        for node in journey.nodes
        if isinstance(node, MessageBase)
        and node.id not in told
        and not (isinstance(node, Ads) and node.id in way.passed)
    )


def _missed(journey: Journey, node: Any, way: Way) -> NotReached:
    turn, ahead = _turning(journey, node.id, way.passed)
    reason, why = _reason(journey, turn, ahead, way)
    at = turn.id if turn else None
    return NotReached(journey.id, node.id, channel_of(node), node.title, reason, why, at)


def _turning(
    journey: Journey, node_id: str, passed: Sequence[str]
) -> tuple[Node | None, Collection[str]]:
    """The last node passed from which the message could still have been reached, and the nodes that
    lead to it from there; the message itself where the customer stood on it and got it no more."""
    before: dict[str, set[str]] = {}
    for source, port in journey.wires:
        before.setdefault(str(port.target), set()).add(source)
    seen, ahead, turns = {node_id}, [node_id], set[str]()
    while ahead:
        here = ahead.pop()
        if here in passed:
            turns.add(here)
            continue
        new = before.get(here, set()) - seen
        seen |= new
        ahead += new
    last = next((step for step in reversed(passed) if step in turns), None)
    return journey.node(last) if last else None, seen


def _reason(
    journey: Journey, turn: Node | None, ahead: Collection[str], way: Way
) -> tuple[str, str]:
    if not way.entered:
        return "never_entered", NEVER_ENTERED
    if turn is None:
        return "no_path", NOWHERE
    if way.passed[-1] == turn.id:
        if not way.left:
            return "run_over", RUN_OVER
        if way.exit_reason in CUT_SHORT or isinstance(turn, MessageBase):
            if way.exit_reason == "consent.unsubscribed":
                return "left_before", OPTED_OUT
            event = (way.exit_reason or EXIT_RULE).replace(".", " ").replace("_", " ")
            return "left_before", f"left the journey before: {event}"
    return _turned_off(journey, turn, ahead, way)


def _turned_off(journey: Journey, turn: Node, ahead: Collection[str], way: Way) -> tuple[str, str]:
    """What the customer's way depended on where it turned off."""
    name = turn.title or turn.label
    if isinstance(turn, Split):
        if {port.name for port in turn.ports if port.target in ahead} == {"everyone_else"}:
            return "condition_met", f"a condition was met at “{name}”"
        return "condition_not_met", f"condition not met at “{name}”"
    if isinstance(turn, RandomSplit):
        arm = way.arms.get(f"{journey.id}/{turn.id}")
        if any(one.control and one.name == arm for one in turn.arms):
            return "control_group", CONTROL
        return "other_arm", f"is in another arm of “{name}”"
    return "other_way", f"the way went on elsewhere after “{name}”"


def barred_by_opt_out(
    journey: Journey,
    missed: NotReached,
    passed: Sequence[str],
    refused: Collection[tuple[str, str]],
) -> bool:
    """Whether the message was missed at a split whose every branch to it asks for a consent refused.

    `passed` are the nodes of the customer's way in order, `refused` the (channel, purpose) they had
    opted out of at the split. Branches after the one that was taken do not count: nobody got to them.
    """
    turn, ahead = _turning(journey, missed.node_id, passed)
    if missed.reason != "condition_not_met" or not isinstance(turn, Split):
        return False
    after = len(passed) - list(reversed(passed)).index(turn.id)
    taken = passed[after] if after < len(passed) else None
    asked: list[bool] = []
    for branch in turn.branches:
        if branch.next is not None and branch.next == taken:
            break
        if branch.next in ahead:
            asked.append(_needs(branch.when, refused))
    return bool(asked) and all(asked)


def _needs(when: Condition, refused: Collection[tuple[str, str]]) -> bool:
    """Whether the condition cannot hold without one of the consents refused."""
    if isinstance(when, All):
        return any(_needs(part, refused) for part in when.all)
    if isinstance(when, AnyOf):
        return all(_needs(part, refused) for part in when.any)
    if isinstance(when, Consent):
        asked = when.consent
        return asked.state == "subscribed" and (asked.channel, asked.purpose) in refused
    return False
