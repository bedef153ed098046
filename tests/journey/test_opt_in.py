"""What the sign-up form says when nothing was written yet, and the record of a consent."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import get_args

import pytest

from journeyboard.journey.brand import Brand, ConsentTopic, OptIn, ProofField
from journeyboard.journey.file import load_brand
from journeyboard.journey.opt_in import (
    PROOF,
    TOPICS,
    confirm_of,
    consent_record,
    disclosure_of,
    opt_in_of,
    welcome_of,
)
from journeyboard.journey.samples import sample_brands
from journeyboard.message.sms import sms

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def brand(**opt_in: object) -> Brand:
    return Brand(
        id="b", name="Meadow", opt_in=OptIn.model_validate({"program": "Meadow", **opt_in})
    )


def test_every_topic_and_every_proof_has_words() -> None:
    assert set(TOPICS) == set(get_args(ConsentTopic))
    assert set(PROOF) == set(get_args(ProofField))


@pytest.mark.parametrize("write", [disclosure_of, confirm_of, welcome_of])
@pytest.mark.parametrize("topics", [("marketing",), ("marketing", "cart_reminders", "care")])
def test_what_is_not_written_yet_says_what_carriers_ask_for(write: object, topics: object) -> None:
    assert callable(write)
    words = write(brand(topics=topics, frequency="up to 6 texts a month"))
    for fact in ("Meadow", "up to 6 texts a month", "rates may apply", "HELP", "STOP"):
        assert fact in words


def test_own_words_stand_as_they_are() -> None:
    assert disclosure_of(brand(disclosure=" Ours. ")) == "Ours."
    assert confirm_of(brand(confirm="YES?")) == "YES?"
    assert welcome_of(brand(welcome="Hi")) == "Hi"


def test_a_form_for_cart_reminders_says_how_the_cart_is_remembered() -> None:
    assert "cookies" in disclosure_of(brand(topics=("cart_reminders",)))
    assert "cookies" not in disclosure_of(brand(topics=("marketing",)))


@pytest.mark.parametrize("file", sample_brands().values(), ids=lambda file: file.stem)
def test_the_texts_of_the_samples_cost_little(file: object) -> None:
    found = load_brand(file)  # type: ignore[arg-type]
    assert sms(confirm_of(found)).parts <= 2
    assert sms(welcome_of(found)).parts <= 2


def test_a_brand_without_a_programme_has_an_empty_one() -> None:
    assert opt_in_of(Brand(id="b", name="Meadow")) == OptIn(program="Meadow")


def test_the_record_keeps_the_wording_and_its_version() -> None:
    shop = brand()
    record = consent_record(
        shop, "c1", NOON, source="footer", method="form", ip_or_number="192.0.2.1"
    )
    assert record.given_at == "2026-03-02T12:00:00+00:00"
    assert record.version == sha256(record.wording.encode()).hexdigest()[:12]
    other = consent_record(
        brand(disclosure="New"), "c1", NOON, source="footer", method="form", ip_or_number=""
    )
    assert other.version != record.version
