"""The database: made step by step, told apart from other files, and clear about what is wrong."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, create_engine, text

from journeyboard.errors import StoreError
from journeyboard.storage.comments import add_comment, list_comments
from journeyboard.storage.database import COMPLAINTS, NEWEST
from journeyboard.storage.drafts import find_draft
from journeyboard.storage.journeys import list_journeys, open_journey, save_journey
from journeyboard.storage.migrations import configuration, known, upgrade
from journeyboard.storage.paths import data_home, database_address
from journeyboard.storage.settings import get_setting, set_setting
from journeyboard.storage.shares import find_share, share_journey
from journeyboard.storage.store import Store, open_store
from journeyboard.storage.tables import Table


def differences(connection: Connection) -> list[object]:
    """What a migration would still have to change, by Alembic's own comparison."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    options = {"compare_type": True, "compare_server_default": True}
    return compare_metadata(MigrationContext.configure(connection, opts=options), Table.metadata)


def schema(connection: Connection) -> dict[str, set[str]]:
    """Tables with their columns, keys and indexes, as the database tells them."""
    found = MetaData()
    found.reflect(connection)
    return {
        table.name: {described(column) for column in table.columns}
        | {f"{key.name}{sorted(map(str, key.columns))}" for key in table.constraints}
        | {f"{index.name}{[c.name for c in index.columns]}" for index in table.indexes}
        for table in found.tables.values()
        if table.name != "alembic_version"
    }


def described(column: Any) -> str:
    """A column in words; a column of several foreign keys names them in order."""
    keys = sorted(key.target_fullname for key in column.foreign_keys)
    nullable = "" if column.nullable else "not null"
    return f"{column.name} {column.type!r} {nullable} {column.primary_key} {keys}"


def test_a_migrated_database_is_the_one_the_tables_describe(store: Store, tmp_path: Path) -> None:
    with store.reading() as session:
        assert differences(session.connection()) == []
        migrated = schema(session.connection())
    if store.engine.dialect.name == "sqlite":
        fresh = create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
        Table.metadata.create_all(fresh)
        with fresh.connect() as connection:
            assert schema(connection) == migrated
        fresh.dispose()


def test_the_first_step_leads_to_the_newest_and_every_step_has_a_number() -> None:
    from alembic.script import ScriptDirectory

    assert ScriptDirectory.from_config(configuration()).get_current_head() == NEWEST
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        for step in sorted(known()):
            upgrade(connection, step)
            done = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            assert done == step
        assert differences(connection) == []
    engine.dispose()


def test_an_older_database_is_brought_up_to_date_with_what_it_holds(
    address: str, tmp_path: Path
) -> None:
    at = "2026-01-01 00:00:00.000000"
    engine = create_engine(address)
    (tmp_path / "home").mkdir(exist_ok=True)
    with engine.begin() as connection:
        upgrade(connection, "0001")
        for row in (
            f"journeys VALUES ('welcome', 'Welcome', 1, '{at}', '{at}', '{at}', NULL)",
            f"revisions VALUES ('welcome', 1, NULL, 'text', 'digest', 'Ana', '', '{at}')",
            f"drafts VALUES ('welcome', 'Ana', 'half', 1, '{at}')",
            f"settings VALUES ('greeting', '\"hello\"', '{at}')",
        ):
            connection.execute(text(f"INSERT INTO {row}"))
    engine.dispose()
    with closing(open_store(tmp_path / "home", address)) as store:
        assert get_setting(store, "greeting") == "hello"
        assert open_journey(store, "welcome").text == "text"
        assert find_draft(store, "welcome", author="Ana").text == "half"
        add_comment(store, "welcome", "c1", node="hello", author="Ben", text="Too long?")
        assert [comment.text for comment in list_comments(store, "welcome")] == ["Too long?"]
        assert find_share(store, share_journey(store, "welcome", revision=1).token)


def test_every_step_can_be_taken_back(tmp_path: Path) -> None:
    from alembic import command

    engine = create_engine(f"sqlite:///{tmp_path / 'steps.db'}")
    with engine.begin() as connection:
        upgrade(connection)
        for _ in known():
            command.downgrade(configuration(connection), "-1")
        assert schema(connection) == {}
    engine.dispose()


def test_a_step_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from journeyboard.storage import migrations

    def half(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE journeys (id TEXT)"))
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "upgrade", half)
        with pytest.raises(KeyboardInterrupt):
            open_store(tmp_path)
    with closing(open_store(tmp_path)) as store:
        assert list_journeys(store) == []


def test_sqlite_is_set_up_for_many_readers_and_kept_keys(tmp_path: Path) -> None:
    pragmas = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 20_000}
    with closing(open_store(tmp_path)) as store:
        for _ in range(2):
            with store.reading() as session:
                for name, value in pragmas.items():
                    assert session.connection().execute(text(f"PRAGMA {name}")).scalar() == value


def test_the_data_directory_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYBOARD_HOME", str(tmp_path / "50 % ähnlich"))
    assert data_home() == tmp_path / "50 % ähnlich"
    with closing(open_store()) as store:
        set_setting(store, "key", 1)
    assert (tmp_path / "50 % ähnlich" / "journeyboard.db").exists()
    monkeypatch.setenv("JOURNEYBOARD_DATABASE_URL", "postgresql://example/x")
    assert database_address(data_home()) == "postgresql://example/x"
    monkeypatch.delenv("JOURNEYBOARD_HOME")
    assert data_home().name == "journeyboard"


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store, store.writing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"newer Journeyboard \(tables 9999.*Update Journeyboard"):
        open_store(tmp_path)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "journeyboard.db").write_text("name,email\n" * 1000)
    with pytest.raises(StoreError, match=r"journeyboard\.db is not a database"):
        open_store(tmp_path)
    assert (tmp_path / "journeyboard.db").read_text().startswith("name,email")


def test_a_full_disk_is_said_and_what_was_kept_stays(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        save_journey(store, "welcome", "small", based_on=None)
        with store.writing() as session:
            session.connection().execute(text("PRAGMA max_page_count = 1"))
        with pytest.raises(StoreError, match="the disk is full"):
            save_journey(store, "welcome", "large" * 100_000, based_on=1)
        assert [journey.id for journey in list_journeys(store)] == ["welcome"]


def test_a_data_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(
        StoreError, match=r"data directory .*home cannot be made: .*JOURNEYBOARD_HOME"
    ):
        open_store(tmp_path / "file" / "home")


@contextmanager
def nobody_special() -> Iterator[None]:
    """Rights are checked again: root, whom nothing is closed to, becomes somebody else."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name != "posix", reason="rights of folders are POSIX's")
def test_a_read_only_directory_is_said_when_opening_and_when_saving() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        open_store(home).close()
        home.chmod(0o555)
        (home / "journeyboard.db").chmod(0o444)
        with nobody_special(), pytest.raises(StoreError, match="Allow"):
            save_journey(open_store(home), "welcome", "x", based_on=None)
        home.chmod(0o755)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("nonsense", "JOURNEYBOARD_DATABASE_URL is not an address"),
        ("mysql://host/x", "JOURNEYBOARD_DATABASE_URL is not an address"),
        ("postgresql://u:secret@127.0.0.1:1/x", "cannot be reached"),
    ],
)
def test_an_address_that_leads_nowhere_gets_one_sentence_without_the_password(
    tmp_path: Path, address: str, sentence: str
) -> None:
    with pytest.raises(StoreError, match=sentence) as caught:
        open_store(tmp_path, address)
    assert "secret" not in str(caught.value)


def test_every_complaint_says_what_to_do_in_whole_sentences() -> None:
    assert all(meaning.endswith(".") for meaning in COMPLAINTS.values())
