"""Conclusions: what a result says in one sentence each, with the figure that must stay above zero for it to hold."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from journeyboard.journey.graph import Journey
from journeyboard.measurement.estimate import normal_quantile
from journeyboard.simulation.comparing.measures import Effect, Values, Z, effect_of, values_of
from journeyboard.simulation.flight import Program
from journeyboard.simulation.sums import is_own
from journeyboard.simulation.trial import UNTOUCHED, Trial

WITHOUT_SMS = "without_channel/sms"
ANSWERS = {
    "net_value": "Net value added",
    "net_margin": "Margin added, after message cost",
    "orders": "Orders added",
    "opt_outs": "Opt-outs caused",
    "sms": "Net value that texts add on top of the other channels",
    "better": "Net value of the second design less the first",
}
"""What is asked under every assumption; arms of experiments come to it, as `arm/<experiment>/<arm>`."""
Answers = dict[str, Values]
Reading = Literal["holds", "close", "falls"]


@dataclass(frozen=True)
class Statement:
    """A sentence that holds while the sum of `answer` (less that of `against`) is above zero.

    `is_gain` False turns it round. `clear` says whether the 95 % interval under the assumptions in
    force leaves zero out.
    """

    key: str
    text: str
    answer: str
    against: str = ""
    is_gain: bool = True
    clear: bool = True

    def reading(
        self, base: Mapping[str, Effect], moved: Mapping[str, Effect], flown: int
    ) -> Reading:
        """Whether it holds once the answers have `moved`, as `flown` of all customers say.

        What they say of the others has an error, in which a figure near zero is too close to tell;
        where all have flown there is none (finite population correction; Cochran 1977, section 2.6).
        """
        answers = [(self.answer, 1.0), *([(self.against, -1.0)] if self.against else [])]
        margin = sum(sign * (base[key].total + moved[key].total) for key, sign in answers)
        left = max(0.0, 1 - flown / base[self.answer].n)
        noise = Z * math.sqrt(left * sum((moved[key].error or 0.0) ** 2 for key, _ in answers))
        if abs(margin) < noise:
            return "close"
        return "holds" if (margin > 0) == self.is_gain else "falls"

    def to_dict(self) -> dict[str, Any]:
        """What it says, and whether it is clear."""
        return {"key": self.key, "text": self.text, "clear": self.clear}


def lives_needed(program: Program) -> tuple[str, ...]:
    """The lives that the answers are made of: none sent, without texts, and the arms of tests with several treatments."""
    names = ["/".join(name) for name in program.names.lives]
    channels = [one for one in program.names.lives if one[0] == "without_channel" and is_own(one)]
    wanted = {UNTOUCHED, *([WITHOUT_SMS] if len(channels) > 1 else [])}
    for test in program.names.assignments:
        if len(treatments(test.arms, test.control)) > 1:
            wanted |= {f"arm/{test.id}/{arm}" for arm in treatments(test.arms, test.control)}
    return tuple(name for name in names if name in wanted)


def treatments(arms: tuple[str, ...], control: int | None) -> tuple[str, ...]:
    """The arms that are treated, without the control arm."""
    return tuple(arm for k, arm in enumerate(arms) if k != control)


def answers_of(trial: Trial, other: Trial | None) -> Answers:
    """Every answer customer by customer, shape [n] each; `other` is the second design on the same field."""
    found = {
        key: values_of(trial, key) - values_of(trial, key, UNTOUCHED)
        for key in ("net_value", "net_margin", "orders", "opt_outs")
    }
    if WITHOUT_SMS in trial.lives:
        found["sms"] = values_of(trial, "net_value") - values_of(trial, "net_value", WITHOUT_SMS)
    for life in trial.lives:
        if life.startswith("arm/"):
            found[life] = values_of(trial, "net_value", life)
    if other is not None:
        found["better"] = values_of(other, "net_value") - values_of(trial, "net_value")
    return found


def statements_of(base: Answers, j: Journey, other: Journey | None) -> tuple[Statement, ...]:
    """What the result says under the assumptions in force, in the direction it says it."""
    effects = {key: effect_of(values) for key, values in base.items()}
    said = [
        _said("margin", effects, "net_margin", "The added margin covers the cost of the messages.", "The added margin does not cover the cost of the messages."),
        _said("pays", effects, "net_value", "The gain is larger than the value of the subscribers who leave.", "The subscribers who leave are worth more than the gain."),
    ]  # fmt: skip
    if "sms" in effects:
        said.append(_said("sms", effects, "sms", "Texts add net value on top of the other channels.", "Texts add no net value on top of the other channels."))  # fmt: skip
    if other is not None:
        a, b = (j.name, other.name) if j.name != other.name else ("A", "B")
        said.append(_said("better", effects, "better", f"“{b}” is better than “{a}”.", f"“{a}” is better than “{b}”."))  # fmt: skip
    return (*said, *_best_arms(base))


def _said(key: str, effects: Mapping[str, Effect], answer: str, gain: str, loss: str) -> Statement:
    effect = effects[answer]
    is_gain = effect.total > 0
    clear = effect.verdict in ("higher", "lower")
    return Statement(key, gain if is_gain else loss, answer, is_gain=is_gain, clear=clear)


def _best_arms(base: Answers) -> list[Statement]:
    """The best arm of each test against the runner-up.

    Which two arms these are the same figures decide, so the interval is that of all pairs at once
    (Bonferroni): each of m pairs has one of 1 − 0.05/m.
    """
    tests: dict[str, dict[str, str]] = {}
    for life in base:
        if life.startswith("arm/"):
            test, arm = life.rsplit("/", 1)
            tests.setdefault(test, {})[arm] = life
    said = []
    for test, lives in tests.items():
        best, second = sorted(lives, key=_by_sum(base, lives))[:2]
        effect = effect_of(base[lives[best]] - base[lives[second]])
        pairs = len(list(combinations(lives, 2)))
        allowed = f" (all {pairs} pairs of arms allowed for)" if pairs > 1 else ""
        text = (
            f"In the test “{test.rsplit('/', 1)[1]}”, “{best}” is better than “{second}”{allowed}."
        )
        z = normal_quantile(1 - 0.025 / pairs)
        clear = effect.error is not None and effect.touched > 0 and effect.total > z * effect.error
        said.append(Statement(test, text, lives[best], lives[second], clear=clear))
    return said


def _by_sum(base: Answers, lives: Mapping[str, str]) -> Callable[[str], float]:
    return lambda arm: -float(base[lives[arm]].sum())
