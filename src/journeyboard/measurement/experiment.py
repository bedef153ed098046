"""Experiments: every arm against its control, with the sample-ratio check, from a customer table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from journeyboard.errors import BadInput, TableError
from journeyboard.measurement.estimate import Sums
from journeyboard.measurement.lift import Lift, lift

if TYPE_CHECKING:
    import pandas as pd

SRM_ALARM = 0.001


@dataclass(frozen=True)
class RatioCheck:
    """Whether the arms have the sizes they were planned with (chi-square; alarm below 0.001)."""

    counts: Mapping[str, int]
    expected: Mapping[str, float]
    p_value: float | None
    alarm: bool
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Experiment:
    """One experiment: customers per arm, the sample-ratio check, and a lift per arm and outcome."""

    name: str
    control: str
    counts: Mapping[str, int]
    ratio: RatioCheck
    lifts: tuple[Lift, ...]
    notes: tuple[str, ...] = ()

    def lift(self, arm: str, outcome: str) -> Lift:
        """The lift of one arm in one outcome."""
        for found in self.lifts:
            if (found.arm, found.outcome) == (arm, outcome):
                return found
        raise BadInput(f"“{self.name}” has no lift of “{outcome}” for the arm “{arm}”.")

    def to_pandas(self) -> pd.DataFrame:
        """One row per arm and outcome, with the columns of `Lift`."""
        import pandas as pd

        return pd.DataFrame([found.to_dict() for found in self.lifts])

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "name": self.name,
            "control": self.control,
            "arms": dict(self.counts),
            "ratio": self.ratio.to_dict(),
            "lifts": [found.to_dict() for found in self.lifts],
            "notes": list(self.notes),
        }


def ratio_check(
    counts: Mapping[str, int], weights: Mapping[str, float] | None = None
) -> RatioCheck:
    """Pearson's chi-square of the arm sizes against the planned weights (equal ones by default)."""
    from scipy.stats import chisquare

    planned = weights or dict.fromkeys(counts, 1.0)
    unknown = [arm for arm in counts if planned.get(arm, 0.0) <= 0]
    if unknown:
        raise BadInput(f"The arm “{unknown[0]}” has no planned weight.", advice="Name every arm.")
    total, shares = sum(counts.values()), sum(planned.values())
    expected = {arm: total * weight / shares for arm, weight in planned.items()}
    if len(expected) < 2 or total == 0:
        return RatioCheck(dict(counts), expected, None, False, "there are not two arms to compare")
    observed = [counts.get(arm, 0) for arm in expected]
    p_value = float(chisquare(observed, list(expected.values())).pvalue)
    return RatioCheck(dict(counts), expected, p_value, p_value < SRM_ALARM)


def experiment(
    frame: Any,
    *,
    arm: str,
    control: str,
    outcomes: Sequence[str],
    weights: Mapping[str, float] | None = None,
    confidence: float = 0.95,
    name: str = "experiment",
) -> Experiment:
    """Every arm against `control`, from a table with one row per customer (pandas or Arrow).

    Rows are analysed in the arm they name. Arm sizes are checked against
    `weights` (equal shares when None). A row without an arm, or without a value of an outcome,
    is left out there and counted in `notes`; duplicates are kept. Raises `TableError` naming the
    column when one is missing or not numeric, `BadInput` when the control arm is not there.
    """
    table = _frame(frame)
    _check_columns(table, (arm, *outcomes))
    assigned = table[table[arm].notna()]
    groups = {str(key): group for key, group in assigned.groupby(arm, observed=True, sort=True)}
    sums = {
        outcome: {key: column_sums(group[outcome]) for key, group in groups.items()}
        for outcome in outcomes
    }
    notes = _missing_notes(table, arm, assigned, outcomes)
    if weights is None:
        notes = (*notes, "Arm sizes are checked against equal shares.")
    counts = {key: len(group) for key, group in groups.items()}
    planned = weights or dict.fromkeys(counts, 1.0)
    return compare_arms(name, counts, sums, control, planned, confidence, notes)


def compare_arms(
    name: str,
    counts: Mapping[str, int],
    sums: Mapping[str, Mapping[str, Sums]],
    control: str,
    weights: Mapping[str, float] | None = None,
    confidence: float = 0.95,
    notes: Sequence[str] = (),
) -> Experiment:
    """The experiment from sums by outcome and arm; without `weights` the arm sizes are not checked."""
    if control not in counts:
        arms = ", ".join(f"“{key}”" for key in counts) or "none"
        raise BadInput(f"There is no control arm “{control}” (arms: {arms}).")
    lifts = tuple(
        lift(
            by_arm[key],
            by_arm[control],
            outcome=outcome,
            arm=key,
            control_arm=control,
            confidence=confidence,
        )
        for outcome, by_arm in sums.items()
        for key in counts
        if key != control
    )
    return Experiment(name, control, dict(counts), _checked(counts, weights), lifts, tuple(notes))


def _checked(counts: Mapping[str, int], weights: Mapping[str, float] | None) -> RatioCheck:
    """The ratio check, or none: without planned weights an uneven split is no alarm."""
    if weights is None:
        return RatioCheck(dict(counts), {}, None, False, "the planned shares are not known")
    return ratio_check(counts, weights)


def _frame(frame: Any) -> pd.DataFrame:
    result: pd.DataFrame = frame.to_pandas() if hasattr(frame, "to_pandas") else frame
    return result


def _check_columns(table: pd.DataFrame, columns: Sequence[str]) -> None:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    for column in columns:
        if column not in table.columns:
            have = ", ".join(map(str, table.columns[:12]))
            raise TableError(f"There is no column “{column}”.", advice=f"The table has: {have}.")
    for column in columns[1:]:
        if not (is_numeric_dtype(table[column]) or is_bool_dtype(table[column])):
            raise TableError(f"The column “{column}” is not numeric, so it cannot be an outcome.")


def column_sums(column: pd.Series[Any]) -> Sums:
    """The sums of a numeric or boolean column, without its missing values; integers stay exact."""
    values = column.dropna()
    if values.dtype.kind in "biu":
        return _integer_sums(values)
    return Sums.of(values.to_numpy(dtype="float64"))


def _integer_sums(values: pd.Series[Any]) -> Sums:
    """Exact sums of integers: in 64 bits where they fit, in Python's integers where not."""
    numbers = values.to_numpy(dtype="int64")
    largest = int(abs(numbers).max()) if len(numbers) else 0
    if largest * largest * max(len(numbers), 1) < 2**63:
        return Sums(len(numbers), int(numbers.sum()), int((numbers * numbers).sum()))
    whole = [int(number) for number in numbers]
    return Sums(len(whole), sum(whole), sum(number * number for number in whole))


def _missing_notes(
    table: pd.DataFrame, arm: str, assigned: pd.DataFrame, outcomes: Sequence[str]
) -> tuple[str, ...]:
    without_arm = len(table) - len(assigned)
    notes = (
        [f"{without_arm:,} rows without a value in “{arm}” are left out."] if without_arm else []
    )
    for outcome in outcomes:
        missing = int(assigned[outcome].isna().sum())
        if missing:
            notes.append(f"{missing:,} rows without a value of “{outcome}” are left out there.")
    return tuple(notes)
