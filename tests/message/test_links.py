"""Tagged links keep everything they had, and say the campaign exactly once."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.message.links import MEDIUMS, TAGS, tagged, tags

WORDS = st.text("abcXYZ 019-_.~&=?#%+é😀", min_size=1, max_size=12)
PAIRS = st.lists(st.tuples(st.sampled_from(["id", "q", "utm_source", "utm_medium"]), WORDS), max_size=4)  # fmt: skip
PATHS = st.sampled_from(["", "/", "/cart", "/a/b.html"])


@given(PATHS, PAIRS, st.sampled_from(["", "top"]), st.dictionaries(st.sampled_from(TAGS), WORDS))
def test_what_was_there_stays_in_order_and_what_is_added_reads_back(
    path: str, pairs: list[tuple[str, str]], fragment: str, values: dict[str, str]
) -> None:
    from urllib.parse import urlencode

    url = f"https://x.example{path}" + (f"?{urlencode(pairs)}" if pairs else "") + (f"#{fragment}" if fragment else "")  # fmt: skip
    parts = urlsplit(tagged(url, values))
    there = parse_qsl(parts.query, keep_blank_values=True)
    names = {name for name, _ in pairs}
    assert there[: len(pairs)] == pairs
    assert there[len(pairs) :] == [(k, v) for k, v in values.items() if k not in names]
    assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == ("https", "x.example", path, fragment)  # fmt: skip


@given(PATHS, PAIRS, st.dictionaries(st.sampled_from(TAGS), WORDS))
def test_tagging_twice_is_tagging_once(
    path: str, pairs: list[tuple[str, str]], values: dict[str, str]
) -> None:
    from urllib.parse import urlencode

    once = tagged(f"https://x.example{path}?{urlencode(pairs)}", values)
    assert tagged(once, values) == once


def test_the_brand_the_channel_and_the_journey_say_what_nobody_gave() -> None:
    told = tags("email", brand="lumen", campaign="rescue", given=(None, "newsletter", ""))
    assert told == {"utm_source": "lumen", "utm_medium": "newsletter", "utm_campaign": "rescue"}
    assert {channel: tags(channel, brand="b", campaign="c")["utm_medium"] for channel in MEDIUMS} == dict(MEDIUMS)  # fmt: skip


@pytest.mark.parametrize("url", ["https://x.example/c", "https://[::1", ""])
def test_nothing_to_add_or_no_address_changes_nothing(url: str) -> None:
    assert tagged(url, {}) == url
    assert tagged("https://[::1", {"utm_medium": "sms"}) == "https://[::1"
