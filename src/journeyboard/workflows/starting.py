"""New journeys on the shelf: blank, from a template or a practice case, and as a copy."""

from __future__ import annotations

from pathlib import Path

from journeyboard.journey.document import decode
from journeyboard.journey.file import dumps, loads, update_text
from journeyboard.journey.graph import Journey
from journeyboard.storage.journeys import list_journeys
from journeyboard.storage.store import Store
from journeyboard.workflows.library import Opened, add_another, own_brand

BLANK = "New journey"


def start_blank(store: Store, *, author: str = "") -> Opened:
    """An empty journey of the user's own brand."""
    brand, name = own_brand(store), _free_name(store, BLANK)
    journey = Journey(id="new_journey", name=name, brand=brand.id if brand else None)
    return add_another(store, journey, dumps(journey), author=author, message="New")


def start_from(store: Store, path: Path, *, author: str = "") -> Opened:
    """A journey made from a bundled file, its comments too, of the user's own brand where there is one."""
    text = decode(path.read_bytes(), path.name)
    template, brand = loads(text, path.name), own_brand(store)
    changes = {
        "name": _free_name(store, template.name),
        "brand": brand.id if brand else template.brand,
    }
    journey = template.model_copy(update=changes)
    message = f"Made from “{template.name}”"
    return add_another(store, journey, update_text(text, journey), author=author, message=message)


def start_copy(store: Store, journey: Journey, text: str, *, author: str = "") -> Opened:
    """A copy of a journey as it is in hand, under a name that says so."""
    copy = journey.model_copy(update={"name": _free_name(store, f"{journey.name} (copy)")})
    message = f"Copy of “{journey.name}”"
    return add_another(store, copy, update_text(text, copy), author=author, message=message)


def _free_name(store: Store, name: str) -> str:
    """The name, with a number where a journey has it already."""
    taken = {journey.name for journey in list_journeys(store)}
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return next(free for free in (name, *numbered) if free not in taken)
