"""How the tables came to be, step by step: Alembic scripts, run from the package without an ini file."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's settings; commands run on the connection given, inside its transaction."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "step_%%(rev)s_%%(slug)s")
    return config


def known() -> set[str]:
    """The numbers of all steps this program has."""
    scripts = ScriptDirectory.from_config(configuration())
    return {script.revision for script in scripts.walk_revisions()}


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring the tables from whatever step they are at to the newest, or to the one named."""
    command.upgrade(configuration(connection), to)
