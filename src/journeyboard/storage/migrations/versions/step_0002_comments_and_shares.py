"""Comments on nodes, and links that show a journey to read."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this step."""
    _comments()
    _shares()


def downgrade() -> None:
    """Go back to the step before."""
    for table in ("shares", "comments"):
        op.drop_table(table)


def _name(column: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(column, sqlmodel.sql.sqltypes.AutoString(length=length), nullable=False)


def _at(column: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(column, sqlmodel.sql.sqltypes.UTCDateTime(), nullable=nullable)


def _comments() -> None:
    op.create_table(
        "comments",
        _name("id", 64),
        _name("journey_id", 64),
        _name("node_id", 64),
        _name("author"),
        sa.Column("text", sa.Text(), nullable=False),
        _at("created_at"),
        _at("resolved_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name="fk_comments_journey_id_journeys"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
    )
    op.create_index("ix_comments_journey_id", "comments", ["journey_id"])


def _shares() -> None:
    op.create_table(
        "shares",
        _name("token", 64),
        _name("journey_id", 64),
        sa.Column("revision", sa.Integer(), nullable=True),
        _name("created_by"),
        _at("created_at"),
        _at("revoked_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name="fk_shares_journey_id_journeys"
        ),
        sa.ForeignKeyConstraint(
            ["journey_id", "revision"],
            ["revisions.journey_id", "revisions.number"],
            name="fk_shares_journey_id_revision_revisions",
        ),
        sa.PrimaryKeyConstraint("token", name="pk_shares"),
    )
    op.create_index("ix_shares_journey_id", "shares", ["journey_id"])
