"""Replies: keywords in many languages and spellings, wishes in plain words, and ordinary talk."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.message.keywords import OPT_OUT, plain_words, reply_meaning

WORDS = {
    "less": ["LESS", "Fewer", "moins", "menos", "weniger", "meno", "minder"],
    "help": ["HELP", "info", "aide", "ayuda", "Hilfe", "aiuto", "ajuda"],
    "opt_in": ["START", "unstop", "resume"],
    "opt_out": [*OPT_OUT, "Stopp", "baja", "abmelden", "Désabonner", "annulla", "sair"],
}
TALK = ["Fine", "Fine, thanks", "Basta pasta", "aus", "the end", "less is more", "help yourself",
        "I have less time today", "can you start tomorrow", "", "👍", "more or less", "yes"]  # fmt: skip


@pytest.mark.parametrize(("meaning", "word"), [(m, w) for m, words in WORDS.items() for w in words])
@given(
    st.sampled_from((str.lower, str.upper, str.title)),
    st.sampled_from(("{}", " {}! ", "“{}”.", "{}\n")),
)
def test_keywords_are_heard_in_any_case_with_any_signs(meaning, word, case, frame) -> None:
    for form in ("NFC", "NFD"):
        assert reply_meaning(unicodedata.normalize(form, frame.format(case(word)))) == meaning


@pytest.mark.parametrize("text", TALK)
def test_talk_is_talk(text: str) -> None:
    assert reply_meaning(text) is None


@pytest.mark.parametrize(
    "text",
    ["less please", "please send me fewer texts", "Send less!", "text me less often",
     "Too many messages", "fewer texts please", "message me a bit less"],
)  # fmt: skip
def test_a_wish_for_fewer_is_heard(text: str) -> None:
    assert reply_meaning(text) == "less"


@pytest.mark.parametrize(
    "text", ["too many texts, stop", "stop texting me less", "don't send less"]
)
def test_less_gives_way(text: str) -> None:
    """A wish for none is stronger, and a no to fewer is no wish."""
    assert reply_meaning(text) != "less"


@pytest.mark.parametrize(
    ("text", "language", "meaning"),
    [("Fin", "fr", "opt_out"), ("FINE", "it-IT", "opt_out"), ("Ende.", "de", "opt_out"),
     ("alta", "es", "opt_in"), ("Fine", "en", None), ("fin", "", None), ("STOP", "xx", "opt_out")],
)  # fmt: skip
def test_some_words_mean_something_in_their_own_language_only(text, language, meaning) -> None:
    assert reply_meaning(text, language=language) == meaning


@given(st.text(), st.sampled_from(("", "fr", "it-IT")))
def test_whatever_is_written_can_be_read(text: str, language: str) -> None:
    plain = plain_words(text)
    assert plain == " ".join(plain.split())
    assert all(letter.isalnum() or letter == " " for letter in plain)
    assert reply_meaning(text, language=language) in ("opt_out", "less", "help", "opt_in", None)
