"""Rules of copy and claims beyond their cases: places, numbers, gravity, word lists, and the worst case."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.audience.people import COLUMNS, TRAITS
from journeyboard.journey.brand import Brand
from journeyboard.journey.content import Link, Offer
from journeyboard.journey.file import load, load_brand
from journeyboard.journey.form import journey_from
from journeyboard.journey.nodes import Sms
from journeyboard.journey.samples import find_brand, sample_brands, sample_folder, sample_journeys
from journeyboard.lint import copy_values, words
from journeyboard.lint.claims import CLAIMS
from journeyboard.lint.copy import COPY
from journeyboard.lint.rule import Finding, Rule, findings
from journeyboard.lint.subject import Subject
from journeyboard.lint.worst import Facts, facts_of, renderings, usual_text
from journeyboard.message.facts import FACTS
from journeyboard.message.sms import sms

RULES = (*COPY, *CLAIMS)
NOBODY = Facts("Meadow", (), "https://meadow.example/c/x7k2q", "SPRING")
LANGUAGES = {"en", "de", "fr", "es", "it", "nl"}


def found(
    code: str, brand: Brand | None = None, settings: Any = None, **node: Any
) -> list[Finding]:
    """What one rule finds about a journey of one message."""
    told = {"id": "j", "name": "J", "start": "a", "nodes": {"a": {"kind": "sms", **node}}}
    journey = journey_from({**told, **(settings or {})})
    return list(findings(by_code(code), Subject(journey, brand)))


def by_code(code: str) -> Rule:
    return next(rule for rule in RULES if rule.code == code)


def samples() -> Iterator[Path]:
    yield from sample_journeys().values()
    yield from sorted((sample_folder() / "templates").glob("*.yaml"))


def everywhere(path: Path) -> list[Finding]:
    journey = load(path)
    subject = Subject(journey, find_brand(journey))
    return [finding for rule in RULES for finding in findings(rule, subject)]


@pytest.mark.parametrize("path", list(samples()), ids=lambda path: path.name)
def test_a_careful_sample_has_no_error_and_no_warning_and_the_bad_one_has_many(path: Path) -> None:
    grave = {one.code for one in everywhere(path) if one.severity != "info"}
    if path.name.startswith("bad_example"):
        assert grave >= {"JB302", "JB307", "JB311", "JB312", "JB315", "JB800"}
    else:
        assert grave == set()


@pytest.mark.parametrize("path", list(samples()), ids=lambda path: path.name)
def test_a_stretch_lies_in_the_text_that_its_field_names(path: Path) -> None:
    journey = load(path)
    texts = {(one.node.id, one.path): one.text for one in Subject(journey).wordings}
    texts |= {(node.id, "text"): getattr(node, "text", "") for node in journey.nodes}
    for finding in everywhere(path):
        if finding.span and finding.node_id:
            start, end = finding.span
            text = texts[finding.node_id, finding.field]
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip()


def test_what_an_emoji_costs_is_said_in_the_brands_money() -> None:
    brand = load_brand(sample_brands()["north_trail"])
    told = found("JB301", brand, {"jurisdictions": ["FR"]}, body="🎉" + "a" * 150)[0].message
    # 152 units at 67 a part are three parts, against one of 150 septets: two more at 0.065 euros.
    assert "3 parts instead of 1" in told
    assert "EUR 130.00 more for 1,000 texts" in told


def test_the_opt_out_line_counts_and_smart_encoding_does_its_part() -> None:
    brand = Brand(id="b", name="B", opt_out_text="Reply STOP to opt out, any time you like to.")
    almost = "a" * 300
    assert found("JB302", brand, body=almost) == []
    assert found("JB302", brand, body=almost, opt_out=True)[0].severity == "warning"
    assert found("JB302", body="’" * 200, smart_encoding=False)[0].severity == "warning"
    assert found("JB302", body="’" * 200) == []


@pytest.mark.parametrize(
    ("length", "severity"), [(459, "warning"), (1530, "warning"), (1531, "error")]
)
def test_above_ten_parts_it_is_an_error(length: int, severity: str) -> None:
    assert found("JB302", body="a" * length)[0].severity == severity


def test_three_parts_only_for_long_names_is_a_note_that_says_both_numbers() -> None:
    body = "a" * 290 + " {{ first_name | default: 'x' }} {{ last_name | default: 'x' }}"
    finding = found("JB302", body=body)[0]
    assert (finding.severity, finding.message) == (
        "info",
        "It goes out in 2 parts, 3 with long values; shorten it to two.",
    )


def test_a_finding_in_a_variant_is_mended_in_that_variant() -> None:
    variants = [
        {"name": "plain"},
        {"name": "named", "body": "Hi {{ firstname | default: 'there' }}"},
    ]
    fix = found("JB309", body="Hi", variants=variants)[0].to_dict()["fix"]
    assert (fix["path"], fix["value"]) == (
        "variants.1.body",
        "Hi {{ first_name | default: 'there' }}",
    )


def test_healing_is_graver_for_a_brand_that_sells_cosmetics() -> None:
    lumen, trail = (load_brand(sample_brands()[name]) for name in ("lumen", "north_trail"))
    assert found("JB801", lumen, body="It heals")[0].severity == "warning"
    assert found("JB801", trail, body="It heals")[0].severity == "info"
    assert found("JB801", None, body="It heals")[0].severity == "info"


def test_a_picture_inside_the_file_is_weighed() -> None:
    small, large = ("data:image/png;base64," + "A" * size for size in (400_000, 900_000))
    assert found("JB319", media=small, body="Hi") == []
    assert "675 KB" in found("JB319", media=large, body="Hi")[0].message


@pytest.mark.parametrize(
    "text",
    [
        "SMS has a 98% open rate",
        "98 % of texts are opened",
        "Texts: opened by 97.5 percent",
        "an SMS open rate of 98 %",
        "90 % of text messages are read within 3 minutes",
        "90% of SMS within three minutes",
    ],
)
def test_the_claim_about_opens_is_known_in_its_many_forms(text: str) -> None:
    assert [one.field for one in found("JB800", None, {"notes": text}, body="Hi")] == ["notes"]


def test_every_rule_names_its_source_or_is_a_design_default() -> None:
    for rule in RULES:
        assert rule.source.text
        assert rule.family == ("claims" if rule.code.startswith("JB8") else "copy")
    assert by_code("JB800").source.confidence == "primary"


def rows() -> list[dict[str, str]]:
    path = Path(words.__file__).parent / "data" / "copy_words.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['list']} {row['language']}")
def test_every_word_of_a_list_is_found_in_a_sentence_and_none_within_a_word(
    row: dict[str, str],
) -> None:
    assert row["language"] in LANGUAGES
    for word in row["words"].split("|"):
        told = words.first(row["list"], f"So: {word.upper()}, then")
        assert told is not None, word
        assert words.first(row["list"], f"so{word}then") is None, word
    for phrase in filter(None, row["harmless"].split("|")):
        assert words.first(row["list"], f"Our {phrase}.") is None, phrase


@given(st.text(max_size=40), st.sampled_from(sorted({row["list"] for row in rows()})))
def test_the_place_of_a_word_is_where_it_stands(text: str, name: str) -> None:
    if told := words.first(name, text):
        assert text[told.span[0] : told.span[1]] == told.word


def test_known_values_are_the_columns_of_the_audience_and_the_facts() -> None:
    known = copy_values._known()
    assert known - set(FACTS) - {"now"} == set(COLUMNS) - set(TRAITS)


@given(
    st.lists(
        st.sampled_from(
            ["Hi ", "{{ first_name | default: 'there' }}", "{{ product }}", " {{ link }}", "{{ code }}",
             "{% if last_name %}, {{ last_name }}{% endif %}", "a" * 50, "é", "{{ bike | upcase }}", "€"]
        ),
        max_size=8,
    ).map("".join)
)  # fmt: skip
def test_the_longest_rendering_is_never_shorter_than_the_usual_one(source: str) -> None:
    told = renderings(source, NOBODY)
    assert told is not None
    assert (told.longest.parts, told.longest.units) >= (told.usual.parts, told.usual.units)
    assert told.usual == sms(usual_text(source, NOBODY) or "", smart_encoding=True)
    assert (told.odd.encoding == "UCS-2") == bool(re.search(r"\{\{ (first|last)_name", source))


def test_what_holds_for_a_message_comes_from_its_link_its_offer_and_the_brand() -> None:
    brand = load_brand(sample_brands()["lumen"])
    offer = Offer(kind="percent", value=10, code="TEN")
    node = Sms(id="a", body="", link=Link(url="https://lumenskin.example/c/"), offer=offer)
    facts = facts_of(node, brand)
    assert (
        usual_text("{{ brand }} {{ link }} {{ code }}", facts)
        == "Lumen Skin https://lumenskin.example/c/x7k2q TEN"
    )
    assert usual_text("{{ link }}|{{ code }}", facts_of(Sms(id="a"), None)) == "|"
    assert usual_text("{{ nonsense", facts) is None


def test_a_fallback_longer_than_any_value_is_the_worst_case() -> None:
    source = "{{ first_name | default: '" + "friend of the workshop and its dog " * 5 + "' }}"
    told = renderings(source, NOBODY)
    assert told is not None
    assert (told.usual.parts, told.longest.parts) == (1, 2)
