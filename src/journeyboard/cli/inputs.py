"""What commands take in: journeys, brands, customers, days and behaviour, each refused in one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeyboard.cli.show import note
from journeyboard.errors import BadInput, Place

if TYPE_CHECKING:
    from journeyboard.audience.crowd import Crowd
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.simulation.behaviour import Behaviour

SHOWN_PROBLEMS = 5
HELD = 200_000
"""Sample customers that are held in memory all at once; more are made part by part."""


def journey_file(name: str) -> tuple[Journey, Path]:
    """The journey in a file, or the bundled sample of that name, and where it lies.

    Its Liquid texts are looked at as well: one that cannot be read would end a flight midway.
    """
    from journeyboard.cli.message_texts import refuse_broken_texts
    from journeyboard.journey.file import load
    from journeyboard.journey.samples import sample_journeys

    path = Path(name)
    if not path.exists():
        path = sample_journeys().get(name, path)
    if not path.exists() and not path.suffix:
        raise BadInput(
            f"there is no file and no sample “{name}”.",
            advice=f"The samples are: {', '.join(sample_journeys())}.",
        )
    journey = load(path)
    refuse_broken_texts(journey, path)
    return journey, path


def brand_file(path: Path | None) -> Brand | None:
    """The brand in a file, if one is named."""
    from journeyboard.journey.file import load_brand

    return load_brand(path) if path else None


def brand_for(journey: Journey, path: Path, brand: Path | None) -> Brand:
    """The brand named on the command line, else the journey's own."""
    from journeyboard.journey.samples import find_brand

    return brand_file(brand) or find_brand(journey, near=path)


def first_day(text: str) -> str:
    """A day as YYYY-MM-DD; BadInput for anything else."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadInput(f"“{text}” is not a day.", advice="Write it as YYYY-MM-DD.") from None


def moment(text: str | None) -> datetime | None:
    """A moment as aware UTC; without an offset it is read as UTC."""
    from datetime import UTC

    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(
            f"“{text}” is not a moment.", advice="Write it as 2026-03-02T18:30+00:00."
        ) from None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def audience_of(
    customers: str, *, seed: int, start: str, brand: Brand | None, orders: Path | None = None
) -> Audience:
    """Sample customers when `customers` is a number, else those of a file; bad rows are told."""
    count = _count(customers)
    if count is not None:
        from journeyboard.audience.customers import customers as draw

        return draw(count, seed=seed, brand=brand, start=start)
    from journeyboard.audience.customers import read_customers

    result = read_customers(customers, orders, brand=brand, seed=seed, start=start)
    _tell_problems(customers, result)
    return result.audience


def flyers_of(
    customers: str, *, seed: int, start: str, brand: Brand | None, orders: Path | None = None
) -> Audience | Crowd:
    """As `audience_of`; more sample customers than memory should hold are a crowd, made part by part."""
    count = _count(customers)
    if count is None or count <= HELD:
        return audience_of(customers, seed=seed, start=start, brand=brand, orders=orders)
    from journeyboard.audience.crowd import Crowd

    note(
        f"{count:,} customers are made part by part; audiences that compare customers with each "
        "other (RFM) compare those of one part."
    )
    return Crowd(count, seed, brand, start)


def _count(customers: str) -> int | None:
    """The number of sample customers; None when a file is meant. BadInput below 1."""
    bare = customers.replace("_", "").replace(",", "").strip()
    if not bare.removeprefix("-").isdecimal():
        return None
    if int(bare) < 1:
        raise BadInput(
            f"the number of customers is {bare}.", advice="It must be at least 1, or a CSV file."
        )
    return int(bare)


def _tell_problems(name: str, result: Any) -> None:
    for warning in result.warnings:
        note(warning)
    tell_rows(name, result.rejected, "Left out")


def tell_rows(name: str, problems: Iterable[Any], fate: str) -> None:
    """The first rejected rows of a file, and how many there are."""
    listed = list(problems)
    for problem in listed[:SHOWN_PROBLEMS]:
        column = f", column {problem.column}" if problem.column else ""
        note(f"{name}, row {problem.row}{column}: {problem.message}")
    if listed:
        rows = "1 row" if len(listed) == 1 else f"{len(listed):,} rows"
        note(f"{fate}: {rows} of {name}.")


def behaviour_file(path: Path | None) -> Behaviour | None:
    """The behaviour model with the numbers a YAML or JSON file changes."""
    if path is None:
        return None
    from journeyboard.journey.document import decode, read_document
    from journeyboard.simulation.behaviour import Behaviour

    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"the file cannot be read: {(error.strerror or '').lower()}.",
            place=Place(file=str(path)),
            advice="Check the path.",
        ) from None
    document = read_document(decode(raw, path.name), path.name)
    return Behaviour(_numbers(document.data, document.line, path.name))


def _numbers(data: Mapping[str, Any], line: Any, name: str) -> dict[str, float]:
    from journeyboard.simulation.behaviour import parameters

    known = parameters()
    for key, value in data.items():
        place = Place(file=name, line=line((key,)))
        if key not in known:
            raise BadInput(
                f"the behaviour model has no “{key}”.", place=place, advice=_near(key, known)
            )
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadInput(
                f"“{key}” is {json.dumps(value)}, not a number.",
                place=place,
                advice=f"Write a number such as {known[key].value:g}.",
            )
    return {key: float(value) for key, value in data.items()}


def _near(key: str, known: Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, known, n=1, cutoff=0.0)
    return f"Did you mean “{near[0]}”?" if near else ""
