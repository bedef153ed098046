"""The tables; a change here needs a migration, and rows never leave this folder."""

# No `from __future__ import annotations` here: SQLModel reads the annotations as they are.
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKeyConstraint, MetaData, Text
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """What the tables share: one catalogue, in which every constraint has a name to change it by."""

    metadata = MetaData(naming_convention=NAMING)


class JourneyRow(Table, table=True):
    """A stored journey; `head` is the number of its newest revision."""

    __tablename__ = "journeys"

    id: str = Field(primary_key=True, max_length=64)
    name: str
    head: int
    created_at: datetime
    changed_at: datetime
    opened_at: datetime = Field(index=True)
    deleted_at: datetime | None = None


class RevisionRow(Table, table=True):
    """A journey's text as it was saved once; never changed. Numbers count from 1 in a journey."""

    __tablename__ = "revisions"

    journey_id: str = Field(primary_key=True, foreign_key="journeys.id", max_length=64)
    number: int = Field(primary_key=True)
    parent: int | None = None
    text: str = Field(sa_column=Column(Text, nullable=False))
    digest: str = Field(max_length=64)
    author: str = ""
    message: str = ""
    created_at: datetime


class DraftRow(Table, table=True):
    """The edit being typed: one slot for each author of a journey."""

    __tablename__ = "drafts"

    journey_id: str = Field(primary_key=True, foreign_key="journeys.id", max_length=64)
    author: str = Field(primary_key=True, max_length=200)
    text: str = Field(sa_column=Column(Text, nullable=False))
    based_on: int
    saved_at: datetime


class CommentRow(Table, table=True):
    """A remark on a node, which it outlives; `node_id` is empty for one on the journey itself."""

    __tablename__ = "comments"

    id: str = Field(primary_key=True, max_length=64)
    journey_id: str = Field(index=True, foreign_key="journeys.id", max_length=64)
    node_id: str = Field(max_length=64)
    author: str = ""
    text: str = Field(sa_column=Column(Text, nullable=False))
    created_at: datetime
    resolved_at: datetime | None = None


class ShareRow(Table, table=True):
    """A link that shows a journey to read; no `revision` means always the newest."""

    __tablename__ = "shares"
    __table_args__ = (
        ForeignKeyConstraint(
            ["journey_id", "revision"], ["revisions.journey_id", "revisions.number"]
        ),
    )

    token: str = Field(primary_key=True, max_length=64)
    journey_id: str = Field(index=True, foreign_key="journeys.id", max_length=64)
    revision: int | None = None
    created_by: str = ""
    created_at: datetime
    revoked_at: datetime | None = None


class BrandRow(Table, table=True):
    """A brand's file."""

    __tablename__ = "brands"

    id: str = Field(primary_key=True, max_length=64)
    name: str
    text: str = Field(sa_column=Column(Text, nullable=False))
    digest: str = Field(max_length=64)
    changed_at: datetime


class RunRow(Table, table=True):
    """A simulated run; `status` is running, finished or deleted, and only finished ones are shown."""

    __tablename__ = "runs"

    id: str = Field(primary_key=True, max_length=64)
    name: str
    status: str = Field(index=True, max_length=16)
    owner: str = ""
    seed: int = Field(sa_column=Column(BigInteger, nullable=False))
    customers: int = Field(sa_column=Column(BigInteger, nullable=False))
    digest: str | None = Field(default=None, max_length=64)
    path: str
    settings: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    results: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(index=True)
    finished_at: datetime | None = None


class FlownRow(Table, table=True):
    """Which revisions a run flew, in order."""

    __tablename__ = "flown"
    __table_args__ = (
        ForeignKeyConstraint(
            ["journey_id", "revision"], ["revisions.journey_id", "revisions.number"]
        ),
    )

    run_id: str = Field(primary_key=True, foreign_key="runs.id", ondelete="CASCADE", max_length=64)
    position: int = Field(primary_key=True)
    journey_id: str = Field(index=True, max_length=64)
    revision: int


class SettingRow(Table, table=True):
    """A named value."""

    __tablename__ = "settings"

    key: str = Field(primary_key=True, max_length=200)
    value: Any = Field(sa_column=Column(JSON, nullable=False))
    changed_at: datetime


class ConsentChoiceRow(Table, table=True):
    """What a customer chose in a mock; the last one kept on a channel holds, the earlier ones are its history."""

    __tablename__ = "consent_choices"

    id: int | None = Field(default=None, primary_key=True)
    brand_id: str = Field(index=True, max_length=64)
    profile_key: str = Field(max_length=200)
    channel: str = Field(max_length=16)
    choice: str = Field(max_length=16)
    at: datetime
    words: str = Field(sa_column=Column(Text, nullable=False))
    how: str = Field(max_length=64)


class BehaviourModelRow(Table, table=True):
    """A behaviour model fitted to an event log, as it was saved with a journey; never changed."""

    __tablename__ = "behaviour_models"

    id: str = Field(primary_key=True, max_length=64)
    journey_id: str = Field(index=True, foreign_key="journeys.id", max_length=64)
    source: str = Field(max_length=300)
    numbers: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    report: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime
