"""What commands print: lines and tables for people, one JSON document for programs, notes on standard error."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any

import typer

AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output, with stable keys.")
]


def say(text: str = "") -> None:
    """One line of the result."""
    print(text)


def note(text: str) -> None:
    """One line beside the result: progress, and what went wrong."""
    print(text, file=sys.stderr, flush=True)


def emit(document: Mapping[str, Any]) -> None:
    """The result as one JSON document; what cannot be computed is null, never NaN."""
    # Non-ASCII letters are escaped where the terminal's encoding might not have them.
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    text = json.dumps(plain_data(document), ensure_ascii=plain, indent=2, allow_nan=False)
    print(text, flush=True)


def plain_data(value: Any) -> Any:
    """The value as JSON has it: numbers without NaN, times in ISO format, records as mappings."""
    match value:
        case Mapping():
            return {str(key): plain_data(item) for key, item in value.items()}
        case str() | bool() | int() | None:
            return value
        case float():
            # Twelve digits: what lies behind them differs between machines and says nothing.
            return float(f"{value:.12g}") if math.isfinite(value) else None
        case list() | tuple() | set() | frozenset():
            return [plain_data(item) for item in value]
    return _foreign(value)


def _foreign(value: Any) -> Any:
    if hasattr(value, "to_dict"):
        return plain_data(value.to_dict())
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "tolist"):
        return plain_data(value.tolist())
    return float(value) if hasattr(value, "__float__") else str(value)


def share_words(share: float, digits: int = 1) -> str:
    """A share in per cent.

    >>> share_words(0.0912)
    '9.1 %'
    """
    return f"{100 * share:.{digits}f} %"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """An aligned table: first column to the left, numbers to the right, bold heads on a terminal."""
    lines = [list(columns), *(list(row) for row in rows)]
    widths = [max(_width(line[at]) for line in lines) for at in range(len(columns))]
    right = [_is_numeric(line[at] for line in lines[1:]) for at in range(len(columns))]
    for number, line in enumerate(lines):
        cells = zip(line, widths, right, strict=True)
        text = "  ".join(_aligned(cell, width, flag) for cell, width, flag in cells).rstrip()
        say(typer.style(text, bold=True) if number == 0 and sys.stdout.isatty() else text)


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _is_numeric(cells: Iterable[str]) -> bool:
    return all(cell[:1] in "0123456789-+$€£–" for cell in cells)


def _aligned(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def progress(label: str) -> Callable[[int, int], None]:
    """A counter on standard error that rewrites its line on a terminal and is silent elsewhere."""
    shown = sys.stderr.isatty()

    def report(done: int, total: int) -> None:
        if shown:
            end = "\n" if done >= total else ""
            print(f"\r{label} {done:,} of {total:,}", end=end, file=sys.stderr, flush=True)

    return report
