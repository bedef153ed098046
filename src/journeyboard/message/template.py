"""Message texts in Liquid: checked, listed by their variables, and filled for one customer.

Values are text, never code; texts cannot read files or the clock, and cannot run away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

from journeyboard.errors import Place, TemplateError
from journeyboard.message import quick

if TYPE_CHECKING:
    from liquid import BoundTemplate

LONGEST: Final = 50_000  # characters of source
LONGEST_TAG: Final = 1_000
_VISIBLE: Final = 60  # characters shown on either side of a mistake
_OPENING: Final = re.compile(r"\{[{%]")
_RAW: Final = re.compile(r"\{%-?\s*raw\s*-?%\}")
_BLOCKS: Final = ("if", "unless", "case", "for", "capture", "comment")
_NO_CLOCK: Final = {"now": None, "today": None}  # Liquid's own would read the machine's clock


@dataclass(frozen=True, slots=True)
class Fallback:
    """Policy: put this text where a value is missing."""

    text: str


MissingPolicy = Literal["error", "blank", "skip"] | Fallback
"""What a missing value does: stop with an error, leave a blank, not send, or a fallback."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as the customer sees it; `missing` names the values that were not there.

    `skipped` messages are not sent, and their text is empty.
    """

    text: str
    missing: tuple[str, ...] = ()
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Variable:
    """One use of a value: its dotted name and its place in the source, counted from 1.

    `guarded` if it is inserted with a `default`, or under a condition that looks at it;
    `inserted` is False where it only steers (`if`, `for`, `assign`).
    """

    name: str
    line: int
    column: int
    inserted: bool
    guarded: bool


def check(source: str) -> None:
    """Raise TemplateError, with line, column and caret, if the text is not valid Liquid."""
    if quick.pieces(source) is None:
        _parse(source, False)


def render(
    source: str,
    context: Mapping[str, object],
    missing: MissingPolicy = "blank",
    escape: Literal["none", "html"] = "none",
) -> Rendered:
    """Fill the text with a customer's values.

    >>> render("Hi {{ first_name|default:'you' }}", {}).text
    'Hi you'

    A value is missing when it is undefined, null, blank or not a number and no `default`
    stands beside it. `now` is only known if `context` has it. `escape="html"` escapes values
    for e-mail bodies. Raises TemplateError for a faulty text, and under the policy "error".
    """
    if escape == "none" and (filled := _filled_quickly(source, context, missing)):
        return filled
    from journeyboard.message.sandbox import Gaps, fill

    instead = {"error": None, "blank": "", "skip": ""}
    gaps = Gaps(missing.text if isinstance(missing, Fallback) else instead[missing])
    values = _NO_CLOCK | {str(name): _plain(value) for name, value in context.items()}
    try:
        text = fill(_parse(source, escape == "html"), values, gaps)
    except TemplateError:
        raise
    except Exception as error:  # whatever a text provokes, the user gets one sentence
        raise _template_error(source, error) from error
    skipped = missing == "skip" and bool(gaps.names)
    return Rendered("" if skipped else text, tuple(gaps.names), skipped)


def _filled_quickly(
    source: str, context: Mapping[str, object], missing: MissingPolicy
) -> Rendered | None:
    """What `render` answers for a plain text with plain values; None for all others."""
    found = quick.pieces(source)
    instead = missing.text if isinstance(missing, Fallback) else ""
    filled = quick.fill(found, context, instead) if found is not None else None
    if filled is None or (filled.missing and missing == "error"):
        return None
    skipped = missing == "skip" and bool(filled.missing)
    return Rendered("" if skipped else filled.text, filled.missing, skipped)


def variables(source: str) -> frozenset[str]:
    """The names of the values that the text asks for, found without rendering it.

    >>> sorted(variables("{% if vip %}{{ first_name }} {{ cart.total | money }}{% endif %}"))
    ['cart.total', 'first_name', 'vip']
    """
    plain = quick.pieces(source)
    if plain is not None:
        return quick.names(plain)
    return frozenset(variable.name for variable in variable_uses(source))


@lru_cache(maxsize=256)
def variable_uses(source: str) -> tuple[Variable, ...]:
    """Every use of a value, in the order of the text; raises TemplateError as `check` does."""
    from journeyboard.message.sandbox import insertions

    template = _parse(source, False)
    inserted = {path.token.start_index: guarded for path, guarded in insertions(template)}
    found = sorted(
        (use.span.index, str(use))
        for uses in template.analyze(include_partials=False).globals.values()
        for use in uses
    )
    return tuple(
        Variable(name, *_line_and_column(source, at), at in inserted, inserted.get(at, False))
        for at, name in found
    )


@lru_cache(maxsize=512)
def _parse(source: str, html: bool) -> BoundTemplate:
    from journeyboard.message.sandbox import sandbox

    _refuse_unclosed(source)
    try:
        template = sandbox(html).from_string(source)
        _refuse_unknown_filters(source, template)
    except TemplateError:
        raise
    except Exception as error:
        raise _template_error(source, error) from error
    return template


def _refuse_unclosed(source: str) -> None:
    """Find what the lexer would search for slowly: unclosed, overlong or far too many tags."""
    if len(source) > LONGEST:
        raise TemplateError(f"The text has {len(source):,} characters; at most {LONGEST:,} fit.")
    for start, end in _tags(source):
        if end < 0:
            raw = _RAW.match(source, start)
            closing = "{% endraw %}" if raw else "}}" if source[start + 1] == "{" else "%}"
            raise _error(source, start, "This tag is never closed.", f"Close it with “{closing}”.")
        if end - start > LONGEST_TAG:
            problem = f"This tag is longer than {LONGEST_TAG:,} characters."
            raise _error(source, start, problem, "Shorten it.")
        if not source[start + 2 : end].strip("- \t\r\n"):
            raise _error(source, start, "There is nothing between these braces.", "Fill them.")


def _tags(source: str) -> Iterator[tuple[int, int]]:
    """Start and end of each `{{ }}` and `{% %}` outside raw; the end is -1 if there is none."""
    opening = _OPENING.search(source)
    while opening:
        at = opening.start()
        raw = _RAW.match(source, at)
        closing = "endraw" if raw else "}}" if opening[0] == "{{" else "%}"
        end = source.find(closing, at + 2)
        if not raw or end < 0:
            yield at, end
        opening = _OPENING.search(source, end + len(closing)) if end >= 0 else None


def _unclosed_block(source: str) -> tuple[int, str] | None:
    """Where the innermost block that is still open at the end begins, and its name."""
    opened: list[tuple[int, str]] = []
    for at, end in _tags(source):
        word = (source[at + 2 : end].strip("- \t\r\n").split() or [""])[0]
        if source[at + 1] == "%" and word in _BLOCKS:
            opened.append((at, word))
        elif source[at + 1] == "%" and word.startswith("end") and opened:
            opened.pop()
    return opened[-1] if opened else None


def _refuse_unknown_filters(source: str, template: BoundTemplate) -> None:
    for name, spans in template.analyze(include_partials=False).filters.items():
        if name not in template.env.filters:
            near = get_close_matches(name, template.env.filters, n=1)
            advice = f"Did you mean “{near[0]}”?" if near else "Leave it out."
            raise _error(source, spans[0].index, f"There is no filter “{name}”.", advice)


def _template_error(source: str, error: Exception) -> TemplateError:
    token, message = getattr(error, "token", None), str(getattr(error, "message", None) or error)
    if token is not None and 0 <= token.start_index < len(source):
        return _error(source, token.start_index, f"{message.rstrip('.')}.", _advice(message))
    unclosed = _unclosed_block(source)
    if unclosed is None:
        return TemplateError(f"This text cannot be rendered: {message.rstrip('.')}.")
    at, name = unclosed
    return _error(source, at, f"“{name}” is never closed.", f"Close it with “{{% end{name} %}}”.")


def _advice(message: str) -> str:
    if message.startswith("unexpected tag"):
        return "These exist: if, unless, case, for, assign, capture, comment, raw."
    if message.endswith("has no value"):
        return "Give it a fallback, for example {{ first_name | default: 'there' }}."
    return ""


def _error(source: str, at: int, problem: str, advice: str) -> TemplateError:
    line, column = _line_and_column(source, at)
    text = (source.split("\n")[line - 1]).replace("\t", " ").rstrip("\r")
    first = max(0, column - 1 - _VISIBLE)
    caret = text[first : column + _VISIBLE] + "\n" + " " * (column - 1 - first) + "^"
    return TemplateError(problem, place=Place(line=line, column=column, caret=caret), advice=advice)


def _line_and_column(source: str, at: int) -> tuple[int, int]:
    before = source[:at].split("\n")
    return len(before), len(before[-1]) + 1


def _plain(value: Any) -> object:
    """Only plain data enters a text: objects become their words, NumPy scalars numbers."""
    if isinstance(value, (str, int, float, bool, Decimal, date)) or value is None:
        return value
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if hasattr(value, "item"):
        return _plain(value.item())
    return None if repr(value) == "<NA>" else str(value)
