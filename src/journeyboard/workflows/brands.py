"""The brands a page can be about: those of the library and the bundled ones, and how one is kept."""

from __future__ import annotations

from journeyboard.journey.brand import Brand
from journeyboard.journey.file import load_brand
from journeyboard.journey.samples import sample_brands
from journeyboard.storage import brands
from journeyboard.storage.store import Store


def brand_names(store: Store) -> dict[str, str]:
    """Every brand's name by its id: the library's own by name, then the bundled ones."""
    own = {kept.id: kept.name for kept in brands.list_brands(store)}
    bundled = {name: load_brand(file).name for name, file in sample_brands().items()}
    return {**own, **{brand_id: name for brand_id, name in bundled.items() if brand_id not in own}}


def brand_named(store: Store, brand_id: str) -> Brand:
    """The brand of that id as the library keeps it, else as it comes with the program; KeyError for none."""
    kept = brands.find_brand(store, brand_id)
    return Brand.model_validate_json(kept.text) if kept else load_brand(sample_brands()[brand_id])


def keep_brand(store: Store, brand: Brand) -> None:
    """Keep a brand in the library, in place of what was there; every journey of it follows."""
    brands.save_brand(store, brand.id, brand.model_dump_json(by_alias=True), name=brand.name)
