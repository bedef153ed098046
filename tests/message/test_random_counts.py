"""Four hundred random texts and their counts, in a file that the counter in the browser runs too.

`JOURNEYBOARD_WRITE_GOLDEN=1 pytest tests/message/test_random_counts.py` writes it anew; read the
difference.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from journeyboard.message.sms import sms

FILE = Path(__file__).parents[1] / "rules" / "sms" / "random_counts.json"
EDGES = (3, 20, 70, 71, 134, 135, 154, 161, 202, 307)
LONG = 1_200  # the browser takes long texts apart window by window
LETTERS = [*"abc XYZ 0189 .,!?@£$¥§¿àèéùìòÇØåßñü ΔΦΓΛΩ\n\r", "\r\n"]
EXTENSION = [*"^{}\\[~]|€\f"]
FOREIGN = [*"çáëœ漢йש`\t\u00a0\u200b"]
LOOK_ALIKES = [*"“”‘’–—…«»½‹›ＳＡ２％\u202f\ufeff\u0337"]
ACCENTS = ["e\u0301", "n\u0303", "a\u0308\u0301", "\u0301", "x\u0303", "q\u0323\u0307", "\u212b"]
TOWER = "e" + "\u0301" * 80
EMOJI = [
    *"😀🇫🇮🇹\u200d",
    "👍🏽",
    "❤️",
    "👨‍👩‍👧‍👦",
    "🏳️‍🌈",
    "🇮🇹",
    "1️⃣",
    "🏴\U000e0067\U000e0062\U000e007f",
]
SCRIPTS = ["한국", "\u1112\u1161\u11ab", "नि", "ก็", "ที่", "தமி", "\u0600١"]
MIXTURES = (
    LETTERS,
    LETTERS + EXTENSION,
    LETTERS * 2 + LOOK_ALIKES,
    LETTERS * 2 + LOOK_ALIKES + ACCENTS,
    LETTERS * 3 + FOREIGN,
    LETTERS * 2 + EMOJI,
    EMOJI,
    EMOJI + ACCENTS + EXTENSION + [TOWER],
    LETTERS + ACCENTS + FOREIGN + SCRIPTS,
    SCRIPTS + EMOJI + ["\r\n"],
)


def texts(number: int) -> Iterator[str]:
    """The same texts every time, most of them about as long as one or more parts."""
    random = Random(160)
    for at in range(number):
        pieces = MIXTURES[at % len(MIXTURES)]
        length = LONG if at % 57 == 0 else random.choice(EDGES) - random.randint(0, 3)
        text = ""
        while len(text) < length:
            text += random.choice(pieces) * random.choice((1, 1, 1, 1, 12))
        yield text


def counted(text: str, smart_encoding: bool) -> dict[str, Any]:
    """What both counters say of a text, by the names it has in the browser."""
    count = sms(text, smart_encoding)
    return {
        "encoding": count.encoding,
        "units": count.units,
        "parts": count.parts,
        "limit": count.limit,
        "left": count.units_left,
        "culprits": list(dict.fromkeys(found.character for found in count.unicode_characters)),
        "partUnits": list(count.part_units),
    }


def test_the_browsers_cases_are_what_python_counts_now() -> None:
    cases = [
        {"text": text, "plain": counted(text, False), "smart": counted(text, True)}
        for text in texts(400)
    ]
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    if os.environ.get("JOURNEYBOARD_WRITE_GOLDEN"):
        FILE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    assert json.loads(FILE.read_text(encoding="utf-8")) == cases


def test_the_cases_reach_both_encodings_every_edge_and_wasted_room() -> None:
    cases = json.loads(FILE.read_text(encoding="utf-8"))
    counts = [case[way] for case in cases for way in ("plain", "smart")]
    assert {(count["encoding"], min(count["parts"], 3)) for count in counts} >= {
        (encoding, parts) for encoding in ("GSM-7", "UCS-2") for parts in (1, 2, 3)
    }
    wasted = [c for c in counts if any(units < c["limit"] for units in c["partUnits"][:-1])]
    assert {count["encoding"] for count in wasted} == {"GSM-7", "UCS-2"}
    assert sum(case["plain"] != case["smart"] for case in cases) > 50
