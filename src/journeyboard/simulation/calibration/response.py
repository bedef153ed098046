"""The likelihood of a response to a message whose moment of being looked at nobody has seen.

Once looked at, a message is clicked (or opted out of) with the chance exp(offset + x b), where x is
what the kernel multiplies (`kernel/reading.py`). An open says when somebody looked. A text has no
open: it is looked at with the chance `notice`, after a lognormal wait, so a response at second t
counts with x at t, and silence with 1 - notice x the mean chance over the wait; looks after
the end of the log do not count. Defaults stand in for what cannot be told apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeyboard.simulation.calibration.fit import Floats, minimum

NODES = 6
"""Points of the waiting time at which a customer's state is looked up."""


class Column(NamedTuple):
    """A factor of the chance: its parameter, how that becomes a coefficient, and events it needs."""

    key: str
    form: str  # "factor" log b, "loss" log(1 - b), "plain" b
    needs: int
    thing: str

    def coefficient(self, value: float) -> float:
        """The parameter as the model adds it up."""
        if self.form == "plain":
            return value
        return float(np.log(max(1.0 - value if self.form == "loss" else value, 1e-6)))

    def interval(self, b: float, error: float, z: float = 1.959964) -> tuple[float, float, float]:
        """The parameter with its interval from the coefficient and its standard error.

        A rise or loss for each message is at least nothing, as in the model.
        """
        ends = (b, b - z * error, b + z * error)
        if self.form == "plain":
            return max(ends[0], 0.0), max(ends[1], 0.0), max(ends[2], 0.0)
        if self.form == "loss":
            value, high, low = (max(float(1.0 - np.exp(end)), 0.0) for end in ends)
            return value, low, high
        value, low, high = (float(np.exp(end)) for end in ends)
        return value, low, high


@dataclass(frozen=True, eq=False)
class Risk:
    """Messages that may be responded to.

    `x` [n, nodes, k] and `offset` [n, nodes] hold at the moments a message may be looked at, `weight`
    [n, nodes] is the chance of being looked at there; `x_event` [m, k] and `offset_event` [m] hold at
    the moments of the m responses, and `happened` [n] says whose they are.
    """

    x: Floats
    offset: Floats
    weight: Floats
    happened: NDArray[np.bool_]
    x_event: Floats
    offset_event: Floats

    def chance(self, b: Floats) -> Floats:
        """How likely each message is to be responded to before the end of the log."""
        return np.asarray(np.minimum((self.weight * self._rates(b)).sum(1), 1 - 1e-9))

    def _rates(self, b: Floats) -> Floats:
        return np.asarray(np.exp(np.minimum(self.offset + self.x @ b, 0.0)))

    def loss(self, b: Floats, free: NDArray[np.bool_], held: Floats) -> float:
        """Minus the log likelihood of the free coefficients, the others held."""
        full = _filled(b, free, held)
        silent = np.log1p(-self.chance(full)[~self.happened]).sum()
        return -float((self.offset_event + self.x_event @ full).sum() + silent)

    def slope(self, b: Floats, free: NDArray[np.bool_], held: Floats) -> Floats:
        """The slope of `loss`."""
        full = _filled(b, free, held)
        rates = self.weight * self._rates(full)
        left = np.where(self.happened, 0.0, 1.0 / (1.0 - np.minimum(rates.sum(1), 1 - 1e-9)))
        pushed = np.einsum("nk,nkj->j", rates * left[:, None], self.x[:, :, free])
        return np.asarray(pushed - self.x_event[:, free].sum(0))


def _filled(b: Floats, free: NDArray[np.bool_], held: Floats) -> Floats:
    full = held.copy()
    full[free] = b
    return full


@dataclass(frozen=True, eq=False)
class Response:
    """The fitted coefficients of all columns, the errors of the free ones, and why others were held."""

    b: Floats
    errors: Floats
    counts: NDArray[np.int64]
    free: NDArray[np.bool_]
    reasons: Mapping[str, str]


def fit_response(risk: Risk, columns: Sequence[Column], defaults: Sequence[float], many: str) -> Response:  # fmt: skip
    """Fit whatever the responses identify; `many` is what they are called ("clicks")."""
    held = np.array([c.coefficient(v) for c, v in zip(columns, defaults, strict=True)])
    counts = np.array([_informative(risk.x_event[:, k], c) for k, c in enumerate(columns)], np.int64)  # fmt: skip
    free, reasons = _identified(risk, columns, counts, many)
    errors = np.zeros(len(columns))
    if free.any():
        settled = minimum(
            lambda b: risk.loss(b, free, held), held[free], lambda b: risk.slope(b, free, held)
        )
        if settled is None:
            reasons |= {c.key: "the fit did not settle" for c, f in zip(columns, free, strict=True) if f}  # fmt: skip
            free = np.zeros(len(columns), np.bool_)
        else:
            held = _filled(settled[0], free, held)
            errors[free] = np.sqrt(np.diag(settled[1]))
    return Response(held, errors, counts, free, reasons)


def _informative(x: Floats, column: Column) -> int:
    """Responses that say something about a column: those in which it is not what it usually is."""
    if not len(x):
        return 0
    if column.thing:
        return int((x > 0).sum())
    values, often = np.unique(x, return_counts=True)
    return int(len(x) - often.max()) if len(values) > 1 else 0


def _identified(
    risk: Risk, columns: Sequence[Column], counts: NDArray[np.int64], many: str
) -> tuple[NDArray[np.bool_], dict[str, str]]:
    """Which columns are free: enough responses, and not a mixture of the columns before them."""
    free, reasons = np.zeros(len(columns), np.bool_), {}
    rows = np.random.default_rng(1).permutation(len(risk.x))[:4_000]
    design = risk.x[rows, 0, :]
    roles = [k for k, c in enumerate(columns) if ".role_" in c.key]
    yardstick = max(roles, key=lambda k: counts[k], default=-1)
    order = [k for k in range(len(columns)) if k not in roles]
    order += sorted(roles, key=lambda k: counts[k])
    for k in order:
        column, count = columns[k], int(counts[k])
        if count < column.needs:
            about = f" {column.thing}" if column.thing else " that tell it apart"
            reasons[column.key] = (
                f"too few {many}{about} ({count:,})" if count else f"no {many}{about}"
            )
            continue
        trial = free.copy()
        trial[k] = True
        if k == yardstick or np.linalg.matrix_rank(design[:, trial]) < trial.sum():
            reasons[column.key] = _mixed(k in roles)
            continue
        free = trial
    return free, reasons


def _mixed(role: bool) -> str:
    if role:
        return "taken as the yardstick: a channel's rate and the factor of its most frequent role show only as a product"  # fmt: skip
    return "in this log it goes hand in hand with another number"
