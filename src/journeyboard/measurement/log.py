"""The event log: simulated or imported events behind one door, asked through DuckDB and Ibis."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from journeyboard.errors import BadInput, Place, TableError
from journeyboard.measurement.source import (
    check_columns,
    column_types,
    in_memory,
    listed,
    part_files,
    read_schema,
    select_events,
)

if TYPE_CHECKING:
    import duckdb
    import ibis.expr.types as ir
    import pandas as pd
    import pyarrow as pa

MEMORY_LIMIT = "600MB"
HANDFUL = 6 << 20
"""Bytes of parts that are asked together, about a million events: planning a question takes its time too."""
KEPT = "kept_events"
"""The table of the rows that several queries are asked of."""
Build: TypeAlias = "Callable[[ir.Table], ir.Table]"
Answers: TypeAlias = "list[list[dict[str, Any]]]"
_CORES = min(os.cpu_count() or 1, 4)


@dataclass(frozen=True)
class EventLog:
    """One event table (`records.event_schema`), in files or in memory.

    Nothing is read before it is asked; every question opens its own DuckDB connection, so a log
    can be asked from several threads. `whole_customers` says that no customer is split over
    parts, as in a run: then questions go through a few parts at a time, in flat memory.
    """

    parts: tuple[Path, ...] = ()
    memory: pa.Table | None = field(default=None, repr=False, compare=False)
    whole_customers: bool = False

    @property
    def name(self) -> str:
        """What to call the log in a message: its file, its folder or “the event table”."""
        if not self.parts:
            return "the event table"
        return str(self.parts[0] if len(self.parts) == 1 else self.parts[0].parent)

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A private in-memory DuckDB with the view `events`; it can reach no other file."""
        with self._opened() as connection, self._viewed(connection):
            yield connection

    @contextmanager
    def _opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A private DuckDB that can read the parts and nothing else."""
        import duckdb

        with duckdb.connect(":memory:", config=_config()) as connection:
            if self.parts:
                connection.execute(f"SET allowed_paths = [{listed(self.parts)}]")
            connection.execute("SET enable_external_access = false")
            yield connection

    @contextmanager
    def _viewed(self, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """The view `events` on this log; what cannot be read raises `TableError`."""
        import duckdb

        try:
            connection.execute("SET TimeZone = 'UTC'")
            if self.memory is not None:
                connection.register("event_rows", self.memory)
                source, schemas = "event_rows", [self.memory.schema]
            else:
                schemas = [read_schema(part) for part in self.parts]
                source = f"read_parquet([{listed(self.parts)}], union_by_name = true)"
            view = select_events(source, schemas)
            connection.execute(f"CREATE OR REPLACE TEMP VIEW events AS {view}")
            yield
        except duckdb.Error as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> TableError:
        reason = str(error).splitlines()[0]
        return TableError(
            f"The events cannot be read ({reason}).",
            place=Place(file=self.name),
            advice="Check that the files are complete event tables.",
        )

    def pieces(self) -> tuple[EventLog, ...]:
        """Logs that split no customer and together are this log: its parts, or itself."""
        if not self.whole_customers or len(self.parts) < 2:
            return (self,)
        return tuple(EventLog((part,), whole_customers=True) for part in self.parts)

    def collect(self, *builds: Build) -> Answers:
        """The rows of each Ibis expression, one after the other for every piece.

        Rows of several pieces stand under each other: an expression should return sums that
        can be added.
        """
        return self.rows(*map(compiled, builds))

    def rows(self, *queries: str, kept: str | None = None) -> Answers:
        """As `collect`, for expressions already `compiled`.

        The rows of `kept` are read once for all the queries that are `compiled` over them.
        """
        pieces = self._handfuls(_CORES)
        with self._opened() as connection, ThreadPoolExecutor(_CORES) as pool:

            def asked(piece: EventLog) -> Answers:
                with connection.cursor() as cursor:
                    return piece._answers(cursor, queries, kept)

            if len(pieces) > 1:
                # Pieces beside each other, on one thread each, are answered sooner than one after the other.
                connection.execute("SET threads = 1")
            found = list(pool.map(asked, pieces))
        return [list(chain.from_iterable(answers)) for answers in zip(*found, strict=True)]

    def _answers(
        self, connection: duckdb.DuckDBPyConnection, queries: Sequence[str], kept: str | None
    ) -> Answers:
        with self._viewed(connection):
            if kept is not None:
                connection.execute(f"CREATE TEMP TABLE {KEPT} AS {kept}")
            return [_rows(connection, query) for query in queries]

    def _handfuls(self, workers: int) -> list[EventLog]:
        """The pieces, neighbours put together where they are small, but enough for all workers."""
        if not self.whole_customers or len(self.parts) < 2:
            return [self]
        sizes = [part.stat().st_size if part.is_file() else 0 for part in self.parts]
        most = min(HANDFUL, sum(sizes) // workers)
        found, held = [[self.parts[0]]], sizes[0]
        for part, size in zip(self.parts[1:], sizes[1:], strict=True):
            if held + size > most:
                found.append([])
                held = 0
            found[-1].append(part)
            held += size
        return [EventLog(tuple(parts), whole_customers=True) for parts in found]

    def sql(self, query: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """The answer to one read-only SQL query over the table `events`.

        Times are naive UTC; the word `at` must be quoted (`"at"`). Raises `BadInput` for
        anything but one SELECT, and for a query that DuckDB refuses.
        """
        import duckdb

        with self.connect() as connection:
            connection.execute("SET lock_configuration = true")
            try:
                _only_select(connection, query)
                return connection.execute(query, list(parameters)).df()
            except duckdb.Error as error:
                raise _refused(error) from error

    def arrow(self) -> pa.Table:
        """All events as one Arrow table in the event schema, ordered by customer, time and seq."""
        from journeyboard.records import event_schema

        query = 'SELECT * FROM events ORDER BY profile_key, "at", seq, source_row, type'
        with self.connect() as connection:
            return connection.sql(query).to_arrow_table().cast(event_schema())

    def __len__(self) -> int:
        with self.connect() as connection:
            row = connection.execute("SELECT count(*) FROM events").fetchone()
        return int(row[0]) if row else 0


def events_table() -> ir.Table:
    """The event table as an Ibis table bound to no engine: expressions on it run anywhere."""
    import ibis

    return ibis.table(column_types(), name="events")


def compiled(build: Build, kept: Build | None = None) -> str:
    """DuckDB's SQL of an Ibis expression over the event table, or over the rows `kept` of it."""
    import ibis

    events = events_table()
    table = events if kept is None else ibis.table(kept(events).schema(), name=KEPT)
    return str(ibis.to_sql(build(table), dialect="duckdb"))


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """The query's rows as Python values; sums above 64 bits stay exact."""
    found = connection.execute(query)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def open_log(source: str | Path | pa.Table | pd.DataFrame | EventLog | Iterable[Any]) -> EventLog:
    """The event log in a Parquet file, a folder of parts, a run's folder, or a table in memory.

    Also takes an iterable of `Event`. Raises `TableError` with one sentence when a file is
    missing, not Parquet, or not an event table.
    """
    if isinstance(source, EventLog):
        return source
    if isinstance(source, str | Path):
        return _open_files(Path(source))
    memory = in_memory(source)
    check_columns(memory.schema, "the event table")
    return EventLog(memory=memory)


def _open_files(path: Path) -> EventLog:
    parts = part_files(path)
    for part in parts:
        read_schema(part)
    home = parts[0].parent
    is_run = any((folder / "manifest.json").is_file() for folder in (home, home.parent))
    return EventLog(parts, whole_customers=is_run)


def _config() -> dict[str, Any]:
    return {
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(Path(tempfile.gettempdir()) / "journeyboard-duckdb"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def _only_select(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    import duckdb

    allowed = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
    kinds = [statement.type for statement in connection.extract_statements(query)]
    if len(kinds) != 1 or kinds[0] not in allowed:
        raise BadInput(
            "The event log answers one SELECT at a time.",
            advice="Write SELECT … FROM events; the log itself cannot be changed.",
        )


def _refused(error: Exception) -> BadInput:
    reason = " ".join(str(error).split("\n\n")[0].split())
    return BadInput(
        f"The query cannot be answered: {reason}.",
        advice='The table is events; the column "at" must stand in double quotes.',
    )
