"""A copy test put into a journey: the texts are those of its cells, and everybody is in exactly one."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyboard.audience.customers import customers
from journeyboard.audience.people import Audience
from journeyboard.errors import BadInput
from journeyboard.journey.brand import Brand
from journeyboard.journey.cells import FACTORS, Grid, OfferLevel, cells, own_pause, with_grid
from journeyboard.journey.content import Offer
from journeyboard.journey.file import dumps, load, load_brand, loads
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Delay
from journeyboard.journey.samples import sample_brands, sample_journeys
from journeyboard.message.duration import format_duration

NONE = OfferLevel(Offer())
TEN = OfferLevel(Offer(kind="percent", value=10, code="TEN"), "10 % off with TEN.")
SHIP = OfferLevel(Offer(kind="free_shipping", code="SHIP"), "Free shipping with SHIP.")
WORDS = st.text("abc XYZ-’é", min_size=1, max_size=12).filter(str.strip).map(str.strip)
FRAMES = st.sampled_from(
    ["Lumen: [headline] [offer] {{ link }}", "[offer] [headline]", "[headline][offer]", "[headline]",
     "Hi {{ first_name | default: 'you' }}, [headline] {{ link }} [offer]", "[headline]\n[offer] x"]
)  # fmt: skip


@pytest.fixture(scope="module")
def brand() -> Brand:
    return load_brand(sample_brands()["lumen"])


@pytest.fixture(scope="module")
def people(brand: Brand) -> Audience:
    return customers(1_200, brand=brand)


def one_text(node: str = "text", pause: bool = True) -> Journey:
    """Everybody is texted once, a day after the start of the flight."""
    wait = {"id": "wait", "kind": "delay", "for": "1 day", "next": node}
    return Journey.model_validate(
        {
            "id": "one_text", "name": "One text", "brand": "lumen", "start": "wait" if pause else node,
            "entry": {"kind": "audience", "when": "start"}, "quiet_hours": None,
            "nodes": [
                *([wait] if pause else []),
                {"id": node, "kind": "sms", "body": "Hi", "purpose": "transactional",
                 "link": {"url": "https://x.example/c"}, "smart_encoding": False},
            ],
        }
    )  # fmt: skip


GRID = Grid(
    "text", "Lumen: [headline] [offer] {{ link }}", ("Your cart waits.", "Still thinking?"),
    (NONE, TEN, SHIP), (1_800, 3_600),
)  # fmt: skip


def test_the_grid_is_every_combination_once() -> None:
    found = cells(one_text(), GRID)
    assert len({tuple(cell.levels.values()) for cell in found}) == len(found) == 12
    assert [tuple(cell.levels.values()) for cell in found] == list(product("AB", ("none", "10 %", "free shipping"), ("30 minutes", "1 hour")))  # fmt: skip
    assert found[0].message.body == "Lumen: Your cart waits. {{ link }}"
    assert found[-1].message.body == "Lumen: Still thinking? Free shipping with SHIP. {{ link }}"


def test_the_journey_with_the_test_survives_its_file() -> None:
    journey = with_grid(one_text(), GRID)
    assert loads(dumps(journey)) == journey
    assert journey.experiments == {
        "headline": {"A": 1.0, "B": 1.0},
        "offer": {"none": 1.0, "10 %": 1.0, "free shipping": 1.0},
        "timing": {"30 minutes": 1.0, "1 hour": 1.0},
    }


def test_every_customer_has_one_cell_and_cells_are_as_large_as_their_weights(
    brand: Brand, people: Audience
) -> None:
    from journeyboard.simulation.run import simulate

    run = simulate(with_grid(one_text(), GRID), people, brand=brand, days=5)
    told = run.assignments
    told = told.assign(factor=told["experiment_id"].astype(str).str.partition("/")[2])
    wide = told.pivot(index="profile_key", columns="factor", values="arm")
    assert len(wide) == len(people)  # a second arm of a factor would have made the pivot fail
    assert sorted(wide.columns) == sorted(FACTORS)
    assert not wide.isna().any().any()
    sizes = Counter(wide.itertuples(index=False, name=None))
    expected = len(people) / 12
    assert len(sizes) == 12
    squares = sum((size - expected) ** 2 / expected for size in sizes.values())
    assert squares < 31.26  # chi-square with 11 degrees of freedom, p = 0.001


@pytest.mark.parametrize("pause", [True, False])
def test_the_preview_shows_each_customer_the_text_of_their_cell(
    brand: Brand, people: Audience, pause: bool
) -> None:
    from journeyboard.message.template import render
    from journeyboard.simulation.preview import preview

    before = one_text(pause=pause)
    journey = with_grid(before, GRID)
    by_levels = {tuple(cell.levels.values()): cell for cell in cells(before, GRID)}
    keys = people.frame.loc[people.frame["phone"].notna(), "profile_key"].head(40)
    seen = set()
    for key in keys:
        found = preview(journey, str(key), brand=brand, people=people, entered_at=datetime(2026, 3, 4, 15, tzinfo=UTC))  # fmt: skip
        arms = {name.partition("/")[2]: arm for name, arm in found.arms}
        cell = by_levels[tuple(arms[factor] for factor in FACTORS)]
        for message in found.messages:
            link = message.body.rpartition(" ")[2]
            assert message.body == render(cell.message.body, {"link": link}).text
            assert found.entered_at is not None
            assert (message.due - found.entered_at).total_seconds() == cell.wait
            seen.add(tuple(arms.values()))
    assert len(seen) > 6


@settings(max_examples=60, deadline=None)
@given(FRAMES, st.lists(WORDS, min_size=1, max_size=4, unique=True), st.lists(st.sampled_from([NONE, TEN, SHIP]), min_size=1, max_size=3, unique=True))  # fmt: skip
def test_the_text_that_asks_for_the_code_reads_as_the_cell(
    frame: str, headlines: list[str], offers: list[OfferLevel]
) -> None:
    from journeyboard.message.template import render
    from journeyboard.simulation.settings import by_level, levels_of

    grid = Grid("text", frame, tuple(headlines), tuple(offers), (0,))
    journey = with_grid(one_text(), grid)
    node = journey.node("text")
    known = {"link": "https://x.example/c/abcde", "first_name": "Zoë"}
    combos = product(*levels_of(journey, node))  # type: ignore[arg-type]
    texts = []
    for _, one in zip(combos, by_level(journey, node), strict=True):  # type: ignore[arg-type]
        code = {"code": one.offer.code} if one.offer and one.offer.code else {}
        texts.append(render(one.body, known | code).text)
    assert texts == [render(cell.message.body, known).text for cell in cells(one_text(), grid)]


def test_a_pause_of_its_own_takes_the_timing_and_others_stay_as_they_are() -> None:
    journey = with_grid(one_text(), GRID)
    pause = journey.node("wait")
    assert isinstance(pause, Delay)
    assert pause.by == {"timing": {"30 minutes": {"for": "30 minutes"}, "1 hour": {"for": "1 hour"}}}  # fmt: skip
    rescue = load(sample_journeys()["checkout_rescue"])
    assert own_pause(rescue, "reminder") is None
    changed = with_grid(rescue, Grid("reminder", "[headline]", ("A b", "C d"), (NONE,), (0, 60)))
    assert len(changed.nodes) == len(rescue.nodes) + 1
    fresh = next(node for node in changed.nodes if node.id == "wait_for_test")
    leads = [source for source, port in changed.wires if port.target == "reminder"]
    assert leads == [fresh.id]
    before = [source for source, port in rescue.wires if port.target == "reminder"]
    assert [source for source, port in changed.wires if port.target == fresh.id] == before
    untouched = {node.id: node for node in rescue.nodes if node.id not in ("reminder", *before)}
    assert all(changed.node(name) == node for name, node in untouched.items())


def test_a_second_test_replaces_the_first_and_leaves_factors_of_others_alone() -> None:
    once = with_grid(one_text(), GRID)
    shared = once.model_copy(update={"experiments": {**once.experiments, "kept": {"x": 1.0}}})
    again = with_grid(shared, Grid("text", "[headline]", ("One", "Two"), (NONE,), (5, 6)))
    assert set(again.experiments) == {"headline", "timing", "kept"}
    assert set(again.node("text").by) == {"headline"}  # type: ignore[union-attr]


def test_one_level_is_no_factor() -> None:
    journey = with_grid(one_text(), Grid("text", "[headline] [offer]", ("One",), (TEN,), (0,)))
    assert journey.experiments == {}
    assert journey.node("text").body == "One 10 % off with TEN."  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"headlines": ()}, "headline has 0 levels"),
        ({"headlines": ("a", "a")}, "two levels of headline are the same"),
        ({"headlines": ("a", " ")}, "a headline is empty"),
        ({"timings": (1, 2, 3, 4, 5)}, "timing has 5 levels"),
        ({"offers": (TEN, SHIP._replace(offer=Offer(kind="free_shipping", code="TEN")))}, "two offers have the code “TEN”"),
        ({"offers": (NONE, OfferLevel(Offer(kind="free_shipping"), "Free"))}, "two offers have no code"),
        ({"offers": (TEN._replace(offer=Offer(kind="percent", value=10, code="a'b")),)}, "“a'b” cannot be a code here"),
        ({"node": "wait"}, "this step is no message"),
    ],
)  # fmt: skip
def test_levels_that_cannot_be_told_apart_are_refused(
    change: dict[str, object], words: str
) -> None:
    from dataclasses import replace

    with pytest.raises(BadInput, match=words):
        with_grid(one_text(), replace(GRID, **change))  # type: ignore[arg-type]
    assert format_duration(1_800) == "30 minutes"
