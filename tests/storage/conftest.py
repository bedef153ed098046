"""A fresh store for every test; on PostgreSQL too where JOURNEYBOARD_TEST_POSTGRES_URL names a scratch database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeyboard.storage.store import Store, open_store

POSTGRES = os.environ.get("JOURNEYBOARD_TEST_POSTGRES_URL")


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRES else ["sqlite"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database is."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'home' / 'journeyboard.db'}"
    assert POSTGRES
    _empty(POSTGRES)
    return POSTGRES


@pytest.fixture
def store(address: str, tmp_path: Path) -> Iterator[Store]:
    """An open, empty store."""
    opened = open_store(tmp_path / "home", address)
    yield opened
    opened.close()


def _empty(address: str) -> None:
    from sqlalchemy import create_engine, text

    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))
    engine.dispose()
