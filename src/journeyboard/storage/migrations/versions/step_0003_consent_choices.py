"""What customers chose in a mock."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this step."""
    op.create_table(
        "consent_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        _name("brand_id", 64),
        _name("profile_key", 200),
        _name("channel", 16),
        _name("choice", 16),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        _name("how", 64),
        sa.PrimaryKeyConstraint("id", name="pk_consent_choices"),
    )
    op.create_index("ix_consent_choices_brand_id", "consent_choices", ["brand_id"])


def downgrade() -> None:
    """Go back to the step before."""
    op.drop_table("consent_choices")


def _name(column: str, length: int) -> sa.Column[str]:
    return sa.Column(column, sqlmodel.sql.sqltypes.AutoString(length=length), nullable=False)
