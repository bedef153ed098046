"""Opening and saving journey and brand files; comments and key order survive, bad input gets one sentence."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from journeyboard.errors import JourneyError, Place
from journeyboard.journey.brand import Brand
from journeyboard.journey.complaints import first_complaint
from journeyboard.journey.document import Document, decode, read_document
from journeyboard.journey.form import brand_data, journey_data, journey_from
from journeyboard.journey.graph import START, Journey
from journeyboard.journey.rewrite import rewritten, write_json, write_yaml

Make = Callable[[Mapping[str, Any]], BaseModel]


def load(path: str | Path) -> Journey:
    """The journey in a YAML or JSON file; JourneyError with file, line and advice when it is unfit."""
    return loads(_read(Path(path)), Path(path).name)


def loads(text: str, name: str = "journey.yaml") -> Journey:
    """The journey in a text; `name` stands in error messages and says JSON when it ends so."""
    document = read_document(text, name)
    _refuse_newer(document)
    _refuse_brand(document)
    journey = _made(document, journey_from)
    assert isinstance(journey, Journey)
    return journey


def save(journey: Journey, path: str | Path) -> None:
    """Write the journey, into the existing file's own layout where there is one; never half a file."""
    _save(Path(path), lambda old: update_text(old, journey, Path(path).name))


def dumps(journey: Journey, form: str = "yaml") -> str:
    """The journey as text, `yaml` or `json`."""
    data = journey_data(journey)
    return write_json(data) if form == "json" else write_yaml(data)


def update_text(old_text: str, journey: Journey, name: str = "journey.yaml") -> str:
    """`old_text` with only the changed values replaced; comments, order and spelling of the rest stay.

    A text that cannot be read is replaced whole.
    """
    form = "json" if name.endswith(".json") else "yaml"
    try:
        before = loads(old_text, name)
    except JourneyError:
        return dumps(journey, form)
    if before == journey:
        return old_text
    if form == "json":
        return dumps(journey, form)
    text = rewritten(old_text, journey_data(before), journey_data(journey))
    return text if _reads_as(text, journey) else dumps(journey)


def load_brand(path: str | Path) -> Brand:
    """The brand in a file; JourneyError with file, line and advice when it is unfit."""
    document = read_document(_read(Path(path)), Path(path).name)
    _refuse_newer(document)
    _refuse_journey(document)
    brand = _made(document, Brand.model_validate)
    assert isinstance(brand, Brand)
    return brand


def save_brand(brand: Brand, path: str | Path) -> None:
    """Write the brand, into the existing file's own layout where there is one."""
    _save(Path(path), lambda old: _updated_brand(old, brand, Path(path).name))


def _updated_brand(old_text: str, brand: Brand, name: str) -> str:
    data = brand_data(brand)
    if name.endswith(".json"):
        return write_json(data)
    try:
        before = _made(read_document(old_text, name), Brand.model_validate)
    except JourneyError:
        return write_yaml(data)
    assert isinstance(before, Brand)
    return old_text if before == brand else rewritten(old_text, brand_data(before), data)


def _read(path: Path) -> str:
    try:
        return decode(path.read_bytes(), path.name)
    except OSError as error:
        raise _unusable(path, "read", error, "Check the path.") from None


def _made(document: Document, make: Make) -> BaseModel:
    try:
        return make(document.data)
    except ValidationError as error:
        path, problem, advice = first_complaint(error, document.data)
        node = str(path[1]) if path[:1] == ("nodes",) and len(path) > 1 else None
        place = Place(file=document.name, line=document.line(path), node=node)
        raise JourneyError(problem, place=place, advice=advice) from None
    except JourneyError as error:
        raise _placed(error, document) from None


def _placed(error: JourneyError, document: Document) -> JourneyError:
    node, pointed = error.place.node, error.place.caret
    line = document.line(_pointed(node, pointed, document))
    place = Place(document.name, line, node=node, caret=pointed)
    return JourneyError(error.problem, place=place, advice=error.advice)


def _pointed(node: str | None, pointed: str | None, document: Document) -> tuple[str | int, ...]:
    """Where the value stands that an error points at, below its node or the journey's own keys."""
    root: tuple[str | int, ...] = ("nodes", str(node))
    if root not in document.lines:
        root = () if node == START else (str(pointed),)
    below = (path for path in document.lines if path[: len(root)] == root)
    return next((path for path in below if pointed and _at(document.data, path) == pointed), root)


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        data = data[part]
    return data


def _refuse_newer(document: Document) -> None:
    version = document.data.get("schema_version", 1)
    if isinstance(version, int) and version > 1:
        raise JourneyError(
            f"the file is of version {version}, this program reads version 1.",
            place=Place(document.name, document.line(("schema_version",))),
            advice="Update Journeyboard.",
        )


def _refuse_brand(document: Document) -> None:
    marks = [key for key in ("products", "senders", "currency") if key in document.data]
    if marks and not {"nodes", "entry"} & document.data.keys():
        raise JourneyError(
            f"this is a brand file (it has “{marks[0]}”), not a journey.",
            place=Place(document.name, document.line((marks[0],))),
            advice="Open a journey here; on the command line a brand follows --brand.",
        )


def _refuse_journey(document: Document) -> None:
    if "nodes" in document.data:
        raise JourneyError(
            "this is a journey file (it has “nodes”), not a brand.",
            place=Place(document.name, document.line(("nodes",))),
            advice="Choose a brand file.",
        )


def _reads_as(text: str, journey: Journey) -> bool:
    try:
        return loads(text) == journey
    except JourneyError:
        return False


def _save(path: Path, text: Callable[[str], str]) -> None:
    new = text(_read(path) if path.exists() else "")
    try:
        _write(path.resolve(), new)
    except OSError as error:
        raise _unusable(
            path, "saved", error, "Choose another place; the old file is untouched."
        ) from None


def _write(path: Path, text: str) -> None:
    """Beside the file first, then in its place, so that nobody ever sees half a file."""
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # A temporary file is private; the saved one has the rights of the one it replaces.
        Path(temporary).chmod(path.stat().st_mode if path.exists() else 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _unusable(path: Path, done: str, error: OSError, advice: str) -> JourneyError:
    reason = (error.strerror or str(error)).lower()
    return JourneyError(
        f"the file cannot be {done}: {reason}.", place=Place(file=str(path)), advice=advice
    )
