"""Entry cohorts: who entered in the same week or month, and what they did within the goal's window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, get_args

from journeyboard.errors import BadInput
from journeyboard.measurement.estimate import MICROS, Estimate, Sums, mean, rate
from journeyboard.measurement.window import words

if TYPE_CHECKING:
    from journeyboard.measurement.log import EventLog

Span = Literal["week", "month"]
QUERY = """
with entries as (
    select profile_key, min("at") as entered
    from events where type = 'journey.entered' and journey_id = $journey group by all
), facts as (
    select profile_key, "at", type, (value * 1000000)::hugeint as micros
    from events where type in ('order.placed', 'consent.unsubscribed')
    qualify type <> 'order.placed' or order_id is null
        or row_number() over (partition by profile_key, type, order_id order by "at", seq) = 1
), customers as (
    select entries.profile_key, entered,
        count(*) filter (where type = 'order.placed') > 0 as bought,
        coalesce(sum(micros) filter (where type = 'order.placed'), 0) as spent,
        count(*) filter (where type = 'consent.unsubscribed') > 0 as gone
    from entries left join facts on facts.profile_key = entries.profile_key
        and "at" >= entered and "at" < entered + to_seconds($window)
    group by all
)
select date_trunc($span, entered)::date as begins, max(entered) as last_entry, count(*) as entered,
    count(*) filter (where bought) as converted, sum(spent) as spent, sum(spent * spent) as squares,
    count(*) filter (where gone) as opted_out
from customers group by all order by begins
"""


@dataclass(frozen=True)
class Cohort:
    """Customers whose first entry into a journey falls into one week, from Monday on, or month (UTC).

    `converted` ordered, `revenue` is what all of them ordered for and `opted_out` left a channel, each
    within the goal's `window` (seconds) from their own entry, with or without the journey's help.
    `complete` says whether that window had passed for all of them when the log ends: only then are
    there rates, which would otherwise come out too low.
    """

    journey_id: str
    begins: date
    span: Span
    window: int
    complete: bool
    entered: int
    converted: int
    revenue: float
    revenue_squares: float
    opted_out: int

    def sums(self, measure: str) -> Sums:
        """A measure's sums over its customers: `conversion`, `revenue_per_customer` or `opt_out_rate`."""
        if measure == "revenue_per_customer":
            return Sums(self.entered, self.revenue, self.revenue_squares)
        count = self.converted if measure == "conversion" else self.opted_out
        return Sums(self.entered, count, count)

    @property
    def conversion(self) -> Estimate:
        """The share that ordered, with Wilson's interval."""
        return self._known(rate(self.converted, self.entered))

    @property
    def opt_out_rate(self) -> Estimate:
        """The share that opted out of any channel, with Wilson's interval."""
        return self._known(rate(self.opted_out, self.entered))

    @property
    def revenue_per_customer(self) -> Estimate:
        """Ordered for, by each who entered, with Student's interval; in the currency."""
        return self._known(mean(self.sums("revenue_per_customer")))

    def _known(self, found: Estimate) -> Estimate:
        reason = f"the log ends before their {words(self.window)} are over"
        return found if self.complete else Estimate(None, reason=reason)

    def to_dict(self) -> dict[str, Any]:
        """All fields and rates as plain values."""
        return asdict(self) | {
            "begins": self.begins.isoformat(), "conversion": self.conversion.to_dict(),
            "revenue_per_customer": self.revenue_per_customer.to_dict(),
            "opt_out_rate": self.opt_out_rate.to_dict(),
        }  # fmt: skip


def chance_alone(found: Iterable[Sums]) -> float | None:
    """How likely cohorts of one kind differ at least as much as these: the p-value of their means.

    Pearson's chi-square test of homogeneity, which for the sums of a share is exactly that of the table
    of who did and who did not (Pearson 1900; Agresti, Categorical Data Analysis, 2013, 3.2.1). None
    where fewer than two have customers, or nothing varies.
    """
    from scipy.special import chdtrc

    some = [one for one in found if one.n]
    if len(some) < 2:
        return None
    whole = sum(some[1:], start=some[0])
    variance = whole.squares / whole.n - whole.mean**2
    if variance <= 0:
        return None
    distance = sum(one.n * (one.mean - whole.mean) ** 2 for one in some) / variance
    return float(chdtrc(len(some) - 1, distance))


@dataclass
class _Sum:
    """A cohort while its parts are added up; money in millionths, so that every order of adding agrees."""

    last: datetime
    counts: list[int]

    def add(self, last: datetime, counts: Iterable[int]) -> None:
        self.last = max(self.last, last)
        self.counts = [mine + more for mine, more in zip(self.counts, counts, strict=True)]


def cohorts(log: EventLog, *, end: str, windows: Mapping[str, int], span: Span = "week") -> tuple[Cohort, ...]:  # fmt: skip
    """The cohorts of each journey of `windows` (seconds, by journey id) in order of their week or month.

    `end` is the moment at which the log ends (ISO, UTC). BadInput for a `span` that is neither.
    """
    if span not in get_args(Span):
        raise BadInput(f"cohorts cannot be made by “{span}”.", advice="Choose week or month.")
    added: dict[tuple[str, date], _Sum] = {}
    for piece in log.pieces():
        with piece.connect() as connection:
            for name, seconds in windows.items():
                asked = {"journey": name, "window": seconds, "span": span}
                for begins, last, *counts in connection.execute(QUERY, asked).fetchall():
                    known = added.setdefault((name, begins), _Sum(last, [0] * len(counts)))
                    known.add(last, map(int, counts))
    ends = datetime.fromisoformat(end)
    return tuple(
        _cohort(name, begins, span, windows[name], ends, known)
        for name in windows
        for (journey, begins), known in sorted(added.items(), key=lambda one: one[0][1])
        if journey == name
    )


def _cohort(name: str, begins: date, span: Span, window: int, end: datetime, known: _Sum) -> Cohort:
    entered, converted, spent, squares, opted_out = known.counts
    complete = known.last + timedelta(seconds=window) <= end
    money = Sums(entered, spent, squares).scaled(Fraction(1, MICROS))
    return Cohort(
        name, begins, span, window, complete, entered, converted, float(money.total),
        float(money.squares), opted_out,
    )  # fmt: skip
