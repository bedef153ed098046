"""The report of fit: observed against expected by role, channel, recent messages and hour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from journeyboard.simulation.calibration.answer import STRANGE, Estimate, FitRow, Goodness
from journeyboard.simulation.calibration.clicks import Desk, Fitted
from journeyboard.simulation.calibration.traits import REACHED
from journeyboard.simulation.kernel.ground import ROLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORDS = {"clicked": "clicks", "opted_out": "opt-outs"}
RECENT = ("1 or 2", "3 or 4", "5 to 8", "9 and more")
RECENT_FROM = (3, 5, 9)
LEAST_EXPECTED = 5.0
CHANNELS = {"sms": "SMS", "email": "E-mail", "push": "Push"}


def fit_rows(desk: Desk, fitted: Fitted) -> tuple[list[FitRow], Goodness]:
    """Every grouping of one response, and its overall goodness over the cells of all of them."""
    chance = fitted.chance
    happened = fitted.rows[fitted.what].notna().to_numpy()
    groups = _groups(desk, fitted)
    rows = [
        row
        for by, labels in groups.items()
        for row in _rows(WORDS[fitted.what], by, labels, happened, chance)
    ]
    cells = np.array([" · ".join(parts) for parts in zip(*groups.values(), strict=True)])
    return rows, _goodness(fitted, list(_rows(WORDS[fitted.what], "cell", cells, happened, chance)))


def _groups(desk: Desk, fitted: Fitted) -> dict[str, NDArray[Any]]:
    rows = fitted.rows
    who, at = rows["who"].to_numpy(np.int64), rows["delivered"].to_numpy(float)
    roles = np.array([*(role.replace("_", " ") for role in ROLES), "unknown"])
    channels = np.array([CHANNELS[name] for name in REACHED])
    recent = np.searchsorted(RECENT_FROM, desk.states.recent(who, at), "right")
    found = {
        "role": roles[rows["role"].to_numpy(np.int64)],
        "channel": channels[rows["channel"].to_numpy(np.int64)],
        "recent messages": np.array(RECENT)[recent],
    }
    if desk.traits.known:
        apart = desk.traits.hours_apart(who, at) // 3
        names = ("0 to 2", "3 to 5", "6 to 8", "9 to 12", "9 to 12")
        found["hours from the best hour"] = np.array(names)[apart]
    else:
        hours = ("0 to 5", "6 to 11", "12 to 17", "18 to 23")
        found["hour of delivery (UTC)"] = np.array(hours)[(at // 3600 % 24 // 6).astype(int)]
    return found


def _rows(what: str, by: str, labels: NDArray[Any], happened: NDArray[Any], chance: NDArray[Any]) -> Iterator[FitRow]:  # fmt: skip
    for group in sorted(set(labels.tolist())):
        here = labels == group
        p = chance[here]
        spread = float(np.sqrt((p * (1 - p)).sum()))
        yield FitRow(what, by, group, int(here.sum()), int(happened[here].sum()), float(p.sum()), spread)  # fmt: skip


def _goodness(fitted: Fitted, cells: list[FitRow]) -> Goodness:
    from scipy.stats import chi2

    used = [cell for cell in cells if cell.expected >= LEAST_EXPECTED and cell.z is not None]
    total = sum((cell.z or 0.0) ** 2 for cell in used)
    freedom = len(used) - int(fitted.response.free.sum())
    p = float(chi2.sf(total, freedom)) if freedom > 0 else None
    return Goodness(WORDS[fitted.what], float(total), len(used), p)


def warnings_of(
    estimates: Iterable[Estimate], rows: Iterable[FitRow], goodness: Iterable[Goodness]
) -> tuple[str, ...]:
    """What should make one doubt, one sentence each."""
    from journeyboard.simulation.behaviour import parameters

    found = []
    for one in estimates:
        known = parameters()[one.key]
        if one.thin:
            found.append(f"{one.key} rests on few events ({one.events:,}).")
        if known.low is not None and known.high is not None and (one.high < known.low or one.low > known.high):  # fmt: skip
            found.append(
                f"{one.key} lies outside what is usual ({known.low:g} to {known.high:g}); look at how the log was made."
            )  # fmt: skip
    for row in rows:
        if row.z is not None and abs(row.z) > STRANGE and row.expected >= LEAST_EXPECTED:
            side = "more" if row.z > 0 else "fewer"
            found.append(
                f"{row.by.capitalize()} {row.group}: {row.observed:,} {row.what}, {side} than the {row.expected:,.0f} the model expects."
            )  # fmt: skip
    for part in goodness:
        if part.p_value is not None and part.p_value < 0.001:
            found.append(f"The {part.what} do not follow the model as a whole (p < 0.001).")
    return tuple(found)
