"""The database itself: opening it, bringing its tables up to date, and saying what is wrong with it."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, StatementError
from sqlmodel import create_engine

from journeyboard.errors import StoreError

# The newest file in migrations/versions: an up-to-date database then opens without loading Alembic.
NEWEST = "0004"
BUSY_SECONDS = 20
_MIGRATION_LOCK = 5_309_427_001

# What the drivers say, and what that means to a person.
COMPLAINTS = {
    "readonly": "cannot be written: its folder or file is read-only. Allow writing, or set "
    "JOURNEYBOARD_HOME to another folder.",
    "read-only": "cannot be written: the server allows reading only.",
    "unable to open": "cannot be opened: its folder is missing or closed to you. Allow access, or set "
    "JOURNEYBOARD_HOME to another folder.",
    "is full": "cannot be written: the disk is full. Free some space and save again; nothing kept so "
    "far is lost.",
    "no space left": "cannot be written: the disk is full. Free some space and save again.",
    "not a database": "is not a database. Move that file away, or set JOURNEYBOARD_HOME to another "
    "folder.",
    "malformed": "is damaged. Restore it from a backup, or move it away to start anew.",
    "locked": "is busy: another program is writing to it. Try again in a moment.",
    "foreign key": "cannot keep this: it names a journey revision that is not stored.",
    "authentication failed": "refuses the user or password in JOURNEYBOARD_DATABASE_URL.",
    "does not exist": "does not exist. Create it, or correct JOURNEYBOARD_DATABASE_URL.",
    "connection": "cannot be reached. Start the server, or correct JOURNEYBOARD_DATABASE_URL.",
}


def open_database(address: str) -> Engine:
    """An engine on an up-to-date database; StoreError says why there is none."""
    engine = _engine(address)
    try:
        with complaints(engine):
            _update(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def complaints(engine: Engine) -> Iterator[None]:
    """Turns a driver's error into a StoreError of one sentence."""
    try:
        yield
    except StatementError as error:
        raise StoreError(f"{_label(engine)} {_meaning(error)}") from error


def _label(engine: Engine) -> str:
    place = engine.url.database if engine.dialect.name == "sqlite" else engine.url
    return f"The database {place}"


def _meaning(error: StatementError) -> str:
    said = str(error.orig).strip()
    if not isinstance(error, DBAPIError):
        return f"cannot keep this: {said}"
    found = (meaning for word, meaning in COMPLAINTS.items() if word in said.lower())
    return next(found, f"failed: {' '.join(said.split())}")


def _engine(address: str) -> Engine:
    try:
        url = make_url(address.replace("postgres://", "postgresql://", 1))
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            raise ArgumentError
        engine = create_engine(url, json_serializer=_json, pool_pre_ping=url.host is not None)
    except ArgumentError:
        raise StoreError(
            "JOURNEYBOARD_DATABASE_URL is not an address of PostgreSQL or SQLite. "
            "Write it like postgresql://user:password@host/database."
        ) from None
    except ImportError as error:
        raise StoreError(
            "PostgreSQL needs the extra “postgres”: pip install 'journeyboard[postgres]'."
        ) from error
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    return engine


def _json(value: Any) -> str:
    return json.dumps(value, allow_nan=False, ensure_ascii=False)


def _prepare_sqlite(engine: Engine) -> None:
    _make_folder(engine)
    event.listen(engine, "connect", _set_up_connection)
    event.listen(engine, "begin", _begin)


def _make_folder(engine: Engine) -> None:
    folder = Path(engine.url.database or ".").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreError(
            f"The data directory {folder} cannot be made: {reason}. "
            "Set JOURNEYBOARD_HOME to a folder you may write to."
        ) from None


def _set_up_connection(connection: Any, _record: object) -> None:
    try:
        _set_up(connection)
    except sqlite3.Error:
        connection.close()
        raise


def _set_up(connection: Any) -> None:
    # `_begin` opens transactions; the driver would open them late.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    _write_ahead(connection)


def _write_ahead(connection: Any) -> None:
    # SQLite does not wait here for another program that makes the same change, so this does.
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
        time.sleep(0.02)


def _begin(connection: Connection) -> None:
    # A reader that turns writer fails at once when somebody wrote in between, so writers say it first.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _update(engine: Engine) -> None:
    with engine.connect() as connection:
        if _version(connection) == NEWEST:
            return
    with engine.execution_options(writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
        if (version := _version(connection)) != NEWEST:
            _migrate(connection, version)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar()
    return version


def _migrate(connection: Connection, version: str | None) -> None:
    from journeyboard.storage.migrations import known, upgrade

    if version is not None and version not in known():
        raise StoreError(
            f"{_label(connection.engine)} was written by a newer Journeyboard (tables {version}, this "
            f"one knows {NEWEST}). Update Journeyboard, or set JOURNEYBOARD_HOME to another folder."
        )
    upgrade(connection)
