"""Settings and brands in the store."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.errors import StoreError
from journeyboard.storage.brands import find_brand, list_brands, save_brand
from journeyboard.storage.plain import plain
from journeyboard.storage.settings import get_setting, set_setting
from journeyboard.storage.store import Store

WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | WORDS,
    lambda inside: st.lists(inside) | st.dictionaries(WORDS, inside),
    max_leaves=8,
)


@given(value=VALUES)
def test_any_plain_value_comes_back_as_it_was(store: Store, value: object) -> None:
    set_setting(store, "key", value)
    assert get_setting(store, "key", "default") == value


def test_a_setting_never_set_has_its_default(store: Store) -> None:
    assert get_setting(store, "never", 7) == 7


def test_a_number_that_cannot_be_computed_is_kept_as_nothing(store: Store) -> None:
    assert set_setting(store, "key", [math.nan, (1.5, math.inf)]).value == [None, [1.5, None]]
    assert get_setting(store, "key") == [None, [1.5, None]]


def test_numbers_and_times_become_plain_and_the_rest_is_refused() -> None:
    values = {1: np.int64(3), "share": np.float32(0.5), "day": date(2026, 3, 2)}
    assert plain(values) == {"1": 3, "share": 0.5, "day": "2026-03-02"}
    with pytest.raises(StoreError, match="type set cannot be kept"):
        plain({"a": {1, 2}})


def test_a_brand_is_replaced_under_its_id(store: Store) -> None:
    save_brand(store, "acme", "one", name="Acme")
    save_brand(store, "acme", "two", name="Acme & Söhne")
    save_brand(store, "aaa", "x", name="Zeta")
    assert [brand.name for brand in list_brands(store)] == ["Acme & Söhne", "Zeta"]
    assert find_brand(store, "acme").text == "two"
    assert find_brand(store, "nope") is None
