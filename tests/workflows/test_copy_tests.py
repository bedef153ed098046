"""A copy test starts from the message as it is, needs what a simulation confirms, and leaves in a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from itertools import combinations
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.errors import BadInput
from journeyboard.journey.cells import Grid, OfferLevel, cells, with_grid
from journeyboard.journey.content import Offer
from journeyboard.journey.nodes import Email, Message, Push, Sms
from journeyboard.workflows.copy_tests import (
    ALPHA,
    Needed,
    cell_texts,
    for_every_pair,
    for_main_effects,
    frame_of,
    grid_csv,
    new_findings,
)

from .test_copy import brand, people, sample

TEN = OfferLevel(
    Offer(kind="percent", value=10, code="TEN"), "=10 % off with {{ code }} until Sunday."
)
GRID = Grid("reminder", "Lumen Skin: [headline] [offer] {{ link }}", ("It waits.", "Still thinking?"), (OfferLevel(Offer()), TEN), (0, 3_600))  # fmt: skip


@pytest.mark.parametrize(("name", "node"), [("checkout_rescue", "reminder"), ("win_back", "all_sms"), ("win_back", "all_email"), ("checkout_rescue", "deadline_push")])  # fmt: skip
def test_a_grid_of_nothing_new_is_the_message_as_it_is(name: str, node: str) -> None:
    journey, message = sample(name, node)
    headline, frame = frame_of(message)
    grid = Grid(node, frame, (headline,), (OfferLevel(message.offer or Offer()),), (0,))
    (cell,) = cells(journey, grid)
    field = {"email": "subject", "push": "heading"}.get(message.kind, "body")
    assert " ".join(cell.message.body.split()) == " ".join(message.body.split())
    assert getattr(cell.message, field) == getattr(message, field)


@pytest.mark.parametrize(
    ("node", "headline", "frame"),
    [
        (Sms(id="a", body="Lumen: Hi there. Buy now: {{ link }}"), "Hi there.", "Lumen: [headline] [offer] Buy now: {{ link }}"),
        (Sms(id="a", body="Hi {{ a | date: '%b. %d' }}! Go {{ link }}"), "Hi {{ a | date: '%b. %d' }}!", "[headline] [offer] Go {{ link }}"),
        (Sms(id="a", body="Only this"), "Only this", "[headline] [offer]"),
        (Sms(id="a", body=""), "", "[headline] [offer]"),
        (Email(id="a", subject="S", body="B. See {{ link }} now."), "S", "B. [offer] See {{ link }} now."),
        (Push(id="a", heading="H", body="B"), "H", "B [offer]"),
    ],
)  # fmt: skip
def test_headline_and_offer_find_their_places(node: Message, headline: str, frame: str) -> None:
    assert frame_of(node) == (headline, frame)


def test_a_message_that_holds_a_test_gives_its_frame_back() -> None:
    journey, _ = sample("checkout_rescue", "reminder")
    held = with_grid(journey, GRID).node("reminder")
    assert isinstance(held, Sms)
    assert frame_of(held) == ("It waits.", "Lumen Skin: [headline] [offer] {{ link }}")


def test_cells_read_as_a_customer_gets_them() -> None:
    journey, _ = sample("checkout_rescue", "reminder")
    alone = people().where(people().frame.index == 3)
    texts = cell_texts(cells(journey, GRID), journey, brand(), alone)
    assert len(texts) == 8
    assert len({one.body for one in texts}) == 4
    assert "=10 % off with TEN until Sunday." in texts[-1].body
    assert all(one.counted and one.body.endswith("Reply STOP to opt out") for one in texts)


Plan = Callable[[list[int], float, float, float], Needed]


@pytest.mark.parametrize("plan", [for_main_effects, for_every_pair])
@pytest.mark.parametrize("levels", [[2, 2, 1], [3, 2, 2]])
def test_with_so_many_customers_a_true_difference_is_found_four_times_in_five(
    plan: Plan, levels: list[int]
) -> None:
    base, effect, dice = 0.10, 0.03, np.random.default_rng(5)
    needed = plan(levels, base, effect, 10.0)
    count = prod(levels)
    if plan is for_every_pair:
        arm = needed.per_cell
        assert needed.comparisons == len(list(combinations(range(count), 2)))
    else:
        arm = needed.total // max(levels)
        assert needed.comparisons == sum(one - 1 for one in levels)
    a, b = dice.binomial(arm, base, 4_000) / arm, dice.binomial(arm, base + effect, 4_000) / arm
    middle = (a + b) / 2
    z = np.abs(b - a) / np.sqrt(2 * middle * (1 - middle) / arm)
    from statistics import NormalDist

    found = (z > NormalDist().inv_cdf(1 - ALPHA / needed.comparisons / 2)).mean()
    assert 0.77 < found < 0.84
    assert needed.total == needed.per_cell * count
    assert needed.days == -(-needed.total // 10)


@given(st.lists(st.integers(1, 4), min_size=3, max_size=3).filter(lambda one: max(one) > 1))
def test_main_effects_never_need_more_than_all_pairs(levels: list[int]) -> None:
    main, pairs = (plan(levels, 0.05, 0.01, 0.0) for plan in (for_main_effects, for_every_pair))
    assert main.total <= pairs.total + prod(levels)
    assert main.days is None


@pytest.mark.parametrize("plan", [for_main_effects, for_every_pair])
def test_one_cell_compares_nothing(plan: Plan) -> None:
    with pytest.raises(BadInput, match="nothing is compared"):
        plan([1, 1, 1], 0.05, 0.01, 1.0)


def test_the_file_has_a_row_a_cell_and_no_formula() -> None:
    journey, _ = sample("checkout_rescue", "reminder")
    alone = people().where(people().frame.index == 3)
    grid = Grid("reminder", "[headline]", ("=1+1", "@x"), (OfferLevel(Offer()), TEN), (0, 60))
    texts = cell_texts(cells(journey, grid), journey, brand(), alone)
    needed = for_main_effects([2, 2, 2], 0.05, 0.01, 1.0)
    rows = list(csv.DictReader(io.StringIO(grid_csv(texts, 0.0125, "USD", needed))))
    assert len(rows) == 8
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())
    for row, one in zip(rows, texts, strict=True):
        assert one.counted
        assert row["text"].removeprefix("'") == one.body
        assert (int(row["parts"]), float(row["price USD"])) == (one.counted.parts, pytest.approx(one.counted.parts * 0.0125))  # fmt: skip
        assert int(row["customers"]) == needed.per_cell


def test_only_what_the_test_brings_is_told_as_new() -> None:
    from journeyboard.lint.check import check

    journey, _ = sample("checkout_rescue", "reminder")
    after = with_grid(journey, GRID)
    found = new_findings(journey, after, brand())
    assert found
    before = {(one.code, one.node_id, one.message) for one in check(journey, brand())}
    assert not before & {(one.code, one.node_id, one.message) for one in found}
    assert new_findings(journey, journey, brand()) == []
