"""Options that several commands take, each with the words of its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Seed = Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Same seed, same customers.")]
Customers = Annotated[str, typer.Option(help="How many samples, or a CSV file.")]
Days = Annotated[int, typer.Option(min=1, max=366, help="How long it runs.")]
Start = Annotated[str, typer.Option(help="The first day, as YYYY-MM-DD.")]
World = Annotated[
    Path | None, typer.Option(help="YAML file that changes numbers of the behaviour model.")
]
BrandFile = Annotated[Path | None, typer.Option(help="Brand file (default: the journey's.)")]
