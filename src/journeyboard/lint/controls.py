"""Rules about the control group: there is one, drawn in time, left alone, and large enough; JB500 to JB503."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from journeyboard.journey.edits import SetField
from journeyboard.journey.nodes import Arm, MessageBase, RandomSplit
from journeyboard.lint.evidence import Assigned
from journeyboard.lint.rule import Fault, Source
from journeyboard.lint.subject import Subject
from journeyboard.measurement.power import power

Ways = Mapping[str, list[str]]

GROUP = "control_group"
"""The name under which a run keeps who was in the journey's own control group."""
USUAL_SHARE = 0.1
WANTED_POWER = 0.8
USUAL_RATES = 0.08, 0.10
"""Buyers without and with the journey, where no run tells them: the example of the source."""
MOST_COSTLY = 2.0
"""How many times the entrants of a control of one fifth a smaller control may need."""
EFFECT = 1.25
"""The rise that a test should be able to show: by a quarter, as from 8 to 10 per cent."""
HOLDOUTS = Source(
    "Randomised control at person level, analysed as assigned: practice of vendors' own holdouts",
    "2026",
    "general",
)
SIZES = Source(
    "Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd edition, chapter 4",
    "2003",
    "secondary",
)


class Control(NamedTuple):
    """A control: where it is drawn (None: at entry), its name, its share, and where it leads."""

    node: str | None
    name: str
    share: float
    next: str | None


def controls(subject: Subject) -> tuple[Control, ...]:
    """Every control of the journey, the one drawn at entry first; unreachable draws do not count."""
    group = subject.journey.control_group
    found = [Control(None, group.name, group.share, None)] if group else []
    for node in subject.journey.nodes:
        if isinstance(node, RandomSplit) and node.id in subject.reachable:
            found += [_control(node, arm) for arm in node.arms if arm.control and arm.weight]
    return tuple(found)


def _control(node: RandomSplit, arm: Arm) -> Control:
    return Control(node.id, arm.name, arm.weight / sum(one.weight for one in node.arms), arm.next)


def selling(subject: Subject) -> tuple[MessageBase, ...]:
    """The marketing messages that somebody gets."""
    there = subject.reachable
    return tuple(m for m in subject.messages if m.purpose == "marketing" and m.id in there)


def no_control(subject: Subject) -> Iterator[Fault]:
    """Nobody is left without the messages, so nobody knows what they add.

    Most who buy after a message would have bought anyway; attributed orders count them all. Hold a
    share of the customers back by chance, at entry or before the first marketing message: then the
    difference is what the journey adds. Service messages go to everyone. (MEA-01)
    """
    if subject.once(controls) or not subject.once(selling):
        return
    serves = any(m.purpose == "transactional" and m.id in subject.reachable for m in subject.messages)  # fmt: skip
    fix = None if serves else SetField(path=GROUP, value={"share": USUAL_SHARE})
    how = "draw one before the first marketing message" if serves else "hold back one customer in ten"  # fmt: skip
    yield Fault(f"There is no control group; {how}.", None, fix)


def late_control(subject: Subject) -> Iterator[Fault]:
    """The control group is drawn only after a marketing message has gone out.

    Control customers have then been sold to as well, and whoever left before the draw is missing on
    both sides: the test shows less than the journey does. Draw before the first one. (MEA-01)
    """
    ahead, behind = subject.once(_ahead), subject.once(_behind)
    for draw in dict.fromkeys(control.node for control in subject.once(controls)):
        if draw is None:
            continue
        before = _met(ahead, [subject.journey.start], draw) & _met(behind, behind[draw], draw)
        early = next((m for m in subject.once(selling) if m.id in before), None)
        if early:
            yield Fault(
                f"“{early.title or early.id}” goes out before this draw, to control as well; draw first.",
                draw,
            )


def treated_control(subject: Subject) -> Iterator[Fault]:
    """Customers in control get a marketing message after all.

    Then the test compares messages with other messages, and its difference is not what the journey
    adds. Lead the control arm past every marketing message; service messages may go out. (MEA-01)
    """
    for control in subject.once(controls):
        if control.node is None:
            continue
        after = _met(subject.once(_ahead), [control.next], control.node)
        sent = next((m for m in subject.once(selling) if m.id in after), None)
        if sent:
            yield Fault(
                f"“{control.name}” still gets “{sent.title or sent.id}”; lead it past all marketing.",
                control.node,
            )


def small_control(subject: Subject) -> Iterator[Fault]:
    """The control group is too small to show what the journey adds.

    The smaller side of a comparison decides how sure it is: with few in control, a real difference
    looks like chance in most tests. After a flight, the sizes and rates of the run are taken, and a
    rise by a quarter should be found with a power of 80 %. Without one, a control counts as small when
    it needs more than twice the entrants of a control of one fifth. Hold more back, or wait for more
    customers. (MEA-02)
    """
    for control in subject.once(controls):
        if control.share <= 0.5 and (words := _too_small(control, subject)):
            yield Fault(words, control.node)


def _too_small(control: Control, subject: Subject) -> str:
    shown = subject.evidence.tests.get(control.node or GROUP)
    if shown and 0 < shown.anyway * EFFECT < shown.customers:
        return _weak(control, shown, str(subject.evidence.run))
    need, usual = entrants(control.share), entrants(0.2)
    if need <= MOST_COSTLY * usual:
        return ""
    return (
        f"With {control.share:.1%} in control it takes {need:,} entrants to show a rise from 8 % to 10 %"
        f" of buyers, with a fifth {usual:,}; hold more back."
    )


def _weak(control: Control, shown: Assigned, run: str) -> str:
    """What the sizes of a run say; empty when they are enough."""
    rate = shown.anyway / shown.customers
    if min(control.share, 1 - control.share) * shown.customers < 2:
        return f"In “{run}” the draw left hardly anybody in “{control.name}”; hold more back."
    reached = power(rate, rate * EFFECT, people=shown.customers, control_share=control.share).power
    if reached >= WANTED_POWER:
        return ""
    need = entrants(control.share, rate, rate * EFFECT)
    return (
        f"The {shown.customers:,} customers of “{run}”, {control.share:.0%} in control, show a rise from"
        f" {rate:.1%} to {rate * EFFECT:.1%} with a power of {reached:.0%}; {need:,} would be enough."
    )


@lru_cache(maxsize=256)
def entrants(share: float, control: float = USUAL_RATES[0], treated: float = USUAL_RATES[1]) -> int:
    """The customers in both arms that show the difference of two rates with 80 % power (two-sided 5 %)."""
    return power(control, treated, control_share=share, power=WANTED_POWER).total


def _ahead(subject: Subject) -> Ways:
    """By node: where its ways out lead."""
    return {n.id: [p.target for p in n.ports if p.target] for n in subject.journey.nodes}


def _behind(subject: Subject) -> Ways:
    """By node: what leads to it."""
    ways: dict[str, list[str]] = {node.id: [] for node in subject.journey.nodes}
    for node, targets in subject.once(_ahead).items():
        for target in targets:
            ways[target].append(node)
    return ways


def _met(ways: Ways, first: Iterable[str | None], without: str) -> set[str]:
    """Every node met from the first ones on, without going through `without`."""
    seen, waiting = set[str](), [node for node in first if node]
    while waiting:
        here = waiting.pop()
        if here not in seen and here != without:
            seen.add(here)
            waiting += ways[here]
    return seen
