"""Ten thousand random texts, counted by the package, by a slow second opinion, and in previews."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from ruamel.yaml import YAML

from journeyboard.audience.customers import customers
from journeyboard.audience.people import Audience
from journeyboard.journey.form import journey_from
from journeyboard.message.alphabet import alphabet
from journeyboard.message.sms import graphemes, smart_encode, sms
from journeyboard.simulation.preview import PreviewMessage, preview

from .second_opinion import BASIC, EXTENSION, clusters, counted

TEXTS = 10_000
CASES = Path(__file__).parents[1] / "rules" / "sms" / "counts.yaml"
BATCH = 15  # texts that one preview sends
EDGES = (1, 30, 67, 69, 70, 71, 134, 135, 153, 160, 161, 201, 306, 307)
LATIN = [
    *"abcdefghij klmno pqrst uvwxyz ABC 0123456789 .,!?@£$¥§¿àèéùìòÇØåßñüΔΦΩ",
    "\r\n",
    "\n",
    "\r",
]
TWO = [*"^{}\\[~]|€\f"]
FOREIGN = [*"çáíóëœŁżčř漢字дяשא`°®\t\u00a0\u200b\u202f\ufeff\u00ad’“”–…"]
MARKS = ["\u0301", "\u0308", "\u0323", "\u0327", "\u20e3", "\ufe0f", "\u0e33", "\u093f", "\u0bbf"]
STACKED = [
    "e\u0301",
    "n\u0303",
    "a\u0308\u0301",
    "c\u0327",
    "q\u0323\u0307",
    "\u212b",
    "o" + "\u0301" * 70,
]
FLAGS = [chr(code) for code in (0x1F1EE, 0x1F1F9, 0x1F1EB, 0x1F1F7)] + ["🇮🇹", "🇫🇷"]
EMOJI = [
    *"😀👨👩👧👦🏳🌈❤🔥\u200d🏽🏿",
    "👨‍👩‍👧‍👦",
    "🏳️‍🌈",
    "👍🏽",
    "❤️",
    "1️⃣",
    "🏴\U000e0067\U000e0062\U000e007f",
]
SCRIPTS = [
    *"한국",
    "\u1112\u1161\u11ab",
    "\u1112",
    "\u1161",
    "\u11ab",
    "नि",
    "ก็",
    "ที่",
    "தமி",
    "\u0600١",
]
MIXTURES = (
    LATIN,
    LATIN * 3 + TWO,
    LATIN * 4 + FOREIGN,
    LATIN * 2 + STACKED + MARKS,
    LATIN * 2 + EMOJI,
    EMOJI + FLAGS,
    FLAGS + MARKS + LATIN,
    SCRIPTS + MARKS + EMOJI,
    LATIN * 3 + TWO * 2 + ["😀"],
    [*LATIN, *TWO, *FOREIGN, *STACKED, *MARKS, *FLAGS, *EMOJI, *SCRIPTS],
)
FORMS = (None, None, "NFC", "NFD")


@cache
def texts() -> tuple[str, ...]:
    """The same ten thousand every time, most of them about as long as one or more parts."""
    random = Random(2026)
    return tuple(_text(random, MIXTURES[at % len(MIXTURES)]) for at in range(TEXTS))


def _text(random: Random, pieces: list[str]) -> str:
    length = max(0, random.choice(EDGES) + random.randint(-3, 2))
    text = ""
    while len(text) < length:
        text += random.choice(pieces) * random.choice((1, 1, 1, 1, 1, 9))
    form = random.choice(FORMS)
    return unicodedata.normalize(form, text) if form else text


@pytest.mark.parametrize("block", range(10))
def test_ten_thousand_random_texts_are_counted_as_a_slow_second_opinion_says(block: int) -> None:
    for text in texts()[block::10]:
        count, slow = sms(text), counted(text)
        assert graphemes(text) == clusters(text)
        assert (count.encoding, count.units, count.texts) == (slow.encoding, slow.units, slow.parts)
        assert count.parts == len(slow.parts)


def test_the_random_texts_reach_every_edge() -> None:
    slow = [counted(text) for text in texts()]
    reached = Counter((one.encoding, min(len(one.parts), 4)) for one in slow)
    assert all(reached[e, parts] > 100 for e in ("GSM-7", "UCS-2") for parts in (1, 2, 3))
    naive = [-(-one.units // {"GSM-7": 153, "UCS-2": 67}[one.encoding]) for one in slow]
    assert sum(len(one.parts) > max(n, 2) for one, n in zip(slow, naive, strict=True)) > 100
    assert sum(text != unicodedata.normalize("NFC", text) for text in texts()) > 1_000
    assert sum("\r\n" in text for text in texts()) > 1_000


def test_smart_encoding_sees_no_difference_between_composed_and_decomposed_letters() -> None:
    for text in texts()[:2_000]:
        composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
        assert smart_encode(apart) == smart_encode(composed)
        assert sms(text, smart_encoding=True) == sms(smart_encode(text))


def test_both_opinions_have_the_same_alphabet() -> None:
    basic, extension = alphabet()
    assert (set(BASIC), set(EXTENSION)) == (basic, extension)
    assert len(BASIC) == 127


@cache
def crowd() -> Audience:
    return customers(200)


def previewed(bodies: list[str]) -> list[PreviewMessage]:
    """What one customer gets of a journey with these texts, one after the other."""
    nodes: dict[str, Any] = {}
    for at, body in enumerate(bodies):
        follows = f"t{at + 1}" if at + 1 < len(bodies) else None
        nodes[f"t{at}"] = {
            "kind": "sms", "body": body, "purpose": "transactional", "quiet_hours": "ignore",
            "smart_encoding": False, "next": follows,
        }  # fmt: skip
    journey = journey_from({
        "id": "texts", "name": "Texts", "start": "t0", "nodes": nodes, "caps": [], "quiet_hours": None,
        "entry": {"kind": "event", "event": "checkout.started"},
    })  # fmt: skip
    people = crowd()
    frame = people.frame
    able = (frame["consent_sms_transactional"] == "subscribed") & (frame["trait_reachable"] == 1)
    key = str(frame.loc[able, "profile_key"].iloc[0])
    return list(preview(journey, key, people=people, entered_at=datetime(2026, 3, 3, 17)).messages)


def vectors() -> Iterator[str]:
    """The texts of the case file, all of which come from the rules' table of examples."""
    for case in YAML(typ="safe").load(CASES):
        yield "".join(piece * times for piece, times in case["text"])


def sendable(text: str) -> bool:
    """Whether a text is sent as it stands: not empty, and no Liquid."""
    return bool(text.strip()) and "{{" not in text and "{%" not in text


def test_a_preview_counts_every_example_and_many_random_texts_alike() -> None:
    bodies = [text for text in [*vectors(), *texts()[:150]] if sendable(text)]
    batches = [bodies[at : at + BATCH] for at in range(0, len(bodies), BATCH)]
    shown = [message for batch in batches for message in previewed(batch)]
    assert [message.body for message in shown] == bodies
    for message in shown:
        slow = counted(message.body)
        assert (message.encoding, message.parts) == (slow.encoding, max(len(slow.parts), 1))
