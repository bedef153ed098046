"""Metrics of an event log: every value with numerator, denominator, window and interval, or a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from journeyboard.errors import BadInput
from journeyboard.measurement import sums as expressions
from journeyboard.measurement.catalogue import METRICS, Metric
from journeyboard.measurement.estimate import MICROS, Estimate, Sums, mean, rate
from journeyboard.measurement.log import Build, EventLog, compiled
from journeyboard.measurement.window import Window, seconds, words
from journeyboard.records import STAGES

if TYPE_CHECKING:
    import pandas as pd

DEFAULT_WINDOW = "5 days"
_EMPTY = {
    "delivered": "no message was delivered",
    "recipients": "no message was delivered",
    "sent": "no message was sent",
    "clickers": "nobody clicked",
}


@dataclass(frozen=True)
class Cell:
    """One metric of one group; `value` is None with a `reason` when it cannot be computed."""

    key: str
    value: float | int | None
    numerator: float | int | None
    denominator: int | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class MetricRow:
    """The metrics of one group; `group` names it, `skips` counts skipped messages by reason."""

    group: Mapping[str, str | None]
    cells: Mapping[str, Cell]
    skips: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Cell:
        return self.cells[key]

    @property
    def name(self) -> str:
        """The group in words, “all” for the whole log."""
        return " · ".join(str(value or "none") for value in self.group.values()) or "all"

    def to_dict(self) -> dict[str, Any]:
        return {
            "group": dict(self.group),
            "skips": dict(self.skips),
            "metrics": {key: cell.to_dict() for key, cell in self.cells.items()},
        }


@dataclass(frozen=True)
class MetricTable:
    """Metrics by group. `unattributed` holds orders, revenue and opt-outs that no message earned."""

    by: str | None
    rows: tuple[MetricRow, ...]
    unattributed: Mapping[str, float | int]
    window_s: int
    currency: str | None
    notes: tuple[str, ...]

    def row(self, **group: str | None) -> MetricRow:
        """The row whose group has these values; BadInput when there is none."""
        for row in self.rows:
            if all(row.group.get(key) == value for key, value in group.items()):
                return row
        raise BadInput(f"There is no row for {group} in the metrics by {self.by}.")

    def messages(self) -> MetricTable:
        """The same table with only the rows that tried to reach anybody: a split node sends nothing."""
        tried = ("sent", "delivered", "failed", "skipped", "impressions", "clicks")
        rows = tuple(row for row in self.rows if any(row[key].value for key in tried))
        return replace(self, rows=rows)

    def to_pandas(self) -> pd.DataFrame:
        """Long form: one line per group and metric."""
        import pandas as pd

        lines = [
            {**row.group, **cell.to_dict()} for row in self.rows for cell in row.cells.values()
        ]
        return pd.DataFrame(lines)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "by": self.by,
            "window_s": self.window_s,
            "currency": self.currency,
            "rows": [row.to_dict() for row in self.rows],
            "unattributed": dict(self.unattributed),
            "notes": list(self.notes),
        }


def metrics(
    log: EventLog, by: str | None = None, *, attribution_window: Window = DEFAULT_WINDOW
) -> MetricTable:
    """Every metric of the catalogue, for the whole log or by one of `sums.GROUPS`.

    Orders go to their last click (message or ad) within `attribution_window`, counted from the click;
    opt-outs to the message they name, else to the last one delivered within 72 hours.
    Days are UTC days of the event itself, so a day's rate compares that day's clicks with that
    day's deliveries. A customer in several segments is in the row of each. Money is in the log's currency;
    with several currencies it is None. Raises `BadInput` for an unknown `by`.
    """
    if by is not None and by not in expressions.GROUPS:
        known = ", ".join(expressions.GROUPS)
        raise BadInput(f"Metrics cannot be grouped by “{by}”.", advice=f"Choose one of {known}.")
    window = seconds(attribution_window)
    kept, queries = _queries(by, window)
    counted, skips, credits, entries, types = log.rows(*queries, kept=kept)
    keys = expressions.GROUPS[by] if by else ()
    earned = [row for row in credits if row["credited"]]
    totals = _added(keys, [*counted, *entries, *earned])
    reasons = _skips(keys, skips)
    if by is None:
        totals.setdefault((), {})
    known_types = _known_types(types)
    currencies = _currencies(credits)
    rows = tuple(
        MetricRow(
            dict(zip(keys, key, strict=True)),
            _cells(totals[key], by, known_types, currencies),
            reasons.get(key, {}),
        )
        for key in _ordered(totals, by)
    )
    currency = next(iter(currencies)) if len(currencies) == 1 else None
    return MetricTable(
        by, rows, _unattributed(credits), window, currency, _notes(by, window, currencies)
    )


@lru_cache(maxsize=64)
def _queries(by: str | None, window: int) -> tuple[str, tuple[str, ...]]:
    """The SQL of what is kept and of the five sums; a dashboard asks them over and over, and writing it takes its time."""
    kept = partial(expressions.telling, by=by)
    of_kept: tuple[Build, ...] = (
        partial(expressions.message_sums, by=by),
        partial(expressions.skip_counts, by=by),
        partial(expressions.credit_sums, by=by, window=window),
    )
    of_all: tuple[Build, ...] = (
        partial(expressions.entry_counts, by=by),
        expressions.type_counts,
    )
    queries = (*(compiled(build, kept) for build in of_kept), *map(compiled, of_all))
    return compiled(kept), queries


Key = tuple[str | None, ...]
Totals = dict[str, int]


def _key(keys: tuple[str, ...], row: Mapping[str, Any]) -> Key:
    return tuple(None if row[name] is None else str(row[name]) for name in keys)


def _added(keys: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> dict[Key, Totals]:
    """The integer columns of all rows, added up by group."""
    totals: dict[Key, Totals] = {}
    for row in rows:
        group = totals.setdefault(_key(keys, row), {})
        for name, value in row.items():
            if name not in keys and not name.startswith("currency"):
                group[name] = group.get(name, 0) + int(value or 0)
    return totals


def _skips(keys: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> dict[Key, dict[str, int]]:
    found: dict[Key, dict[str, int]] = {}
    for row in rows:
        reasons = found.setdefault(_key(keys, row), {})
        reasons[row["reason"]] = reasons.get(row["reason"], 0) + int(row["n"])
    return {key: dict(sorted(reasons.items())) for key, reasons in found.items()}


def _ordered(totals: Mapping[Key, Totals], by: str | None) -> list[Key]:
    def place(key: Key) -> tuple[Any, ...]:
        if by == "stage":
            return (STAGES.index(key[0]) if key[0] in STAGES else len(STAGES),)
        return tuple((value is None, value or "") for value in key)

    return sorted(totals, key=place)


def _known_types(rows: Iterable[Mapping[str, Any]]) -> frozenset[str] | None:
    """The event types an imported log holds; None for a simulated one, where a zero is a fact."""
    found = list(rows)
    if any(row["source"] == "simulation" for row in found):
        return None
    return frozenset(row["type"] for row in found)


def _currencies(rows: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    ends = {row[name] for row in rows for name in ("currency_low", "currency_high")}
    return frozenset(str(currency) for currency in ends if currency)


def _cells(
    totals: Totals, by: str | None, known: frozenset[str] | None, currencies: frozenset[str]
) -> dict[str, Cell]:
    cells = {metric.key: _cell(metric, totals, known, currencies) for metric in METRICS}
    if not expressions.ENTRY_EVENT.get(by, "journey.entered"):
        cells["entered"] = Cell("entered", None, None, reason=f"nobody enters a {by}")
    return cells


def _cell(
    metric: Metric, totals: Totals, known: frozenset[str] | None, currencies: frozenset[str]
) -> Cell:
    reason = _reason(metric, totals, known, currencies)
    if reason:
        return Cell(metric.key, None, None, reason=reason)
    top = totals.get(metric.numerator, 0)
    numerator = top if metric.unit != "money" else top / MICROS
    if metric.denominator is None:
        return Cell(metric.key, numerator, numerator)
    below = totals.get(metric.denominator, 0)
    found = rate(top, below) if metric.unit == "share" else _money_per(totals, below)
    return Cell(
        metric.key, found.value, numerator, below, found.low, found.high, _share_reason(found)
    )


def _reason(
    metric: Metric, totals: Totals, known: frozenset[str] | None, currencies: frozenset[str]
) -> str | None:
    if known is not None:
        absent = [event for event in metric.events if event not in known]
        if absent:
            return f"the log holds no {absent[0]} events"
    if metric.numerator == "revenue" and len(currencies) > 1:
        return f"orders are in several currencies ({', '.join(sorted(currencies))})"
    if metric.numerator in ("openers", "machine_openers") and not totals.get("openable"):
        return "SMS has no open event" if totals.get("delivered") else _EMPTY["delivered"]
    if metric.denominator and not totals.get(metric.denominator):
        return _EMPTY[metric.denominator]
    return None


def _money_per(totals: Totals, denominator: int) -> Estimate:
    """Revenue per recipient or message; the interval comes from the recipients' own sums."""
    recipients = totals["recipients"]
    micro = Sums(recipients, totals.get("revenue", 0), totals.get("revenue_squares", 0))
    found = mean(micro.scaled(Fraction(1, MICROS)))
    share = recipients / denominator
    low, high = (None if end is None else end * share for end in (found.low, found.high))
    assert found.value is not None
    return Estimate(found.value * share, low, high, found.reason)


def _share_reason(found: Estimate) -> str | None:
    if found.value is None and found.reason:
        return f"{found.reason}: the two are counted in different groups or files"
    return found.reason


def _unattributed(rows: Iterable[Mapping[str, Any]]) -> dict[str, float | int]:
    free = [row for row in rows if not row["credited"]]
    return {
        "orders": sum(int(row["orders"]) for row in free),
        "revenue": sum(int(row["revenue"]) for row in free) / MICROS,
        "opt_outs": sum(int(row["opt_out_events"]) for row in free),
    }


def _notes(by: str | None, window: int, currencies: frozenset[str]) -> tuple[str, ...]:
    notes = [
        f"Orders are credited to the last click within {words(window)}; this is attribution, not cause.",
        "Opt-outs are credited to the message they name, else to the last one delivered within 72 hours.",
    ]
    if by == "segment":
        notes.append("A customer in several segments counts in each of them.")
    if by == "day":
        notes.append("Events count on their own day (UTC).")
    if len(currencies) > 1:
        notes.append("Orders are in several currencies, so money is not added up.")
    return tuple(notes)
