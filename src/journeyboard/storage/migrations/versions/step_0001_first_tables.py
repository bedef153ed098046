"""The first tables: journeys with revisions and drafts, brands, runs, settings."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this step."""
    _journeys()
    _revisions()
    _drafts()
    _brands()
    _runs()
    _flown()
    _settings()


def downgrade() -> None:
    """Go back to the step before."""
    for table in ("flown", "drafts", "revisions", "journeys", "brands", "runs", "settings"):
        op.drop_table(table)


def _name(column: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(column, sqlmodel.sql.sqltypes.AutoString(length=length), nullable=False)


def _long(column: str) -> sa.Column[str]:
    return sa.Column(column, sa.Text(), nullable=False)


def _at(column: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(column, sqlmodel.sql.sqltypes.UTCDateTime(), nullable=nullable)


def _journeys() -> None:
    op.create_table(
        "journeys",
        _name("id", 64),
        _name("name"),
        sa.Column("head", sa.Integer(), nullable=False),
        _at("created_at"),
        _at("changed_at"),
        _at("opened_at"),
        _at("deleted_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_journeys"),
    )
    op.create_index("ix_journeys_opened_at", "journeys", ["opened_at"])


def _revisions() -> None:
    op.create_table(
        "revisions",
        _name("journey_id", 64),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        _long("text"),
        _name("digest", 64),
        _name("author"),
        _name("message"),
        _at("created_at"),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name="fk_revisions_journey_id_journeys"
        ),
        sa.PrimaryKeyConstraint("journey_id", "number", name="pk_revisions"),
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        _name("journey_id", 64),
        _name("author", 200),
        _long("text"),
        sa.Column("based_on", sa.Integer(), nullable=False),
        _at("saved_at"),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name="fk_drafts_journey_id_journeys"
        ),
        sa.PrimaryKeyConstraint("journey_id", "author", name="pk_drafts"),
    )


def _brands() -> None:
    op.create_table(
        "brands",
        _name("id", 64),
        _name("name"),
        _long("text"),
        _name("digest", 64),
        _at("changed_at"),
        sa.PrimaryKeyConstraint("id", name="pk_brands"),
    )


def _runs() -> None:
    op.create_table(
        "runs",
        _name("id", 64),
        _name("name"),
        _name("status", 16),
        _name("owner"),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("customers", sa.BigInteger(), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        _name("path"),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        _at("created_at"),
        _at("finished_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_index("ix_runs_status", "runs", ["status"])
    op.create_index("ix_runs_created_at", "runs", ["created_at"])


def _flown() -> None:
    op.create_table(
        "flown",
        _name("run_id", 64),
        sa.Column("position", sa.Integer(), nullable=False),
        _name("journey_id", 64),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["journey_id", "revision"],
            ["revisions.journey_id", "revisions.number"],
            name="fk_flown_journey_id_revision_revisions",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name="fk_flown_run_id_runs", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "position", name="pk_flown"),
    )
    op.create_index("ix_flown_journey_id", "flown", ["journey_id"])


def _settings() -> None:
    op.create_table(
        "settings",
        _name("key", 200),
        sa.Column("value", sa.JSON(), nullable=False),
        _at("changed_at"),
        sa.PrimaryKeyConstraint("key", name="pk_settings"),
    )
