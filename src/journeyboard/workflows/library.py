"""The shelf of stored journeys: samples on first start, opening, saving, files in and out, the own brand."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from journeyboard.errors import BadInput, Place, StaleRevision
from journeyboard.journey.brand import Brand
from journeyboard.journey.document import decode
from journeyboard.journey.file import dumps, loads, update_text
from journeyboard.journey.graph import Journey
from journeyboard.journey.samples import JOURNEY_SUFFIX, find_brand, sample_journeys
from journeyboard.storage import brands
from journeyboard.storage.journeys import (
    Revision,
    StoredJourney,
    find_journey,
    list_journeys,
    open_journey,
    save_journey,
)
from journeyboard.storage.runs import sweep
from journeyboard.storage.settings import get_setting, set_setting
from journeyboard.storage.store import Store, open_store

SAMPLES_ADDED = "samples_added"
WELCOMED = "welcomed"
OWN_BRAND = "own_brand"


@dataclass(frozen=True)
class Opened:
    """A stored journey in hand: what it is, and the revision it was read from."""

    journey: Journey
    revision: Revision


def open_library(home: Path | None = None, address: str | None = None) -> Store:
    """The store with the bundled samples in it, and without what a killed process left half-done."""
    store = open_store(home, address)
    sweep(store)
    add_samples(store)
    return store


def add_samples(store: Store) -> list[str]:
    """Put samples on the shelf that never stood there; a deleted one does not come back.

    Returns the ids of the added journeys.
    """
    known = set(get_setting(store, SAMPLES_ADDED, []))
    new = {name: path for name, path in sample_journeys().items() if name not in known}
    added = [_add_sample(store, path) for path in new.values()]
    if new:
        set_setting(store, SAMPLES_ADDED, sorted(known | set(new)))
    return [journey_id for journey_id in added if journey_id]


def _add_sample(store: Store, path: Path) -> str | None:
    text = decode(path.read_bytes(), path.name)
    journey = loads(text, path.name)
    if find_journey(store, journey.id):
        return None
    try:
        save_journey(
            store, journey.id, text, based_on=None, name=journey.name, message="Bundled sample"
        )
    except StaleRevision:  # another first start was quicker
        return None
    return journey.id


def recent_journeys(store: Store, limit: int = 6) -> list[StoredJourney]:
    """The journeys opened last, newest first."""
    return list_journeys(store)[:limit]


def open_stored(store: Store, journey_id: str, number: int | None = None) -> Opened:
    """A journey off the shelf, at its newest revision or an older one."""
    revision = open_journey(store, journey_id, number)
    return Opened(loads(revision.text, journey_id), revision)


def save_text(
    store: Store, journey_id: str, text: str, *, based_on: int, author: str = "", message: str = ""
) -> Opened:
    """Keep a text as a journey's next revision.

    Raises JourneyError when the text cannot be drawn (keep it as a draft) and StaleRevision when
    somebody else saved first.
    """
    journey = loads(text, journey_id)
    revision = save_journey(
        store,
        journey_id,
        text,
        based_on=based_on,
        name=journey.name,
        author=author,
        message=message,
    )
    return Opened(journey, revision)


def save_edited(
    store: Store, opened: Opened, journey: Journey, *, author: str = "", message: str = ""
) -> Opened:
    """Keep an edited journey as the next revision; comments and key order of the text stay."""
    return save_text(
        store,
        opened.revision.journey_id,
        update_text(opened.revision.text, journey),
        based_on=opened.revision.number,
        author=author,
        message=message,
    )


def add_journey(
    store: Store, journey: Journey, *, text: str = "", author: str = "", message: str = ""
) -> Opened:
    """Put a new journey on the shelf; where its id is taken, it gets the next free one.

    `text` is how it was written, so that comments stay. The same journey is not kept twice.
    """
    text = text or dumps(journey)
    there = find_journey(store, journey.id)
    if there and not there.deleted_at:
        newest = open_journey(store, journey.id)
        if newest.text == text:
            return Opened(journey, newest)
    return add_another(store, journey, text, author=author, message=message)


def add_another(
    store: Store, journey: Journey, text: str, *, author: str = "", message: str = ""
) -> Opened:
    """Put a journey on the shelf beside whatever stands there, under the next free id."""
    free = _free_id(store, journey.id)
    if free != journey.id:
        journey = journey.model_copy(update={"id": free})
        text = update_text(text, journey)
    revision = save_journey(
        store, free, text, based_on=None, name=journey.name, author=author, message=message
    )
    return Opened(journey, revision)


def _free_id(store: Store, journey_id: str) -> str:
    candidate, number = journey_id, 1
    while find_journey(store, candidate):
        number += 1
        candidate = f"{journey_id[:58]}-{number}"
    return candidate


def import_journey(store: Store, raw: bytes, name: str, *, author: str = "") -> Opened:
    """Put a file's journey on the shelf, as it is written; JourneyError says what is unfit, and where."""
    text = decode(raw, name)
    journey = loads(text, name)
    written = "" if name.endswith(".json") else text
    return add_journey(store, journey, text=written, author=author, message=f"Opened from {name}")


def import_file(store: Store, path: Path) -> Opened:
    """Put the journey of a file on disk on the shelf."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _unusable(path, "read", error) from None
    return import_journey(store, raw, path.name)


def exported(store: Store, journey_id: str, form: str = "yaml") -> tuple[str, str]:
    """A journey's file name and its text, `yaml` as it is kept or `json`."""
    text = open_journey(store, journey_id).text
    if form == "json":
        return f"{journey_id}.journey.json", dumps(loads(text, journey_id), "json")
    return f"{journey_id}{JOURNEY_SUFFIX}", text


def export_file(store: Store, journey_id: str, path: Path) -> Path:
    """Write a journey to a file, or into a folder under its own name; never half a file."""
    name, text = exported(store, journey_id, "json" if path.suffix == ".json" else "yaml")
    target = path / name if path.is_dir() else path
    try:
        _write(target, text)
    except OSError as error:
        raise _unusable(target, "written", error) from None
    return target


def _write(target: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(target)


def _unusable(path: Path, verb: str, error: OSError) -> BadInput:
    reason = (error.strerror or str(error)).lower()
    return BadInput(
        f"the file cannot be {verb}: {reason}.",
        place=Place(file=str(path)),
        advice="Check the path.",
    )


def is_first_run(store: Store) -> bool:
    """Whether nobody has been welcomed here yet."""
    return not get_setting(store, WELCOMED, False)


def finish_first_run(store: Store) -> None:
    """Do not show the welcome again."""
    set_setting(store, WELCOMED, True)


def own_brand(store: Store) -> Brand | None:
    """The brand the user set up, if any."""
    brand_id = get_setting(store, OWN_BRAND)
    return _stored_brand(store, brand_id) if brand_id else None


def keep_own_brand(store: Store, brand: Brand) -> None:
    """Keep a brand as the user's own: new journeys are its."""
    brands.save_brand(store, brand.id, brand.model_dump_json(by_alias=True), name=brand.name)
    set_setting(store, OWN_BRAND, brand.id)


def brand_of(store: Store, journey: Journey) -> Brand:
    """The brand a journey belongs to: a stored one of that id, else a bundled or a plain one."""
    stored = _stored_brand(store, journey.brand) if journey.brand else None
    return stored or find_brand(journey)


def _stored_brand(store: Store, brand_id: str) -> Brand | None:
    found = brands.find_brand(store, brand_id)
    return Brand.model_validate_json(found.text) if found else None
