"""What a cell of a user's table means: dates, numbers, consent words, zones, phone numbers."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from journeyboard.audience.raw import LONGEST, RawTable, RowProblem
from journeyboard.audience.tables import rows
from journeyboard.audience.times import moment
from journeyboard.errors import BadInput
from journeyboard.message.zones import zone_names
from journeyboard.records import STAGES

Parser = Callable[[str], Any]


class CellError(Exception):
    """Catch this where cells are read: a code and what is wrong with the text."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)


def parsed(raw: RawTable, name: str, parse: Parser) -> tuple[list[Any], list[RowProblem]]:
    """The values of one column, None for empty and unreadable cells, and what was unreadable."""
    texts = raw.column(name)
    meant = {cell: _outcome(cell, parse) for cell in set(texts)}
    wrong = {cell: found for cell, found in meant.items() if isinstance(found, CellError)}
    values = [None if cell in wrong else meant[cell] for cell in texts]
    problems = [
        RowProblem(number, name, wrong[cell].code, wrong[cell].message)
        for number, cell in zip(raw.numbers, texts, strict=True)
        if cell in wrong
    ]
    return values, problems


def _outcome(cell: str, parse: Parser) -> Any:
    """The value of a cell, or what is wrong with it."""
    try:
        return parse(_unguarded(cell)) if cell else None
    except CellError as problem:
        return problem


def summed(blanked: Sequence[RowProblem]) -> list[str]:
    """One sentence for each column and kind of problem."""
    counts = Counter((problem.column, problem.code) for problem in blanked)
    first = {(p.column, p.code): p for p in reversed(blanked)}
    return [
        f"{number:,} cells of {column} were left empty ({code}), the first in row {first[column, code].row}."
        for (column, code), number in counts.items()
    ]


def text(cell: str) -> str:
    """Any text of a sensible length, as it stands: a formula is text, too."""
    if len(cell) > LONGEST:
        raise CellError("too_long", f"{len(cell):,} characters; at most {LONGEST:,} are read.")
    return cell


def time(cell: str) -> datetime:
    """A moment in naive UTC; a time without a zone is UTC."""
    try:
        found = moment(cell)
    except (BadInput, OverflowError):
        raise CellError("bad_date", f"“{_short(cell)}” is not a date like 2026-03-02.") from None
    if not 1900 <= found.year <= 2100:
        raise CellError("bad_date", f"“{_short(cell)}” is not between 1900 and 2100.")
    return found


def day(cell: str) -> date:
    """A day, such as a birthday."""
    return time(cell).date()


def number(cell: str) -> float:
    """A number from 0 on, with a decimal point."""
    try:
        found = float(cell)
    except ValueError:
        found = math.nan
    if not 0 <= found < 1e12:
        raise CellError("bad_number", f"“{_short(cell)}” is not a number like 1234.50.")
    return found


def count(cell: str) -> int:
    """A whole number from 0 on."""
    found = number(cell)
    if found != int(found):
        raise CellError("bad_number", f"“{_short(cell)}” is not a whole number.")
    return int(found)


def share(cell: str) -> float:
    """A score between 0 and 1."""
    found = number(cell)
    if found > 1:
        raise CellError("bad_number", f"“{_short(cell)}” is not a score between 0 and 1.")
    return found


def consent(cell: str) -> str:
    """The consent state of a usual word; unknown words are reported and count as never subscribed."""
    return _meant("consent", cell, "unknown_consent", "a consent; write subscribed or unsubscribed")


def status(cell: str) -> str:
    """The status of an order: placed, refunded or canceled."""
    return _meant("status", cell, "unknown_status", "a status; write placed, refunded or canceled")


def truth(cell: str) -> bool:
    """Yes or no."""
    return _meant("truth", cell, "unknown_word", "yes or no") == "true"


def zone(cell: str) -> str:
    """An IANA time zone."""
    if cell not in zone_names():
        raise CellError("unknown_zone", f"“{_short(cell)}” is not a zone like America/New_York.")
    return cell


def stage(cell: str) -> str:
    """One of the five stages."""
    if cell.lower() not in STAGES:
        raise CellError("unknown_stage", f"“{_short(cell)}” is not a stage: {', '.join(STAGES)}.")
    return cell.lower()


def country(cell: str) -> str:
    """A country of two letters."""
    if re.fullmatch(r"[A-Za-z]{2}", cell) and cell.lower() != "uk":
        return cell.upper()
    return _meant("country", cell, "unknown_country", "a country of two letters, such as US")


def region(cell: str) -> str:
    """A region as CA or US-CA, in capital letters; the country is put before it later."""
    if not re.fullmatch(r"([A-Za-z]{2}-)?[A-Za-z0-9]{1,3}", cell):
        raise CellError("unknown_region", f"“{_short(cell)}” is not a region like CA or US-CA.")
    return cell.upper()


def language(cell: str) -> str:
    """The two letters of “en”, “en-US” or “fr_CA”."""
    if not re.match(r"[A-Za-z]{2,3}($|[-_])", cell):
        raise CellError("unknown_language", f"“{_short(cell)}” is not a language like en.")
    return re.split(r"[-_]", cell)[0].lower()


def email(cell: str) -> str:
    """An address with one @ and no spaces."""
    if not re.fullmatch(r"[^@\s]{1,64}@[^@\s]{1,255}", cell):
        raise CellError("bad_email", f"“{_short(cell)}” is not an e-mail address.")
    return cell


def phone(cell: str) -> str:
    """A number of 7 to 15 digits, written together, +1 before ten bare digits (as in the US)."""
    digits = re.sub(r"[\s().\-/]", "", cell)
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits
    if not re.fullmatch(r"\+?\d{7,15}", digits):
        raise CellError("bad_phone", f"“{_short(cell)}” is not a phone number like +12015550123.")
    if digits.startswith("+"):
        return digits
    return f"+1{digits}" if len(digits) == 10 else f"+{digits}"


def _meant(field: str, cell: str, code: str, wanted: str) -> str:
    word = re.sub(r"[\s\-]+", "_", cell.strip().lower())
    meaning = _words(field).get(word)
    if meaning is None:
        raise CellError(code, f"“{_short(cell)}” is not {wanted}.")
    return meaning


@lru_cache(maxsize=8)
def _words(field: str) -> dict[str, str]:
    return {row["word"]: row["meaning"] for row in rows("words") if row["field"] == field}


def _unguarded(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from computing the cell (see `to_csv`)."""
    return cell[1:] if cell[0] == "'" and re.match(r"'[=+\-@\t\r]", cell) else cell


def _short(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:40]}…"


FIELDS: Final[dict[str, Parser]] = {
    "first_name": text,
    "last_name": text,
    "email": email,
    "phone": phone,
    "country": country,
    "region": region,
    "zone": zone,
    "language": language,
    "stage": stage,
    "sms_double_opt_in": truth,
    "consent_at": time,
    "created_at": time,
    "first_order_at": time,
    "last_order_at": time,
    "orders": count,
    "refunds": count,
    "revenue": number,
    "birthday": day,
}
"""How the columns of customers are read; consents, traits and scores by their prefix, others as text."""


def parser(name: str) -> Parser:
    """How a column of this name is read."""
    if name.startswith("consent_") and name.endswith(("_marketing", "_transactional")):
        return consent
    if name.startswith("trait_"):
        return number
    return FIELDS.get(name, share if name.startswith("score_") else text)
