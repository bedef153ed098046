"""Behaviour models fitted to what really happened, saved with their journey."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this step."""
    op.create_table(
        "behaviour_models",
        _name("id", 64),
        _name("journey_id", 64),
        _name("source", 300),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name="fk_behaviour_models_journey_id_journeys"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_behaviour_models"),
    )
    op.create_index("ix_behaviour_models_journey_id", "behaviour_models", ["journey_id"])


def downgrade() -> None:
    """Go back to the step before."""
    op.drop_table("behaviour_models")


def _name(column: str, length: int) -> sa.Column[str]:
    return sa.Column(column, sqlmodel.sql.sqltypes.AutoString(length=length), nullable=False)
