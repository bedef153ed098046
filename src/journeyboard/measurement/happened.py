"""Customers by what happened to them: ready questions and free ones, answered from an event log.

Events are ordered within a customer by `seq`, and a run has one outcome row a customer; both are
asked through DuckDB, so a million events take well under a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeyboard.errors import BadInput
from journeyboard.measurement.log import EventLog

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

COLUMNS = ("profile_key", "orders", "untouched_orders", "discount")
"""What is read of the outcome rows."""


@dataclass(frozen=True)
class Question:
    """Something that may have happened to a customer: a title, what counts as it, and the SQL that finds them.

    `sql` selects `profile_key` from `events` (one row an event) and `outcomes` (one row a customer).
    """

    title: str
    words: str
    sql: str


@dataclass(frozen=True)
class Wanted:
    """A free question: who has an event of this type, at this step, and is in this audience."""

    type: str | None = None
    node: str | None = None
    journey: str | None = None
    segment: str | None = None


@dataclass(frozen=True)
class Found:
    """How many customers it happened to, and the keys of the first of them, in order of their keys."""

    count: int
    keys: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values."""
        return asdict(self)


def _opted_out_after(number: int) -> str:
    return (
        "SELECT o.profile_key FROM (SELECT profile_key, min(seq) AS seq FROM events "
        "WHERE type = 'consent.unsubscribed' GROUP BY profile_key) o JOIN events e "
        "ON e.profile_key = o.profile_key AND e.seq < o.seq AND e.type = 'message.delivered' "
        f"GROUP BY o.profile_key HAVING count(*) = {number}"
    )


def _has(condition: str) -> str:
    return f"SELECT DISTINCT profile_key FROM events WHERE {condition}"


def _outcome(condition: str) -> str:
    return f"SELECT profile_key FROM outcomes WHERE {condition}"


_WAITED = (
    'SELECT DISTINCT profile_key FROM (SELECT profile_key, type, reason, "at", '
    'lead("at") OVER (PARTITION BY profile_key, journey_id, node_id, variant ORDER BY seq) AS next '
    "FROM events WHERE type IN ('message.queued', 'message.sent', 'message.failed', 'message.skipped')) "
    "WHERE type = 'message.queued' AND reason = 'throughput' AND next >= \"at\" + INTERVAL 1 MINUTE"
)
QUESTIONS: Mapping[str, Question] = {
    "persuaded": Question(
        "Bought only because of the journey",
        "Ordered in the run, and not at all in the life in which nothing is sent.",
        _outcome("orders > 0 AND untouched_orders = 0"),
    ),
    "lost": Question(
        "Lost by the journey",
        "Ordered nothing in the run, but would have in the life in which nothing is sent.",
        _outcome("orders = 0 AND untouched_orders > 0"),
    ),
    "paid_anyway": Question(
        "Would have bought anyway, got a discount",
        "Ordered in both lives, and paid less in the run because of a code.",
        _outcome("orders > 0 AND untouched_orders > 0 AND discount > 0"),
    ),
    "nothing_sent": Question(
        "Bought although nothing was sent",
        "Placed an order, and no message was sent to them in the run.",
        _has("type = 'order.placed'")
        + " EXCEPT "
        + _has("type IN ('message.sent', 'ad.impression')"),
    ),
    "control_bought": Question(
        "Bought in the control group",
        "Was assigned to a control arm and placed an order afterwards.",
        "SELECT DISTINCT a.profile_key FROM (SELECT profile_key, min(seq) AS seq FROM events "
        "WHERE type = 'journey.assigned' AND is_control GROUP BY profile_key) a JOIN events e "
        "ON e.profile_key = a.profile_key AND e.seq > a.seq AND e.type = 'order.placed'",
    ),
    "clicked": Question(
        "Clicked a message",
        "Clicked the link in a message or an ad.",
        _has("type IN ('message.clicked', 'ad.clicked')"),
    ),
    "opted_out": Question(
        "Opted out", "Took back a consent, at whatever moment.", _has("type = 'consent.unsubscribed'")
    ),
    "opted_out_1": Question(
        "Opted out after message 1", "The first opt-out came after one delivered message.", _opted_out_after(1)
    ),
    "opted_out_2": Question(
        "Opted out after message 2", "The first opt-out came after two delivered messages.", _opted_out_after(2)
    ),
    "opted_out_3": Question(
        "Opted out after message 3", "The first opt-out came after three delivered messages.", _opted_out_after(3)
    ),
    "held": Question(
        "Held by quiet hours",
        "A message had to wait until the sending window opened.",
        _has("type = 'message.queued' AND reason = 'quiet_hours'"),
    ),
    "capped": Question(
        "Skipped by a cap",
        "A message was not sent because of a frequency cap or smart sending.",
        _has("type = 'message.skipped' AND reason IN ('frequency_cap', 'smart_sending')"),
    ),
    "queued": Question(
        "Waited in the sender's queue",
        "A message waited a minute or more until the sender could send it.",
        _WAITED,
    ),
    "unpaid": Question(
        "Not sent, the money was spent",
        "A message was not sent because the budget was used up.",
        _has("type = 'message.skipped' AND reason = 'budget'"),
    ),
    "unaided": Question(
        "Came back to the cart unaided",
        "Came back to an abandoned cart and ordered, before any message was delivered to them.",
        "SELECT profile_key FROM events GROUP BY profile_key HAVING "
        "min(seq) FILTER (type = 'order.placed' AND reason = 'returned') "
        "< coalesce(min(seq) FILTER (type IN ('message.delivered', 'ad.impression')), 2147483647)",
    ),
    "twice": Question(
        "Entered twice",
        "Entered the same journey more than once.",
        "SELECT DISTINCT profile_key FROM (SELECT profile_key FROM events "
        "WHERE type = 'journey.entered' GROUP BY profile_key, journey_id HAVING count(*) > 1)",
    ),
}  # fmt: skip
"""What customers are searched by, in the order of the screen; a new question goes here."""


def search(log: EventLog, outcomes: Sequence[Path], asked: str | Wanted, limit: int = 50) -> Found:
    """Whom it happened to: a name of QUESTIONS, or a free question.

    `outcomes` are the Parquet files of a run's outcome rows. Raises BadInput for an unknown name.
    """
    if isinstance(asked, Wanted):
        sql, values = _free(asked)
    else:
        sql, values = _known(asked).sql, []
    with log.connect() as connection:
        connection.register("outcomes", _read(outcomes))
        return _found(connection, sql, values, limit)


def count_all(log: EventLog, outcomes: Sequence[Path]) -> dict[str, int]:
    """How many customers each of the QUESTIONS finds."""
    with log.connect() as connection:
        connection.register("outcomes", _read(outcomes))
        return {name: _found(connection, one.sql, [], 0).count for name, one in QUESTIONS.items()}


def _known(name: str) -> Question:
    if name not in QUESTIONS:
        raise BadInput(f"customers cannot be searched by “{name}”.", advice=f"Choose {', '.join(QUESTIONS)}.")  # fmt: skip
    return QUESTIONS[name]


def _free(asked: Wanted) -> tuple[str, list[str]]:
    wanted = {"type": asked.type, "node_id": asked.node, "journey_id": asked.journey}
    conditions = [f"{column} = ?" for column, value in wanted.items() if value]
    values = [value for value in wanted.values() if value]
    if asked.segment:
        conditions.append("list_contains(segments, ?)")
        values.append(asked.segment)
    return _has(" AND ".join(conditions) or "true"), values


def _found(connection: duckdb.DuckDBPyConnection, sql: str, values: list[str], limit: int) -> Found:  # fmt: skip
    query = f"SELECT count(*) OVER (), profile_key FROM ({sql}) ORDER BY profile_key LIMIT {int(max(limit, 1))}"
    rows = connection.execute(query, values).fetchall()
    return Found(int(rows[0][0]) if rows else 0, tuple(str(key) for _, key in rows[:limit]))


def _read(outcomes: Sequence[Path]) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = [pq.read_table(path, columns=list(COLUMNS), partitioning=None) for path in outcomes]
    return pa.concat_tables(tables)
