"""Encoding, units and parts, against the case files and against a slow second opinion."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from journeyboard.errors import BadInput
from journeyboard.message.alphabet import alphabet, replacements, unicode_characters
from journeyboard.message.sms import graphemes, smart_encode, sms

CASES = Path(__file__).parents[1] / "rules" / "sms"
FLAGS = [chr(code) for code in range(0x1F1E6, 0x1F1EC)]
JOINING = ["\u0301", "\u0308", "\ufe0f", "🏽", "🏿"]  # attach to what stands before them
PICTURES = ["👨", "👩", "👧", "🏳", "🌈", "❤", "😀"]
PLAIN = [*"aeZ1 çéñ€[]~`ß漢", "\r", "\n", "\t", "\u00a0", "’"]

texts = st.lists(
    st.sampled_from([*PLAIN, "\r\n", *FLAGS, *JOINING, "\u200d", *PICTURES, "a" * 60, "é" * 30]),
    max_size=60,
).map("".join)


def _cases(name: str) -> list[dict[str, Any]]:
    return list(YAML(typ="safe").load(CASES / name))


def slow_graphemes(text: str) -> list[str]:
    """UAX 29 for the characters drawn above, one rule after the other."""
    found: list[str] = []
    for char in text:
        last = found[-1] if found else ""
        controls = last in ("", "\r", "\n", "\t") or char in "\r\n\t"
        flags = sum(c in FLAGS for c in last)
        after_join = last.endswith("\u200d") and any(
            last.rstrip("\u200d").rstrip("".join(JOINING)).endswith(p) for p in PICTURES
        )
        one_joiner = not last.endswith("\u200d\u200d")
        joins = char in JOINING or char == "\u200d"
        joins |= char in PICTURES and after_join and one_joiner
        joins |= char in FLAGS and flags == 1 and last in FLAGS
        if joins and not controls:
            found[-1] += char
        else:
            found.append(char)
    return found


def slow_parts(text: str) -> tuple[str, list[str]]:
    """Encoding and part texts, counted in bits: 1,120 a part, 48 of them for a header."""
    basic, extension = alphabet()
    pieces = slow_graphemes(text)
    fits = all(piece in basic or piece in extension for piece in pieces)
    bits = {p: 7 * (1 + (p in extension)) if fits else 8 * len(_utf16(p)) for p in pieces}
    for header in (0, 48):
        parts, free = [""], 1120 - header
        for piece in _pieces(pieces, bits, 1072):
            size = bits.get(piece, 8 * len(_utf16(piece)))
            if size > free:
                parts.append("")
                free = 1120 - header
            parts[-1] += piece
            free -= size
        if header == 0 and sum(bits[p] for p in pieces) <= 1120:
            return ("GSM-7" if fits else "UCS-2"), ([text] if text else [])
    return ("GSM-7" if fits else "UCS-2"), parts


def _pieces(pieces: list[str], bits: Mapping[str, int], limit: int) -> list[str]:
    return [part for p in pieces for part in (p if bits[p] > limit else [p])]


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


@pytest.mark.parametrize("case", _cases("counts.yaml"), ids=lambda case: case["name"])
def test_a_text_is_counted_as_the_case_says(case: Mapping[str, Any]) -> None:
    text = "".join(piece * times for piece, times in case["text"])
    count = sms(text)
    assert (count.encoding, count.units, count.parts) == (
        case["encoding"],
        case["units"],
        case["parts"],
    )
    assert sms(text, split="code_unit").parts == case.get("by_code_unit", case["parts"])


@pytest.mark.parametrize("case", _cases("smart_encoding.yaml"), ids=lambda case: case["name"])
def test_smart_encoding_gives_what_the_case_says(case: Mapping[str, Any]) -> None:
    assert smart_encode(case["text"]) == case["becomes"]


@pytest.mark.parametrize("name", ["counts.yaml", "smart_encoding.yaml"])
def test_the_cases_can_be_read_as_json_by_the_browser(name: str) -> None:
    assert json.loads(json.dumps(_cases(name))) == _cases(name)


@given(texts)
def test_a_slow_second_opinion_agrees(text: str) -> None:
    count = sms(text)
    assert graphemes(text) == slow_graphemes(text)
    assert (count.encoding, list(count.texts)) == slow_parts(text)


@given(texts)
def test_parts_put_together_are_the_text_and_none_overflows(text: str) -> None:
    count = sms(text)
    assert "".join(count.texts) == text
    assert sum(count.part_units) == count.units
    assert len(count.texts) == count.parts
    assert all(0 < units <= count.limit for units in count.part_units)
    assert count.units_left == count.limit - (count.part_units[-1] if count.parts else 0)


@given(texts)
def test_cutting_by_code_units_is_division(text: str) -> None:
    count = sms(text, split="code_unit", force="UCS-2")
    units = len(_utf16(text)) // 2
    assert count.units == units
    assert count.parts == (-(-units // 67) if units > 70 else min(units, 1))


@given(texts)
def test_a_text_without_unicode_characters_is_gsm_7_and_no_other(text: str) -> None:
    assert (sms(text).encoding == "GSM-7") == (sms(text).unicode_characters == ())
    for offset, character in unicode_characters(text):
        assert text[offset] == character


@given(texts)
def test_a_character_more_never_takes_fewer_units(text: str) -> None:
    assert sms(text + "a").units == sms(text).units + 1
    assert sms(text + "a").parts >= sms(text).parts


@given(st.text())
def test_any_text_at_all_is_counted(text: str) -> None:
    count = sms(text)
    assert "".join(count.texts) == text
    assert json.loads(json.dumps(count.to_dict()))["units"] == count.units


@given(st.one_of(st.text(), texts))
def test_smart_encoding_twice_is_once(text: str) -> None:
    assert smart_encode(smart_encode(text)) == smart_encode(text)


@given(st.text())
def test_smart_encoding_leaves_composed_text_without_replaceable_characters(text: str) -> None:
    encoded = smart_encode(text)
    assert unicodedata.is_normalized("NFC", encoded)
    assert not set(map(ord, encoded)) & set(replacements())


def test_smart_encoding_never_replaces_a_gsm_7_character_and_always_ends_in_one() -> None:
    basic, extension = alphabet()
    assert len(replacements()) == 270
    assert not {chr(code) for code in replacements()} & (basic | extension)
    assert all(set(text) <= basic | extension for text in replacements().values())


def test_gsm_7_has_127_basic_and_10_extension_characters() -> None:
    basic, extension = alphabet()
    assert (len(basic), len(extension), len(basic & extension)) == (127, 10, 0)
    assert set("£¥€§¤¿¡àèéìòùäöüñåøæßÄÖÜÑÅØÆÉÇΔΦΓΛΩΠΨΣΘΞ") <= basic | extension
    assert not set("`çáíóúâêîôûëïœãõÀÁÍÓÚÈÊ°®©™•·×÷½¼²µ¢\t") & (basic | extension)


def test_what_forces_unicode_is_named_with_its_place() -> None:
    (accent, emoji) = sms("Zoë 😀").unicode_characters
    assert (accent.offset, accent.character) == (2, "ë")
    assert accent.name == "LATIN SMALL LETTER E WITH DIAERESIS"
    assert (emoji.offset, emoji.name) == (4, "GRINNING FACE")


def test_characters_are_septets_in_gsm_7_and_graphemes_in_unicode() -> None:
    assert sms("5 €").characters == 4
    assert sms("👨‍👩‍👧‍👦!").characters == 2
    assert sms("👨‍👩‍👧‍👦!").code_points == 8
    assert sms("👨‍👩‍👧‍👦!").code_units == 12


def test_the_payload_is_140_octets_a_part_at_most() -> None:
    assert sms("a" * 160).bytes == 140
    assert sms("ç" * 70).bytes == 140
    assert sms("a" * 306).bytes == 2 * 140
    assert sms("ç" * 134).bytes == 2 * 140


def test_smart_encoding_is_counted_when_asked_for() -> None:
    assert sms("It’s here").encoding == "UCS-2"
    count = sms("It’s here", smart_encoding=True)
    assert (count.encoding, count.text) == ("GSM-7", "It's here")


def test_unicode_can_be_forced_and_gsm_7_only_where_it_fits() -> None:
    assert sms("a" * 71, force="UCS-2").parts == 2
    assert sms("a", force="GSM-7").encoding == "GSM-7"
    with pytest.raises(BadInput, match="'ç' at offset 1"):
        sms("aç", force="GSM-7")


def test_a_million_characters_are_refused_in_one_sentence() -> None:
    with pytest.raises(BadInput, match="1,000,000 characters"):
        sms("a" * 1_000_000)


def test_ten_thousand_flags_are_counted() -> None:
    assert sms("🇮🇹" * 10_000).units == 40_000
