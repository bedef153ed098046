"""The open store: a database and the data directory beside it, handed to every function of this room."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from journeyboard.storage.database import complaints, open_database
from journeyboard.storage.paths import data_home, database_address


@dataclass(frozen=True)
class Store:
    """A database and a data directory; safe to share between threads, cheap to open in every process."""

    engine: Engine
    home: Path

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One look at the database; StoreError when it cannot be read."""
        with complaints(self.engine), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One change, kept whole or not at all; StoreError when it cannot be written."""
        writer = self.engine.execution_options(writes=True)
        with complaints(self.engine), Session(writer, expire_on_commit=False) as session:
            yield session
            session.commit()

    def close(self) -> None:
        """Let go of the database's connections."""
        self.engine.dispose()


def open_store(home: Path | None = None, address: str | None = None) -> Store:
    """The store in a data directory (the user's own by default), its tables brought up to date.

    `address` is a database's URL (`JOURNEYBOARD_DATABASE_URL`, else an SQLite file in the
    directory). Raises StoreError.
    """
    home = data_home() if home is None else home
    return Store(open_database(address or database_address(home)), home)


def now() -> datetime:
    """The time a row is written (aware UTC)."""
    return datetime.now(UTC)
