"""Where customers live: country, region and time zone by population, and a phone number that fits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience import randomness as dice
from journeyboard.audience.tables import Texts, blanked, rows, texts
from journeyboard.message.zones import zone_info

ZONE_UNKNOWN = 0.06
REGION_UNKNOWN = 0.02
_EU = ("DE", "AT", "NL", "FR", "IT", "ES", "IE")


class Places(NamedTuple):
    """Columns of the places drawn; `offset` is the zone's standard time in seconds."""

    country: Texts
    region: Texts
    zone: Texts
    naming: Texts
    phone: Texts
    offset: NDArray[np.int64]


def places(keys: dice.Words, currency: str, jurisdictions: Sequence[str] = ()) -> Places:
    """A place for each customer, by the market of the brand's currency.

    Countries weigh as in `data/markets.csv` (other currencies: as USD), kept to the countries of
    the brand's jurisdictions where it names any; regions weigh as their population (US: census
    2020; CA: census 2021; GB, FR, DE …: statistical offices, about 2021). States with two zones
    are split by the population of their counties.
    """
    where = dice.picks(keys, "place", _weights(currency, tuple(jurisdictions)))
    table = rows("places")
    column = {name: texts(row[name] for row in table) for name in table[0]}
    country, region, zone = (column[name][where] for name in ("country", "region", "zone"))
    region = np.where(dice.uniforms(keys, "no region") < REGION_UNKNOWN, country, region)
    zone = blanked(zone, dice.uniforms(keys, "no zone") < ZONE_UNKNOWN)
    phone = _phones(keys, column["phone"][where])
    return Places(country, region, zone, column["naming"][where], phone, _offsets()[where])


@lru_cache(maxsize=64)
def _weights(currency: str, jurisdictions: tuple[str, ...]) -> dice.Floats:
    table = rows("places")
    named = {part for name in jurisdictions for part in _countries(name)}
    share = {
        row["country"]: float(row["weight"])
        for row in rows("markets")
        if row["market"] == (currency if currency in ("EUR", "GBP") else "USD")
    }
    kept = {country: share[country] for country in share if country in named} or share
    people: dict[str, float] = {}
    for row in table:
        people[row["country"]] = people.get(row["country"], 0.0) + float(row["population"])
    return np.array(
        [
            kept.get(row["country"], 0.0) * float(row["population"]) / people[row["country"]]
            for row in table
        ]
    )


def _countries(jurisdiction: str) -> tuple[str, ...]:
    return _EU if jurisdiction == "EU" else (jurisdiction.partition("-")[0],)


@lru_cache(maxsize=1)
def _offsets() -> NDArray[np.int64]:
    winter = datetime(2026, 1, 15)
    found = (zone_info(row["zone"]).utcoffset(winter) for row in rows("places"))
    return np.array([int(offset.total_seconds()) if offset else 0 for offset in found])


def _phones(keys: dice.Words, patterns: Texts) -> Texts:
    """E.164 numbers from ranges kept free for fiction (US and CA 555, GB 07700 900, FR 06 39 98,
    DE 0171 39200), elsewhere from blocks of zeros."""
    digits = (dice.uniforms(keys, "phone digits") * 10_000).astype(np.int64)
    return texts(_phone(p, d) for p, d in zip(patterns, digits, strict=True))


def _phone(pattern: str, digits: int) -> str:
    prefix, width = pattern.rstrip("#"), pattern.count("#")
    return f"{prefix}{digits % 10**width:0{width}d}"
