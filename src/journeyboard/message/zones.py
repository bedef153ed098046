"""Time zones: their offsets between two instants, and which zones a customer may live in."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal
from zoneinfo import ZoneInfo

from journeyboard.errors import BadInput

Span = tuple[int, int, int]  # UTC seconds since 1970: from, to (exclusive), offset in seconds

_STEP: Final = 6 * 3600  # no zone has changed its clock twice within six hours
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ResolvedZone:
    """The zones a customer may be in, and what told us; a window must be open in all of them."""

    names: tuple[str, ...]
    known_by: Literal["profile", "region", "country", "default"]


def resolve_zone(
    profile_zone: str | None = None,
    country: str | None = None,
    region: str | None = None,
    default: str = "UTC",
) -> ResolvedZone:
    """The most trusted answer there is: profile, then region, then country, then the default.

    `country` is an ISO code, `region` its subdivision (`TX` or `US-TX`). A profile zone that
    does not exist is passed over, as is an unknown region.
    """
    if profile_zone and profile_zone in zone_names():
        return ResolvedZone((profile_zone,), "profile")
    country, region = (country or "").upper(), (region or "").upper()
    if not country and "-" in region:
        country = region.partition("-")[0]
    by_region = region_zones().get(f"{country}-{region.removeprefix(f'{country}-')}")
    if by_region:
        return ResolvedZone(by_region, "region")
    if country in country_zones():
        return ResolvedZone(country_zones()[country], "country")
    zone_info(default)
    return ResolvedZone((default,), "default")


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every IANA zone that can be used here."""
    return frozenset((files("tzdata") / "zones").read_text(encoding="utf-8").split())


@lru_cache(maxsize=1024)
def zone_info(name: str) -> ZoneInfo:
    """The zone of this IANA name; raises BadInput with the nearest names for any other."""
    if name not in zone_names():
        near = get_close_matches(name, zone_names(), n=2) or ["America/New_York"]
        raise BadInput(
            f"{name!r} is not an IANA time zone.", advice=f"Did you mean {' or '.join(near)}?"
        )
    # Not ZoneInfo(name): that prefers the machine's own tables, and two machines would differ.
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as table:
        return ZoneInfo.from_file(table, key=name)


@lru_cache(maxsize=1)
def country_zones() -> dict[str, tuple[str, ...]]:
    """The zones of each ISO country, from the time zone database's own `zone.tab`."""
    found: dict[str, list[str]] = {}
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return {country: tuple(zones) for country, zones in found.items()}


@lru_cache(maxsize=1)
def region_zones() -> dict[str, tuple[str, ...]]:
    """The zones of each US state, Canadian province and Australian state."""
    path = files("journeyboard.message") / "data" / "zones_by_region.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["region"]: tuple(row["zones"].split()) for row in rows}


@lru_cache(maxsize=4096)
def offset_spans(zone: str, began: int, ended: int) -> tuple[Span, ...]:
    """The stretches of one offset that make up [began, ended), in order; empty if it is empty."""
    spans: list[Span] = []
    while began < ended:
        offset, until = _offset(zone, began), _next_change(zone, began, ended)
        spans.append((began, until, offset))
        began = until
    return tuple(spans)


def _next_change(zone: str, began: int, ended: int) -> int:
    offset = _offset(zone, began)
    before, after = began, began
    while before < ended:
        after = min(before + _STEP, ended)
        if _offset(zone, after) != offset:
            return _bisect(zone, before, after)
        before = after
    return ended


def _bisect(zone: str, before: int, after: int) -> int:
    offset = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if _offset(zone, middle) == offset else (before, middle)
    return after


def _offset(zone: str, second: int) -> int:
    there = (_EPOCH + timedelta(seconds=second)).astimezone(zone_info(zone))
    offset = there.utcoffset()
    assert offset is not None  # ZoneInfo always knows
    return offset // timedelta(seconds=1)
