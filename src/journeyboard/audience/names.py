"""Names in many languages: accents, apostrophes, other scripts, missing ones, and what people type."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from journeyboard.audience import randomness as dice
from journeyboard.audience.tables import Texts, blanked, rows, texts

NO_FIRST_NAME = 0.04
NO_LAST_NAME = 0.06
SPELLINGS: Final[tuple[tuple[float, Callable[[str], str]], ...]] = (
    (0.004, lambda name: f"{name} ✨"),
    (0.002, lambda name: f"{name} Wilhelmina Guadalupe Anastasia Bartholomäa von und zu Hohenfels"),
    (0.030, lambda name: name.lower()),
    (0.015, lambda name: name.upper()),
)
"""How often a first name arrives with an emoji, far too long, in small or in capital letters."""


class Names(NamedTuple):
    """First and last names (None when missing), language codes, and slugs for addresses."""

    first: Texts
    last: Texts
    language: Texts
    slug: Texts


def names(keys: dice.Words, naming: Texts) -> Names:
    """A name and language for each customer, by the cultures of their place (`naming`)."""
    culture = np.zeros(len(keys), dtype=np.int64)
    for place in sorted(set(naming.tolist())):
        here = naming == place
        numbers, weights = _cultures_of(place)
        culture[here] = numbers[dice.picks(keys[here], "culture", weights)]
    first, slug = _drawn(keys, culture, "first")
    last, last_slug = _drawn(keys, culture, "last")
    language = texts(row["language"] for row in rows("cultures"))[culture]
    first = blanked(_typed(keys, first), dice.uniforms(keys, "no first name") < NO_FIRST_NAME)
    last = blanked(last, dice.uniforms(keys, "no last name") < NO_LAST_NAME)
    return Names(first, last, language, slug + "." + last_slug)


def _cultures_of(place: str) -> tuple[dice.Codes, dice.Floats]:
    table = rows("cultures")
    numbers = [number for number, row in enumerate(table) if row["naming"] == place]
    return np.array(numbers), np.array([float(table[number]["weight"]) for number in numbers])


def _drawn(keys: dice.Words, culture: dice.Codes, part: str) -> tuple[Texts, Texts]:
    """Names of one part and their slugs; the earlier in the list, the more frequent."""
    found, slugs = np.empty(len(keys), dtype=object), np.empty(len(keys), dtype=object)
    for number in np.flatnonzero(np.bincount(culture)):
        here = culture == number
        listed, slugged = _listed(rows("cultures")[number]["culture"], part)
        place = dice.picks(keys[here], f"{part} name", 1 / np.arange(6, 6 + len(listed)))
        found[here], slugs[here] = listed[place], slugged[place]
    return found, slugs


@lru_cache(maxsize=64)
def _listed(culture: str, part: str) -> tuple[Texts, Texts]:
    text = next(r["names"] for r in rows("names") if (r["culture"], r["part"]) == (culture, part))
    listed = text.split("|")
    return texts(listed), texts(_slug(name) for name in listed)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "".join(letter for letter in plain if letter.isalnum()) or "customer"


def _typed(keys: dice.Words, first: Texts) -> Texts:
    shares = [share for share, _ in SPELLINGS]
    style = dice.picks(keys, "spelling", [*shares, 1 - sum(shares)])
    for number, (_, spell) in enumerate(SPELLINGS):
        for place in np.flatnonzero(style == number):
            first[place] = spell(first[place])
    return first
