"""Rules about tests: what is compared, for how long, and among how many; JB500 to JB509."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from math import prod
from typing import Any

from journeyboard.journey.edits import SetField
from journeyboard.journey.form import node_data
from journeyboard.journey.nodes import MessageBase, RandomSplit
from journeyboard.lint.controls import (
    HOLDOUTS,
    SIZES,
    controls,
    late_control,
    no_control,
    small_control,
    treated_control,
)
from journeyboard.lint.rule import Fault, Rule, Source
from journeyboard.lint.subject import Subject
from journeyboard.message.duration import format_duration

DAY = 86_400
MOST_CELLS = 8
"""Two levels of three factors."""
PEOPLE_PER_CELL = 6_745
"""Per arm for a rise from 4 to 5 per cent (two-sided 5 %, power 80 %)."""
SMALLEST_PART = 0.5
"""The weight of a variant, as a part of an equal share, below which it is starved."""
TEXTS = ("subject", "preheader", "heading", "body")
FIELDS = (*TEXTS, "role", "offer")
FACTORIAL = Source(
    "Montgomery, Design and Analysis of Experiments: factorial designs, confounding", "", "general"
)


def last_landing(subject: Subject) -> tuple[str, int]:
    """The message that goes out last and when, in seconds after entry; without one ("", 0).

    Where nothing bounds how late one may go out, its earliest moment counts.
    """
    spans = subject.landings
    ends = [(m.id, spans[m.id]) for m in subject.messages if m.id in spans]
    timed = [(node, span.earliest if span.latest is None else span.latest) for node, span in ends]
    return max(timed, key=lambda one: one[1], default=("", 0))


def short_window(subject: Subject) -> Iterator[Fault]:
    """The goal stops counting before the last message can have gone out.

    What that message brings falls outside the window, so the journey looks worse than it is and the
    message looks useless. Count until some time after the last message. (MEA-03)
    """
    node_id, landing = subject.once(last_landing)
    window = subject.journey.goal.window
    if landing <= window:
        return
    days = -(-landing // DAY) + 1
    title = subject.nodes[node_id].title or node_id
    yield Fault(
        f"The goal counts for {format_duration(window)} after entry, but “{title}” may go out after"
        f" {format_duration(landing)}; count for {days} days.",
        None,
        SetField(path="goal.window", value=format_duration(days * DAY)),
    )


def many_cells(subject: Subject) -> Iterator[Fault]:
    """The factors of the experiments make more combinations than customers can fill.

    Main effects use everybody, but which combination is best, and how factors work together, is told
    by what lies in the single cells. Drop levels, or test one factor after the other. (section 5.5)
    """
    factors = {name: levels for name, levels in subject.journey.experiments.items() if levels}
    cells = prod(len(levels) for levels in factors.values())
    if len(factors) > 1 and cells > MOST_CELLS:
        sizes = " × ".join(str(len(levels)) for levels in factors.values())
        yield Fault(
            f"{sizes} levels make {cells:,} cells; to tell 4 % from 5 % in each takes"
            f" {cells * PEOPLE_PER_CELL:,} customers. Drop levels."
        )


def confounded_variants(subject: Subject) -> Iterator[Fault]:
    """Variants that differ in more than one thing.

    The better one wins, but nobody learns why: the subject, the text or the offer may have done it.
    Change one thing, or make each a factor of its own under `experiments`. A new offer may bring its
    own words. (section 5.5)
    """
    for node in subject.messages:
        changed = _changed(node)
        if len(changed) > 1:
            words = f"{', '.join(changed[:-1])} and {changed[-1]}"
            yield Fault(f"The variants differ in {words}; change one of them.", node.id)


def _changed(node: MessageBase) -> list[str]:
    """What differs between the variants; the words that go with another offer or role do not count."""
    said = [_said(node, variant) for variant in node.variants]
    differing = [f for f in FIELDS if any(one[f] != said[0][f] for one in said[1:])]
    if "offer" in differing:
        return [field for field in differing if field not in ("body", "role")]
    return [field for field in differing if field != "body" or "role" not in differing]


def _said(node: MessageBase, variant: Any) -> dict[str, Any]:
    """What a customer of that variant gets: its own fields, else the message's."""
    own = {field: getattr(variant, field) for field in FIELDS}
    return {f: own[f] if own[f] is not None else getattr(node, f, None) for f in FIELDS}


def equal_variants(subject: Subject) -> Iterator[Fault]:
    """Two variants that say the same.

    The test compares a text with itself, and any difference it shows is chance. Change one of them,
    or take it out. (MEA-01)
    """
    for node in subject.messages:
        twins = next((two for two in combinations(node.variants, 2) if _said(node, two[0]) == _said(node, two[1])), None)  # fmt: skip
        if twins:
            one, other = (variant.name for variant in twins)
            yield Fault(f"“{one}” and “{other}” say the same; change one.", node.id)


def equal_arms(subject: Subject) -> Iterator[Fault]:
    """Arms of a random split that lead to the same step.

    Their customers get the same, so the draw compares nothing. Give each arm a way of its own, or
    take the split out. (MEA-01)
    """
    for node in subject.journey.nodes:
        if not isinstance(node, RandomSplit):
            continue
        often = Counter(arm.next for arm in node.arms if arm.next and arm.weight)
        for target, count in often.items():
            if count > 1:
                names = " and ".join(f"“{arm.name}”" for arm in node.arms if arm.next == target and arm.weight)  # fmt: skip
                yield Fault(f"{names} lead to the same step; give each a way of its own.", node.id)


def lopsided(subject: Subject) -> Iterator[Fault]:
    """Shares so uneven that the test needs far more customers than it must.

    The smallest side decides how sure a comparison is. A control of more than half also gives up the
    sales of everybody in it; a starved variant can neither win nor lose. Let half be in control at
    most, and give the variants equal weights. (MEA-02)
    """
    for control in subject.once(controls):
        if control.share > 0.5:
            fix = SetField(path="control_group.share", value=0.5) if control.node is None else None
            yield Fault(
                f"{control.share:.0%} are in “{control.name}”; half is enough for any test.",
                control.node,
                fix,
            )
    for node in subject.messages:
        if starved := _starved(node):
            variants = node_data(node)["variants"]
            equal = [{**variant, "weight": 1.0} for variant in variants]
            yield Fault(
                f"“{starved[0]}” gets {starved[1]:.0%} of the customers; give the variants equal weights.",
                node.id,
                SetField(node=node.id, path="variants", value=equal),
            )


def _starved(node: MessageBase) -> tuple[str, float] | None:
    """The variant with the smallest share, if that is less than half of an equal one."""
    total = sum(variant.weight for variant in node.variants)
    if len(node.variants) < 2 or not total:
        return None
    least = min(node.variants, key=lambda variant: variant.weight)
    share = least.weight / total
    return (least.name, share) if share < SMALLEST_PART / len(node.variants) else None


EXPERIMENT: tuple[Rule, ...] = (
    Rule("JB500", "experiment.no-control", "warning", no_control, HOLDOUTS),
    Rule("JB501", "experiment.late-control", "warning", late_control, HOLDOUTS),
    Rule("JB502", "experiment.treated-control", "warning", treated_control, HOLDOUTS),
    Rule("JB503", "experiment.small-control", "warning", small_control, SIZES),
    Rule("JB504", "experiment.short-window", "warning", short_window),
    Rule("JB505", "experiment.many-cells", "warning", many_cells, FACTORIAL),
    Rule("JB506", "experiment.confounded-variants", "info", confounded_variants, FACTORIAL),
    Rule("JB507", "experiment.equal-variants", "warning", equal_variants),
    Rule("JB508", "experiment.equal-arms", "warning", equal_arms),
    Rule("JB509", "experiment.lopsided", "info", lopsided, SIZES),
)
"""In the order the screen shows them."""
