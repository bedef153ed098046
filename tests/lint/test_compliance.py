"""Compliance: severities by place, sources from the table, and words that must not raise alarm."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.journey.brand import Brand
from journeyboard.journey.form import journey_from
from journeyboard.journey.opt_in import confirm_of, disclosure_of, welcome_of
from journeyboard.lint.check import check
from journeyboard.lint.compliance import COMPLIANCE
from journeyboard.lint.outgoing import name_at, shown
from journeyboard.lint.rule import Finding
from journeyboard.lint.vocabulary import first_restricted
from journeyboard.message.rules import rules

BRAND = Brand(id="b", name="Bloom & Sons")


def found(code: str, body: str, brand: Brand | None = None, **settings: Any) -> list[Finding]:
    node = {"kind": "sms", "body": body, "purpose": settings.pop("purpose", "marketing")}
    journey = journey_from({"id": "j", "name": "J", "start": "a", **settings, "nodes": {"a": node}})
    return [finding for finding in check(journey, brand) if finding.code == code]


@pytest.mark.parametrize(
    ("place", "severity"), [("FR", "error"), ("GB", "error"), ("CA", "error"), ("US", "warning")]
)
def test_a_missing_opt_out_is_an_error_where_the_law_asks_for_it_in_each(
    place: str, severity: str
) -> None:
    (finding,) = found("JB217", "Sale", jurisdictions=[place])
    assert (finding.severity, finding.jurisdiction) == (severity, place)


def test_a_state_cap_is_an_error_only_where_the_state_is_named() -> None:
    def severity(place: str) -> tuple[str, str]:
        texts = {
            c: {"kind": "sms", "body": "Sale", "next": n}
            for c, n in zip("abcd", "bcde", strict=True)
        }
        nodes = {**texts, "e": {"kind": "exit"}}
        whole = journey_from(
            {"id": "j", "name": "J", "start": "a", "jurisdictions": [place], "nodes": nodes}
        )
        (finding,) = [f for f in check(whole) if f.code == "JB227"]
        return finding.severity, finding.message

    assert severity("US-MD")[0] == "error"
    country = severity("US")
    assert country[0] == "warning"
    assert all(state in country[1] for state in ("US-FL", "US-OK", "US-MD"))
    assert "may live there" in country[1]


def test_every_source_with_a_place_is_a_row_of_the_table() -> None:
    rows = {(row.source, row.year, row.confidence) for row in rules()}
    bodies = "BUY now, reply BUY to pay with card: http://bit.ly/x wine"
    for place in ("US", "US-FL", "FR", "GB", "DE", "CA", "AU", "BE"):
        journey = journey_from(
            {
                "id": "j",
                "name": "J",
                "start": "a",
                "jurisdictions": [place],
                "nodes": {"a": {"kind": "sms", "body": bodies}},
            }
        )
        mine = [f for f in check(journey, BRAND) if f.family == "compliance" and f.jurisdiction]
        assert mine
        assert {tuple(f.source) for f in mine} <= rows


def test_custom_never_makes_an_error() -> None:
    for place in ("NZ", "IN", "ES"):
        journey = journey_from(
            {
                "id": "j",
                "name": "J",
                "start": "a",
                "jurisdictions": [place],
                "nodes": {"a": {"kind": "sms", "body": "Sale"}},
            }
        )
        law = {
            f.jurisdiction
            for f in check(journey, BRAND)
            if f.family == "compliance" and f.severity == "error"
        }
        assert law <= {"ES"}  # a member of the EU, whose directive is law there


@pytest.mark.parametrize(
    "text",
    [
        "Your best shot: a hit with everyone, and a steal.",
        "Ginger, drumsticks, a winery tour and a swine valley.",
        "Begun, gunmetal grey, our hot glue gun and a top gun moment.",
        "Essex, Sussex and a unisex cut. Nude lipstick. Hate waiting?",
        "Alcohol-free toner, bourbon vanilla, root beer floats.",
        "Vapour rub, trifles and weeds in the garden.",
        "Thc1, abcbd and kushion.",
    ],
)
def test_ordinary_shop_talk_raises_no_alarm(text: str) -> None:
    assert first_restricted(text) is None


@pytest.mark.parametrize(
    ("text", "category", "severity"),
    [
        ("20% off all wines", "alcohol", "warning"),
        ("CBD gummies are back", "cannabis", "error"),
        ("Free ammunition", "firearms", "error"),
        ("New guns in store", "firearms", "error"),
        ("Vapes from $9", "tobacco", "warning"),
        ("payday-loan today", "high-risk loans", "warning"),
        ("wine, then porn", "sex", "error"),
    ],
)
def test_the_gravest_restricted_word_is_named(text: str, category: str, severity: str) -> None:
    term, (start, end) = first_restricted(text) or pytest.fail("nothing found")
    assert (term.category, term.severity) == (category, severity)
    assert text[start:end].strip(" ") == text[start:end] != ""


@given(st.text(alphabet="ab {}%'|\"\n", max_size=40))
def test_hiding_tags_keeps_every_character_in_its_place(text: str) -> None:
    plain = shown(text)
    assert len(plain) == len(text)
    assert all(a == b or a == " " for a, b in zip(plain, text, strict=True))


@pytest.mark.parametrize(
    "written", ["Bloom & Sons: hi", "BLOOM&SONS: hi", "bloom-sons: hi", "Bloom: hi"]
)
def test_a_brand_is_known_however_its_words_are_joined(written: str) -> None:
    assert name_at(written, BRAND) == 0


@pytest.mark.parametrize(
    "written", ["Blooming lovely", "abloom & sons", "Sons of Bloo m", "{{ bloom }}"]
)
def test_other_words_are_not_the_brand(written: str) -> None:
    assert name_at(written, BRAND) is None


@given(st.integers(0, 10**15 - 1))
def test_a_card_number_is_found_and_its_neighbour_is_not(stem: int) -> None:
    digits = f"{stem:015d}"
    # The check digit by its definition: doubled from the right, digit sums added, filled up to ten.
    doubled = [
        sum(divmod(int(d) * (2 if place % 2 == 0 else 1), 10))
        for place, d in enumerate(reversed(digits))
    ]
    last = -sum(doubled) % 10
    card, other = f"{digits}{last}", f"{digits}{(last + 1) % 10}"
    assert found("JB221", f"Paid with {card}.", purpose="transactional")
    assert not found("JB221", f"Paid with {other}.", purpose="transactional")


@pytest.mark.parametrize("topics", [("marketing",), ("marketing", "cart_reminders")])
def test_what_the_program_proposes_for_a_sign_up_passes_its_own_rules(
    topics: tuple[str, ...],
) -> None:
    opt_in = {
        "topics": topics, "frequency": "up to 4 texts a month", "discloses_tracking": True,
        "terms": "https://bloom.example/t", "privacy": "https://bloom.example/p",
    }  # fmt: skip
    brand = BRAND.model_validate({**BRAND.model_dump(), "opt_in": opt_in})
    assert disclosure_of(brand)
    joins = {"entry": {"kind": "event", "event": "consent.subscribed"}}
    assert found("JB207", "Sale", brand) == []
    for text in (welcome_of(brand), confirm_of(brand)):
        assert found("JB218", text, brand, **joins) == []
        assert found("JB217", text, brand, **joins) == []


def test_the_codes_lie_in_the_family_s_range() -> None:
    assert all("JB200" <= rule.code <= "JB229" for rule in COMPLIANCE)
    assert {rule.family for rule in COMPLIANCE} == {"compliance"}
