"""A draft as it is kept: the journey in hand as JSON, with a text only where one was typed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from journeyboard.errors import JourneyError
from journeyboard.journey.fields import checked
from journeyboard.journey.form import journey_data
from journeyboard.ui.design.desk import Desk, typed


def packed(desk: Desk) -> str:
    """The desk's edit as a text to keep; quick, because the file is not written for it."""
    written = desk.written if desk.written != desk.revision.text else None
    kept = {"journey": journey_data(desk.journey), "written": written, "scrap": desk.scrap or None}
    return json.dumps({"draft": kept})


def unpacked(desk: Desk, text: str) -> Desk:
    """The desk with a kept edit on it; what was not packed here counts as a typed text."""
    kept = _kept(text)
    if kept is None:
        return typed(desk, text)
    if kept["written"]:
        desk = typed(desk, kept["written"])
    try:
        desk = replace(desk, journey=checked(kept["journey"]))
    except JourneyError:
        return typed(desk, text)
    return typed(desk, kept["scrap"]) if kept["scrap"] else desk


def _kept(text: str) -> dict[str, Any] | None:
    try:
        kept = json.loads(text)["draft"]
        return {
            "written": kept["written"],
            "scrap": kept["scrap"],
            "journey": dict(kept["journey"]),
        }
    except (ValueError, TypeError, LookupError):
        return None
