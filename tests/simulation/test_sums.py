"""The sums of a part: exact, and those of its customers one by one."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from journeyboard.journey.graph import Journey
from journeyboard.simulation.kernel import layout as at
from journeyboard.simulation.part import Chunk
from journeyboard.simulation.sums import Sums, life_sums
from journeyboard.simulation.truth import truth_of

from .flights import every_kind, journey, shoppers
from .test_truth_lives import flown, sums_of, writing


@cache
def _texts_alone() -> Any:
    return flown(writing(("1 hour", "sms")), shoppers(10))[0]


def sums_of_changes(change: Any) -> Sums:
    """The sums of customers whose untouched lives all brought nothing, and the designed ones this."""
    program = _texts_alone()
    totals = np.zeros((len(change), len(program.lives), at.N_OUTCOMES), np.int64)
    totals[:, 0] = change
    for k, name in enumerate(program.names.lives):
        totals[:, k] = 0 if name == ("untouched",) else change
    nothing = np.zeros((len(change), 1, at.N_OUTCOMES), np.int64)
    marks = np.ones((len(change), 1, 2), np.int64)
    chunk = Chunk(np.zeros(0, at.ROW), totals, nothing, nothing[:, :0], marks)
    told = life_sums(program, chunk, [()], np.zeros(len(change), np.int64))
    assert told["designed"]["squares"] == [0] * at.N_OUTCOMES
    return told["untouched"]


@given(arrays(np.int32, st.tuples(st.integers(2, 12), st.just(at.N_OUTCOMES)), elements=st.integers(-20_000, 20_000)))  # fmt: skip
def test_errors_are_those_of_the_differences(change: Any) -> None:
    sums: dict[str, Any] = sums_of_changes(change)
    life = truth_of({"untouched": sums, "overlap/message": sums | {"converted": [0, 0]}}, (), []).programme  # fmt: skip
    money = change.astype(float)
    money[:, [at.REVENUE, at.DISCOUNT, at.MARGIN, at.LOST_VALUE]] /= 100
    money[:, at.COST] /= 1_000_000
    expected = dict(zip(at.OUTCOMES, money.T, strict=True))
    expected["net_margin"] = expected["margin"] - expected["cost"]
    expected["net_value"] = expected["net_margin"] - expected["lost_value"]
    for name, values in expected.items():
        error = values.std(ddof=1) * len(values) ** 0.5
        assert life[f"incremental_{name}"] == pytest.approx(values.sum(), abs=1e-6)
        assert life[f"incremental_{name}_error"] == pytest.approx(error, abs=1e-3)


_LARGE = st.lists(st.tuples(*[st.integers(-(1 << 55), 1 << 55)] * 3), min_size=1, max_size=20)


@given(_LARGE)
def test_sums_are_exact_however_large(rows: list[tuple[int, int, int]]) -> None:
    change = np.zeros((len(rows), at.N_OUTCOMES), np.int64)
    change[:, [at.MARGIN, at.COST, at.LOST_VALUE]] = rows
    sums = sums_of_changes(change)
    margin, cost, lost = (list(column) for column in zip(*rows, strict=True))
    for outcome, column in ((at.MARGIN, margin), (at.COST, cost), (at.LOST_VALUE, lost)):
        assert sums["added"][outcome] == sums["with"][outcome] == sum(column)
        assert sums["squares"][outcome] == sum(x * x for x in column)
    pairs = ((margin, cost), (margin, lost), (cost, lost))
    assert sums["products"] == [sum(x * y for x, y in zip(*pair, strict=True)) for pair in pairs]


@pytest.mark.parametrize("design", [every_kind(), journey("win_back")], ids=lambda one: one.id)
def test_sums_are_those_of_the_customers_one_by_one(design: Journey) -> None:
    """Every life, arm and overlap, added up again in plain Python."""
    program, chunk = flown(design, shoppers(300))
    told, lives = sums_of(program, chunk), program.names.lives
    totals, arms = chunk.totals.tolist(), chunk.arms.tolist()
    place = {name: k for k, name in enumerate(lives)}
    for name, k in place.items():
        pairs = [(one[0], one[k]) for one in totals]
        if name[0] == "arm":
            a, mine = program.lives[k, at.L_ASSIGNMENT], list(program.arm_lives).index(k)
            control = program.names.assignments[a].arms[program.names.assignments[a].control or 0]
            other = list(program.arm_lives).index(place["arm", name[1], control])
            pairs = [(arms[i][mine], arms[i][other]) for i in np.flatnonzero(chunk.marks[:, a, 0] >= 0)]  # fmt: skip
        changes = [[x - y for x, y in zip(*pair, strict=True)] for pair in pairs]
        assert told["/".join(name)] == {
            "with": [sum(with_[f] for with_, _ in pairs) for f in range(at.N_OUTCOMES)],
            "without": [sum(without[f] for _, without in pairs) for f in range(at.N_OUTCOMES)],
            "fates": [sum((w[0] > 0, o[0] > 0) == fate for w, o in pairs) for fate in ((True, False), (True, True), (False, False), (False, True))],
            **_moments(changes),
        }  # fmt: skip
    for kind in ("channel", "message"):
        left_out = [k for name, k in place.items() if name[0] == f"without_{kind}" and name[1] != "mms"]  # fmt: skip
        weights = {0: 1 - len(left_out), place["untouched",]: -1} | dict.fromkeys(left_out, 1)
        rest = [[sum(w * one[k][f] for k, w in weights.items()) for f in range(at.N_OUTCOMES)] for one in totals]  # fmt: skip
        bought = [sum(w * (one[k][0] > 0) for k, w in weights.items()) for one in totals]
        wanted = _moments(rest) | {"converted": [sum(bought), sum(x * x for x in bought)]}
        assert told[f"overlap/{kind}"] == wanted


def _moments(changes: list[list[int]]) -> Sums:
    pairs = ((at.MARGIN, at.COST), (at.MARGIN, at.LOST_VALUE), (at.COST, at.LOST_VALUE))
    return {
        "n": [len(changes)],
        "added": [sum(one[f] for one in changes) for f in range(at.N_OUTCOMES)],
        "squares": [sum(one[f] ** 2 for one in changes) for f in range(at.N_OUTCOMES)],
        "products": [sum(one[a] * one[b] for one in changes) for a, b in pairs],
    }
