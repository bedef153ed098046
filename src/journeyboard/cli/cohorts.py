"""Entry cohorts on the command line: customers by the week or month they entered in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from journeyboard.cli.readout import money_words
from journeyboard.cli.show import say, share_words, table

if TYPE_CHECKING:
    import pandas as pd

    from journeyboard.measurement.cohorts import Cohort, Span
    from journeyboard.measurement.estimate import Estimate
    from journeyboard.measurement.log import EventLog
    from journeyboard.simulation.results import Run


def cohorts_of(log: EventLog, run: Run | None, within: str, span: str) -> tuple[Cohort, ...]:
    """The cohorts of a run in its journeys' own windows; of any other log, which ends with its last event,
    `within` so long. BadInput for a span that is neither week nor month."""
    from journeyboard.measurement.cohorts import cohorts
    from journeyboard.measurement.window import seconds

    if run is not None:
        return run.cohorts(cast("Span", span))
    journeys = log.sql("select distinct journey_id from events where type = 'journey.entered' order by 1")  # fmt: skip
    windows = dict.fromkeys(journeys["journey_id"].dropna(), seconds(within))
    last = log.sql('select max("at") as last from events')["last"][0]
    return cohorts(log, end=last.isoformat(), windows=windows, span=cast("Span", span))


def tell_cohorts(found: Sequence[Cohort], currency: str | None) -> None:
    """A table a journey; what is not over for all has a dash, for it would only look low."""
    from journeyboard.measurement.window import words

    if not found:
        say()
        say("Cohorts: nobody entered a journey.")
    for name, group in groupby(found, key=lambda one: one.journey_id):
        rows = list(group)
        say()
        say(f"Cohorts of “{name}” by {rows[0].span} of entry (within {words(rows[0].window)} of entering; – where these are not over for all)")  # fmt: skip
        heads = (f"{rows[0].span.capitalize()} from", "Customers", "Ordered", "Spent per customer", "Opted out")  # fmt: skip
        table(heads, [_line(one, currency) for one in rows])


def _line(cohort: Cohort, currency: str | None) -> tuple[str, ...]:
    spent = cohort.revenue_per_customer.value
    return (
        cohort.begins.isoformat(), f"{cohort.entered:,}",
        _share(cohort.conversion, cohort.converted, cohort.entered),
        "–" if spent is None else money_words(spent, currency),
        _share(cohort.opt_out_rate, cohort.opted_out, cohort.entered),
    )  # fmt: skip


def _share(found: Estimate, number: int, of_all: int) -> str:
    if found.value is None:
        return "–"
    return f"{share_words(found.value)} ({number:,} of {of_all:,})"


def cohort_frame(found: Sequence[Cohort]) -> pd.DataFrame:
    """One row a cohort, each rate in three columns: value, low and high."""
    import pandas as pd

    return pd.DataFrame([_flat(one) for one in found])


def _flat(cohort: Cohort) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, value in cohort.to_dict().items():
        if not isinstance(value, dict):
            row[name] = value
            continue
        row |= {name: value["value"], f"{name}_low": value["low"], f"{name}_high": value["high"]}
    return row
