"""Lift against control: sums of two arms in, one estimate and one verdict out.

The unit is the customer and customers count in the arm they were assigned to. The absolute
difference is tested with unequal variances (Welch 1947); the relative lift has its interval from
the delta method on the log ratio (Deng, Knoblich, Lu 2018); the verdict comes from the absolute test alone.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from journeyboard.measurement.estimate import Sums

if TYPE_CHECKING:
    from tea_tasting.metrics.mean import MeanResult

Verdict = Literal["higher", "lower", "no clear difference", "cannot be computed"]
_FEW = 10


@dataclass(frozen=True)
class Lift:
    """What one arm did beyond the control, per customer, in the outcome's unit.

    `relative` is a share (0.12 is 12 % more). A value that cannot be computed is None and
    `reason` says why; `note` warns of a rough interval.
    """

    outcome: str
    arm: str
    control: str
    n_treated: int
    n_control: int
    mean_treated: float | None
    mean_control: float | None
    difference: float | None
    low: float | None
    high: float | None
    relative: float | None
    relative_low: float | None
    relative_high: float | None
    p_value: float | None
    verdict: Verdict
    confidence: float = 0.95
    reason: str | None = None
    note: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values."""
        return asdict(self)


def lift(
    treated: Sums,
    control: Sums,
    *,
    outcome: str = "outcome",
    arm: str = "treated",
    control_arm: str = "control",
    confidence: float = 0.95,
) -> Lift:
    """The lift of `treated` over `control`; never a believable zero for an arm without customers."""
    names = (outcome, arm, control_arm)
    problem = _problem(treated, control, arm, control_arm)
    if problem:
        return _unknown(names, treated, control, confidence, problem)
    result = _compare(treated, control, confidence)
    has_ratio = treated.mean > 0 and control.mean > 0
    return Lift(
        *names,
        n_treated=treated.n,
        n_control=control.n,
        mean_treated=treated.mean,
        mean_control=control.mean,
        difference=float(result.effect_size),
        low=float(result.effect_size_ci_lower),
        high=float(result.effect_size_ci_upper),
        relative=float(result.rel_effect_size) if has_ratio else None,
        relative_low=float(result.rel_effect_size_ci_lower) if has_ratio else None,
        relative_high=float(result.rel_effect_size_ci_upper) if has_ratio else None,
        p_value=float(result.pvalue),
        verdict=_verdict(result, confidence),
        confidence=confidence,
        reason=None if has_ratio else "no relative lift: an arm's mean is not above zero",
        note=_note(treated, control),
    )


def _problem(treated: Sums, control: Sums, arm: str, control_arm: str) -> str | None:
    for sums, name in ((treated, arm), (control, control_arm)):
        if sums.n < 2:
            return f"“{name}” has {sums.n or 'no'} customer{'s' if sums.n != 1 else ''}"
    if treated.variance == 0 and control.variance == 0:
        return "nothing varies: every customer of an arm has the same value"
    return None


def _compare(treated: Sums, control: Sums, confidence: float) -> MeanResult:
    from tea_tasting.metrics.mean import Mean

    metric = Mean(
        "value",
        alternative="two-sided",
        confidence_level=confidence,
        equal_var=False,
        use_t=True,
    )
    return metric.analyze_aggregates(_aggregates(control), _aggregates(treated))


def _aggregates(sums: Sums) -> Any:
    from tea_tasting.aggr import Aggregates

    return Aggregates(
        count_=sums.n, mean_={"value": sums.mean}, var_={"value": sums.variance}, cov_={}
    )


def _verdict(result: MeanResult, confidence: float) -> Verdict:
    if result.pvalue >= 1 - confidence:
        return "no clear difference"
    return "higher" if result.effect_size > 0 else "lower"


def _note(treated: Sums, control: Sums) -> str | None:
    """A warning where the normal approximation is rough: few customers with the outcome."""
    is_share = all(sums.total == sums.squares for sums in (treated, control))
    if is_share and min(treated.total, control.total) < _FEW:
        return f"fewer than {_FEW} customers with the outcome in an arm: the interval is rough"
    if not is_share and min(treated.n, control.n) < 30:
        return "fewer than 30 customers in an arm: the interval is rough"
    return None


def _unknown(
    names: tuple[str, str, str], treated: Sums, control: Sums, confidence: float, reason: str
) -> Lift:
    return Lift(
        *names,
        n_treated=treated.n,
        n_control=control.n,
        mean_treated=treated.mean if treated.n else None,
        mean_control=control.mean if control.n else None,
        difference=None,
        low=None,
        high=None,
        relative=None,
        relative_low=None,
        relative_high=None,
        p_value=None,
        verdict="cannot be computed",
        confidence=confidence,
        reason=reason,
    )
