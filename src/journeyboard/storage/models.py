"""Behaviour models fitted to an event log, saved with their journey: its flights may use them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from journeyboard.errors import BadInput, StoreError
from journeyboard.storage.plain import plain
from journeyboard.storage.store import Store, now
from journeyboard.storage.tables import BehaviourModelRow, JourneyRow

LONGEST_SOURCE = 300


@dataclass(frozen=True)
class StoredModel:
    """The numbers of the behaviour model that a log changed (`numbers`, by key), and the report of the fit.

    `source` says which log, `created_at` when it was saved (aware UTC).
    """

    id: str
    journey_id: str
    source: str
    numbers: dict[str, float]
    report: dict[str, Any]
    created_at: datetime

    @property
    def words(self) -> str:
        """What to call it in a list."""
        at = self.created_at
        return f"Calibrated from {self.source} on {at.day} {at:%b %Y}, {at:%H:%M} UTC"


def keep_model(
    store: Store,
    journey_id: str,
    numbers: Mapping[str, float],
    *,
    source: str,
    report: Mapping[str, Any] | None = None,
) -> StoredModel:
    """Save a model with a stored journey. Raises BadInput for one that changes nothing."""
    if not numbers:
        raise BadInput("the log changed no number of the model; there is nothing to save.")
    model = StoredModel(
        f"m{secrets.token_hex(6)}",
        journey_id,
        source[:LONGEST_SOURCE],
        plain(dict(numbers)),
        plain(dict(report or {})),
        now(),
    )
    with store.writing() as session:
        if session.get(JourneyRow, journey_id) is None:
            raise StoreError(
                f"There is no stored journey “{journey_id}”. Choose one from the list."
            )
        session.add(BehaviourModelRow(**vars(model)))
    return model


def list_models(store: Store, journey_ids: Iterable[str]) -> list[StoredModel]:
    """The models of these journeys, newest first."""
    query = select(BehaviourModelRow).where(col(BehaviourModelRow.journey_id).in_(set(journey_ids)))
    newest = (col(BehaviourModelRow.created_at).desc(), col(BehaviourModelRow.id))
    with store.reading() as session:
        return [StoredModel(**row.model_dump()) for row in session.exec(query.order_by(*newest))]


def delete_model(store: Store, model_id: str) -> None:
    """Forget a model; runs flown with it keep their own copy of its numbers."""
    with store.writing() as session:
        if row := session.get(BehaviourModelRow, model_id):
            session.delete(row)
