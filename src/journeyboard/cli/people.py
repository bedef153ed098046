"""`journeyboard customers`: sample customers as a table, the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from journeyboard.cli.options import Seed
from journeyboard.cli.show import AsJson, emit, say, share_words, table
from journeyboard.errors import BadInput

if TYPE_CHECKING:
    import pandas as pd


def customers(
    count: Annotated[int, typer.Argument(min=1, max=10_000_000, help="How many.")],
    seed: Seed = 1,
    start: Annotated[
        str, typer.Option(help="The day their history ends, as YYYY-MM-DD.")
    ] = "2026-03-02",
    brand: Annotated[Path | None, typer.Option(help="Brand file with your products.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write them to this CSV file.")] = None,
    parquet: Annotated[Path | None, typer.Option(help="Write them to this Parquet file.")] = None,
    as_json: AsJson = False,
) -> int:
    """Draw sample customers with consent, history and traits; say who they are, or write them."""
    from journeyboard.audience.customers import customers as draw
    from journeyboard.cli.inputs import brand_file, first_day

    people = draw(count, seed=seed, brand=brand_file(brand), start=first_day(start))
    _write(people.frame, csv, parquet)
    summary = {**people.to_dict(), "seed": seed, "files": _names(csv, parquet)}
    if as_json:
        emit(summary)
    else:
        _tell(summary)
    return 0


def _write(frame: pd.DataFrame, csv: Path | None, parquet: Path | None) -> None:
    from journeyboard.audience.customers import to_csv, to_parquet

    for path, write in ((csv, to_csv), (parquet, to_parquet)):
        if path is not None:
            _whole(path, lambda part, write=write: write(frame, part))  # type: ignore[misc]


def _whole(path: Path, write: Callable[[Path], None]) -> None:
    """Written beside and moved into place, so that no half file is ever left."""
    if not path.parent.is_dir():
        raise BadInput(f"there is no folder {path.parent}.", advice="Create it first.")
    part = path.with_name(f".{path.name}.part")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _names(*paths: Path | None) -> list[str]:
    return [str(path) for path in paths if path is not None]


def _tell(summary: dict[str, object]) -> None:
    consent = summary["consent"]
    assert isinstance(consent, dict)
    say(f"{summary['customers']:,} customers, {summary['orders']:,} past orders")
    rows = [(name.replace("_", ", "), share_words(share)) for name, share in consent.items()]
    table(("Consent", "Subscribed"), rows)
    files = summary["files"]
    assert isinstance(files, list)
    for name in files:
        say(f"Written: {name}")
