"""New journeys on the shelf: blank, from templates, as copies; each under a name and an id of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from journeyboard.journey.brand import Brand
from journeyboard.journey.file import load, loads
from journeyboard.journey.samples import template_journeys
from journeyboard.storage.store import Store
from journeyboard.workflows.library import keep_own_brand, open_library, open_stored
from journeyboard.workflows.starting import start_blank, start_copy, start_from

VIP = template_journeys()["vip"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_library(tmp_path / "home")
    yield opened
    opened.close()


def test_every_blank_journey_has_a_name_of_its_own(store: Store) -> None:
    made = [start_blank(store, author="Ana") for _ in range(3)]
    names = [opened.journey.name for opened in made]
    assert names == ["New journey", "New journey 2", "New journey 3"]
    assert len({opened.revision.journey_id for opened in made}) == 3
    assert made[0].revision.author == "Ana"


def test_a_journey_from_a_template_says_the_same_with_its_comments(store: Store) -> None:
    opened = start_from(store, VIP)
    assert opened.journey == load(VIP)
    assert opened.revision.text == VIP.read_text(encoding="utf-8")


def test_a_second_one_from_the_same_template_stands_beside_the_first(store: Store) -> None:
    first, second = start_from(store, VIP), start_from(store, VIP)
    assert second.journey.name == f"{first.journey.name} 2"
    assert second.journey.id == second.revision.journey_id != first.journey.id
    assert loads(second.revision.text) == second.journey


def test_a_template_becomes_the_users_own_brands(store: Store) -> None:
    keep_own_brand(store, Brand(id="ours", name="Ours"))
    assert start_from(store, VIP).journey.brand == "ours"
    assert start_blank(store).journey.brand == "ours"


def test_a_copy_keeps_the_comments_and_leaves_the_original(store: Store) -> None:
    original = open_stored(store, "checkout_rescue")
    copies = [start_copy(store, original.journey, original.revision.text) for _ in range(2)]
    assert [one.journey.name for one in copies] == [
        "Checkout rescue (copy)",
        "Checkout rescue (copy) 2",
    ]
    assert "# Practice case 2" in copies[0].revision.text
    assert open_stored(store, "checkout_rescue") == original
