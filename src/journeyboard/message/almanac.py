"""Public holidays by place and year, from the `holidays` package, and kept on disk once they are known.

The package takes longer to load than a flight of ten thousand customers; the days of a year do not change
between two versions of it.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path


@lru_cache(maxsize=256)
def holiday_names(jurisdiction: str, years: range) -> dict[date, str]:
    """Public holidays of a country or region (`FR`, `US-LA`) by day; empty where none are known."""
    kept = _folder() / f"{jurisdiction}-{years.start}-{years.stop}.json"
    with suppress(OSError, ValueError):
        named = json.loads(kept.read_text("utf-8"))
        return {date.fromisoformat(day): str(name) for day, name in named.items()}
    found = _asked(jurisdiction, years)
    with suppress(OSError):
        _write(kept, {day.isoformat(): name for day, name in found.items()})
    return found


@lru_cache(maxsize=256)
def holiday_dates(jurisdiction: str, years: range) -> frozenset[date]:
    """The days of `holiday_names`."""
    return frozenset(holiday_names(jurisdiction, years))


def _asked(jurisdiction: str, years: range) -> dict[date, str]:
    from holidays import country_holidays

    country, _, region = jurisdiction.partition("-")
    for subdivision in (region or None, None):
        try:
            found = country_holidays(country, subdiv=subdivision, years=years, observed=True)
        except NotImplementedError:  # the library does not know the region, or the country
            continue
        return {day: str(name) for day, name in found.items()}
    return {}


@lru_cache(maxsize=1)
def _folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("journeyboard") / f"holidays-{version('holidays')}"


def _write(file: Path, named: dict[str, str]) -> None:
    """As a whole or not at all, whoever else writes it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False, encoding="utf-8") as half:
        json.dump(named, half, ensure_ascii=False)
    Path(half.name).replace(file)
