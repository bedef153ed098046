"""What a marketer may do to a value between the braces: the filters, each with a bounded answer.

A new filter goes into `FILTERS`. Nothing here reads the clock, a file or the network.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sized
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import wraps
from itertools import islice
from typing import Any, Final

from liquid.builtin.expressions import is_empty
from liquid.builtin.filters import array, math, string
from liquid.builtin.filters.misc import size
from liquid.exceptions import FilterArgumentError
from liquid.filter import num_arg, with_context, with_environment
from liquid.undefined import is_undefined

Filter = Callable[..., Any]

LONGEST_VALUE: Final = 50_000  # characters that a filter may answer with
LARGEST_NUMBER: Final = 1e15
MOST_ITEMS: Final = 1_000

_SYMBOLS: Final = {"USD": "$", "EUR": "€", "GBP": "£", "CAD": "$", "AUD": "$", "JPY": "¥"}
_NO_CENTS: Final = ("JPY", "KRW", "HUF")


def default(value: Any, fallback: object = "", *, allow_false: bool = False) -> Any:
    """The value, or the fallback where there is none: undefined, empty, blank, false."""
    if value is False and allow_false:
        return value
    return fallback if value is False or is_missing(value) or is_empty(value) else value


def is_missing(value: object) -> bool:
    """Is there nothing to insert? True for undefined, null, not-a-number and blank text."""
    if value is None or is_undefined(value) or value != value:  # NaN
        return True
    return isinstance(value, str) and not value.strip()


@with_context
def format_date(value: Any, pattern: object = "%Y-%m-%d", *, context: Any) -> str:
    """A date by strftime; `now` and `today` are those of the message, never the machine's."""
    if value in ("now", "today"):
        value = context.resolve("now", default=None)
    moment = _moment(value)
    if moment is None:
        return "" if is_missing(value) else str(value)
    if re.search(r"%[-_0^#]*\d", str(pattern)) or len(str(pattern)) > 100:
        raise FilterArgumentError(f"date cannot use the pattern '{pattern}'", token=None)
    return moment.strftime(str(pattern))


def money(value: Any, currency: str = "USD") -> str:
    """An amount as shops write it, "$1,250.00" or "1,250.00 CHF"."""
    code = str(currency).upper()
    amount = num_arg(value, default=0)
    digits = f"{abs(amount):,.{0 if code in _NO_CENTS else 2}f}"
    sign = "-" if amount < 0 else ""
    return f"{sign}{_SYMBOLS[code]}{digits}" if code in _SYMBOLS else f"{sign}{digits} {code}"


@with_environment
def join(value: Any, separator: object = " ", *, environment: Any) -> Any:
    """The items of a list, one after the other."""
    items = [value] if isinstance(value, (str, dict)) or not isinstance(value, Iterable) else value
    found = list(islice(items, MOST_ITEMS + 1))
    if (
        len(found) > MOST_ITEMS
        or len(found) * len(str(separator)) + sum(len(str(item)) for item in found) > LONGEST_VALUE
    ):
        raise FilterArgumentError(_TOO_LONG, token=None)
    return array.join(found, separator, environment=environment)


def replace(value: object, old: object, new: object = "") -> str:
    """The text with every `old` replaced by `new`."""
    text, search, instead = _text(value), str(old), str(new)
    if not search or text.count(search) * len(instead) > LONGEST_VALUE:
        raise FilterArgumentError("replace: nothing to look for, or too much", token=None)
    return text.replace(search, instead)


def title(value: object) -> str:
    """Each word with a capital."""
    return " ".join(word[:1].upper() + word[1:].lower() for word in _text(value).split(" "))


_TOO_LONG: Final = f"the value grew beyond {LONGEST_VALUE:,} characters"


def bounded(name: str, answer: Filter) -> Filter:
    """The filter, refusing answers so large that they could only be a mistake or an attack."""

    @wraps(answer)
    def checked(value: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            found = answer(_number(value), *map(_number, args), **kwargs)
        except (ValueError, ArithmeticError, AttributeError) as error:
            # Liquid knows the place of its own errors only.
            raise FilterArgumentError(f"{name}: {error}", token=None) from error
        if isinstance(found, Sized) and len(found) > LONGEST_VALUE:
            raise FilterArgumentError(f"{name}: {_TOO_LONG}", token=None)
        if isinstance(found, (int, float)) and not abs(found) < LARGEST_NUMBER:
            raise FilterArgumentError(f"{name}: the number is too large", token=None)
        return found

    return checked


def _number(value: Any) -> Any:
    """Liquid's arithmetic takes a Decimal for nothing."""
    return float(value) if isinstance(value, Decimal) else value


def _text(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else str(value)


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time.min)
    if isinstance(value, int) and abs(value) < LARGEST_NUMBER:
        return datetime.fromtimestamp(min(value, 253_402_300_799), UTC)
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


_EVERY: Final[dict[str, Filter]] = {
    "default": default,
    "upcase": string.upcase,
    "downcase": string.downcase,
    "capitalize": string.capitalize,
    "title": title,
    "date": format_date,
    "money": money,
    "truncate": string.truncate,
    "truncatewords": string.truncatewords,
    "strip": string.strip,
    "lstrip": string.lstrip,
    "rstrip": string.rstrip,
    "squish": string.squish,
    "slice": string.slice_,
    "replace": replace,
    "replace_first": string.replace_first,
    "remove": string.remove,
    "append": string.append,
    "prepend": string.prepend,
    "split": string.split,
    "join": join,
    "first": array.first,
    "last": array.last,
    "size": size,
    "escape": string.escape,
    "escape_once": string.escape_once,
    "strip_html": string.strip_html,
    "newline_to_br": string.newline_to_br,
    "url_encode": string.url_encode,
    "plus": math.plus,
    "minus": math.minus,
    "times": math.times,
    "divided_by": math.divided_by,
    "modulo": math.modulo,
    "round": math.round_,
    "floor": math.floor,
    "ceil": math.ceil,
    "abs": math.abs_,
    "at_least": math.at_least,
    "at_most": math.at_most,
}

FILTERS: Final[dict[str, Filter]] = {name: bounded(name, f) for name, f in _EVERY.items()}
