"""Reading levels are those of the published formulas, whatever is between the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.message.reading import language_of, reading, syllables

ONES = ("cat", "dog", "sun", "boat", "tree", "fish")
TWOS = ("table", "shipping", "basket", "winter", "paper")
THREES = ("delivered", "energy", "customer", "holiday")
WORDS = st.lists(st.sampled_from([*ONES, *TWOS, *THREES]), min_size=5, max_size=60)


def beats(word: str) -> int:
    return 1 if word in ONES else 2 if word in TWOS else 3


@pytest.mark.parametrize("word", [*ONES, *TWOS, *THREES])
def test_syllables_are_counted_as_spoken(word: str) -> None:
    assert syllables(word) == syllables(word.upper()) == beats(word)


@given(WORDS, st.integers(1, 5))
def test_english_is_flesch_and_kincaid_worked_out_by_hand(words: list[str], each: int) -> None:
    groups = [words[k : k + each] for k in range(0, len(words), each)]
    found = reading(" ".join(f"{' '.join(group)}." for group in groups), "en-US")
    assert found is not None
    length, per_word = len(words) / len(groups), sum(map(beats, words)) / len(words)
    assert (found.words, found.sentences) == (len(words), len(groups))
    assert found.score == pytest.approx(206.835 - 1.015 * length - 84.6 * per_word)
    assert found.grade == pytest.approx(0.39 * length + 11.8 * per_word - 15.59)


@given(st.lists(st.sampled_from(["ab", "sechss", "siebens", "überlang"]), min_size=5, max_size=40))
def test_other_languages_are_lix_worked_out_by_hand(words: list[str]) -> None:
    found = reading(" ".join(words), "de")
    assert found is not None
    long = sum(len(word) > 6 for word in words)
    assert found.score == pytest.approx(len(words) + 100 * long / len(words))
    assert (found.measure, found.grade) == ("LIX", None)


@given(WORDS)
def test_addresses_numbers_and_emoji_change_nothing(words: list[str]) -> None:
    text = f"{' '.join(words)}."
    noisy = f"😀 {' '.join(words)} 12 $60 https://x.example/Very-Long/Path?b=1."
    assert reading(noisy) == reading(text)


def test_longer_words_never_read_easier() -> None:
    easy, hard = reading("The cat sat on the mat."), reading("Consequently international organisations deliberated extensively.")  # fmt: skip
    assert easy
    assert hard
    assert easy.score > hard.score
    assert (easy.level, hard.level) == ("very easy", "hard")
    assert easy.rough


@pytest.mark.parametrize(
    "text", ["", "Hi there", "https://x.example/a/b 12 13 14 15 16", "😀 😀 😀 😀 😀"]
)
def test_too_few_words_have_no_level(text: str) -> None:
    assert reading(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Your cart is saved. Finish it here", "en"),
        ("Dein Warenkorb wartet noch auf dich", "de"),
        ("Votre panier est dans le magasin", "fr"),
        ("Tu pedido está en camino con el correo", "es"),
        ("Il tuo ordine è in arrivo con il corriere", "it"),
        ("Je bestelling is nog niet betaald", "nl"),
        ("", "en"),
        ("Xyzzy", "en"),
    ],
)
def test_the_language_is_guessed_by_its_commonest_words(text: str, language: str) -> None:
    assert language_of(text) == language
