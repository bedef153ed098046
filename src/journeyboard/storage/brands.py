"""Brands as they are stored: the text of a brand file under its id."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from journeyboard.storage.store import Store, now
from journeyboard.storage.tables import BrandRow


@dataclass(frozen=True)
class StoredBrand:
    """A brand's file as text; `digest` is its SHA-256, `changed_at` aware UTC."""

    id: str
    name: str
    text: str
    digest: str
    changed_at: datetime


def save_brand(store: Store, brand_id: str, text: str, *, name: str) -> StoredBrand:
    """Keep a brand's text in place of what was there."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    brand = StoredBrand(brand_id, name, text, digest, now())
    with store.writing() as session:
        session.merge(BrandRow(**vars(brand)))
    return brand


def list_brands(store: Store) -> list[StoredBrand]:
    """All stored brands by name."""
    with store.reading() as session:
        rows = session.exec(select(BrandRow).order_by(col(BrandRow.name)))
        return [StoredBrand(**row.model_dump()) for row in rows]


def find_brand(store: Store, brand_id: str) -> StoredBrand | None:
    """The stored brand of that id; None when there is none."""
    with store.reading() as session:
        row = session.get(BrandRow, brand_id)
        return StoredBrand(**row.model_dump()) if row else None
