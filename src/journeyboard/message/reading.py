"""How hard a text is to read: Flesch and Kincaid for English, LIX for every other language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

FEWEST_WORDS: Final = 5
"""Below so many words no measure says anything."""
FEW_WORDS: Final = 100
"""The measures were made on samples of so many words; below, they are rough."""
LONG_WORD: Final = 6
"""LIX counts words of more letters as long."""
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+(?:/\S*)?", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_END: Final = re.compile(r"[.!?…:](?=\s|$)|\n+")
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SILENT: Final = re.compile(r"(?:[^laeiouysxzcgh]es|[^dtaeiouy]ed|[^laeiouy]e)$")

Measure = Literal["Flesch reading ease", "LIX"]
Level = Literal["very easy", "easy", "plain", "fairly hard", "hard"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard a text is: the measure's score, what it means, and what it was counted from.

    `grade` is the US school grade (Kincaid), for English only.
    """

    measure: Measure
    score: float
    level: Level
    grade: float | None
    words: int
    sentences: int

    @property
    def rough(self) -> bool:
        """Whether the text is shorter than the measures were made for."""
        return self.words < FEW_WORDS


def reading(text: str, language: str = "en") -> Reading | None:
    """The reading level of a text; None with fewer than five words, where no measure holds.

    English: reading ease 206.835 − 1.015·words/sentences − 84.6·syllables/words (Flesch 1948) and
    grade 0.39·words/sentences + 11.8·syllables/words − 15.59 (Kincaid et al. 1975), syllables by
    groups of vowels. Other languages: LIX = words/sentences + 100·long words/words, long having
    more than six letters (Björnsson 1968), which needs no syllables. Addresses and numbers do not
    count as words; a colon ends a sentence, as in LIX.

    >>> reading("The cat sat on the mat. It was warm.").level
    'very easy'
    """
    bare = _ADDRESS.sub(" ", text)
    words = _WORD.findall(bare)
    if len(words) < FEWEST_WORDS:
        return None
    sentences = sum(bool(_WORD.search(piece)) for piece in _END.split(bare))
    length = len(words) / sentences
    if language.partition("-")[0].casefold() == "en":
        beats = sum(map(syllables, words)) / len(words)
        ease = 206.835 - 1.015 * length - 84.6 * beats
        grade = 0.39 * length + 11.8 * beats - 15.59
        return Reading("Flesch reading ease", ease, _ease(ease), grade, len(words), sentences)
    lix = length + 100 * sum(_letters(word) > LONG_WORD for word in words) / len(words)
    return Reading("LIX", lix, _lix(lix), None, len(words), sentences)


def syllables(word: str) -> int:
    """The syllables of an English word, by its groups of vowels; at least one.

    >>> [syllables(word) for word in ("cat", "saved", "table", "shipping", "delivery")]
    [1, 1, 2, 2, 4]
    """
    plain = re.sub(r"[’'].*$", "", word.casefold())
    return max(1, len(_VOWELS.findall(plain)) - bool(_SILENT.search(plain)))


def _letters(word: str) -> int:
    return sum(sign.isalpha() for sign in word)


def _ease(score: float) -> Level:
    """Flesch's own classes (1948), seven drawn together to five."""
    return _level(-score, (-90, -80, -60, -50))


def _lix(score: float) -> Level:
    """Björnsson's classes (1968)."""
    return _level(score, (30, 40, 50, 60))


def _level(score: float, bounds: tuple[int, int, int, int]) -> Level:
    names: tuple[Level, ...] = ("very easy", "easy", "plain", "fairly hard", "hard")
    return names[sum(score > bound for bound in bounds)]


_COMMON: Final = {
    "en": "the and you your to of is for with we are it this in on",
    "de": "der die das und du dein deine ist ein eine nicht mit für auf wir dir ihr noch ab",
    "fr": "le la les et vous votre est un une pour avec nous dans sur des pas du",
    "es": "el los las y tu es un una para con en que por de su te",
    "it": "il lo gli e tuo tua è un una per con che di non ti del",
    "nl": "de het en je jouw is een niet met voor van op we nog wij",
}


def language_of(text: str) -> str:
    """The language whose commonest words the text has most of; English when none tells.

    >>> language_of("Dein Warenkorb wartet noch auf dich")
    'de'
    """
    words = [word.casefold() for word in _WORD.findall(_ADDRESS.sub(" ", text))]
    score = {
        language: sum(word in common.split() for word in words)
        for language, common in _COMMON.items()
    }
    return max(score, key=lambda language: (score[language], language == "en"))
