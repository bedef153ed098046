"""The catalogue of the canvas: every kind of node and entry with its inputs, as the browser reads it.

`scripts/make_catalogue` writes it to `frontend/src/canvas/model/catalogue.json`.
"""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from journeyboard.audience.attributes import DERIVED
from journeyboard.audience.segments import BUILT_IN
from journeyboard.audience.tables import rows
from journeyboard.journey.form import KINDS
from journeyboard.journey.graph import Journey
from journeyboard.journey.node import NodeBase, Out
from journeyboard.records import STAGES
from journeyboard.ui.canvas import options as choose
from journeyboard.ui.canvas.field import Field, field_data, group_data
from journeyboard.ui.canvas.fields import BLANKS, groups_of
from journeyboard.ui.canvas.settings import ENTRIES, ENTRY_GROUPS, JOURNEY_GROUPS

Data = dict[str, Any]
FILE = Path("frontend/src/canvas/model/catalogue.json")
NO_SCORES = (
    "No customer has a score yet: scores come from a model of past orders, which is not built. "
    "Ask for orders, days since the last order or a segment instead."
)
_NOT_OFFERED = {"unsupported"}
_NUMBERS = {"orders", "revenue", "refunds", *DERIVED}
_FLAGS = {"sms_double_opt_in"}
_SPELLINGS = {
    "sms_double_opt_in": "Double opt-in to SMS",
    "zone": "Time zone",
    "email": "E-mail",
    "consent_at": "Consent given",
    "created_at": "Profile created",
    "days_since_created": "Days since profile created",
    "days_since_order": "Days since last order",
}


def catalogue() -> Data:
    """Everything the browser must know about what a journey may hold."""
    return {
        "kinds": [_kind(kind, model) for kind, model in KINDS.items()],
        "entries": [_entry(*entry) for entry in ENTRIES],
        "entry_groups": [group_data(group, Journey) for group in ENTRY_GROUPS],
        "settings": [group_data(group, Journey) for group in JOURNEY_GROUPS],
        "attributes": _attributes(),
        "segments": _segments(),
        "events": [option._asdict() for option in choose.EVENTS],
        "stages": list(STAGES),
        "channels": [option._asdict() for option in choose.CHANNELS],
        "no_scores": NO_SCORES,
    }


def catalogue_text() -> str:
    """The catalogue as its file holds it."""
    return json.dumps(catalogue(), ensure_ascii=False, indent=1) + "\n"


def _kind(kind: str, model: type[NodeBase]) -> Data:
    return {
        "kind": kind,
        "label": model.label,
        "icon": model.icon,
        "family": model.family,
        "help": _first_sentence(model),
        "offered": kind not in _NOT_OFFERED,
        "blank": BLANKS.get(kind, {}),
        "outs": [_out(out) for out in model.outs],
        "groups": [group_data(group, model) for group in groups_of(kind)],
    }


def _first_sentence(model: type[BaseModel]) -> str:
    """Without the field names in brackets, which are for readers of the file."""
    sentence = re.split(r"\.\s|\.$", inspect.cleandoc(model.__doc__ or ""))[0]
    return re.sub(r" \(`\w+`\)|, from `\w+` to `\w+` after arriving", "", sentence) + "."


def _out(out: Out) -> Data:
    """What is not as usual about a way out; one for each item has no port of its own."""
    usual = Out(port="") if out.each else Out()
    said = {key: value for key, value in out._asdict().items() if value != getattr(usual, key)}
    return {key: value for key, value in said.items() if not (out.each and key == "port")}


def _entry(model: type[BaseModel], label: str, words: str, fields: tuple[Field, ...]) -> Data:
    kind = str(model.model_fields["kind"].default)
    shown = [field_data(field, model) for field in fields]
    closed = {"disabled": NO_SCORES} if kind == "score" else {}
    entry = {"kind": kind, "label": label, "icon": f"entry_{kind}", "help": words, "fields": shown}
    return {**entry, **closed}


def _attributes() -> list[Data]:
    """What may be asked about a customer; consent has a condition of its own."""
    names = [row["column"] for row in rows("columns") if row["table"] == "customers"]
    asked = [name for name in names if not name.endswith(("_marketing", "_transactional"))]
    return [_attribute(name) for name in (*DERIVED, *asked) if name != "profile_key"]


def _attribute(name: str) -> Data:
    label = _SPELLINGS.get(name, name.removesuffix("_at").replace("_", " ").capitalize())
    values = {"values": list(STAGES)} if name == "stage" else {}
    return {"name": name, "label": label, "type": _type(name), **values}


def _type(name: str) -> str:
    if name in _NUMBERS:
        return "number"
    if name in _FLAGS:
        return "flag"
    return "date" if name.endswith("_at") or name == "birthday" else "text"


def _segments() -> list[Data]:
    """Built-in audiences: those by condition, then those by recency and frequency."""
    own = [{"id": s.id, "label": s.label, "help": s.words} for s in BUILT_IN]
    return own + [
        {
            "id": row["id"],
            "label": row["label"],
            "help": f"By recency and frequency of orders. What suits them: {row['action'].rstrip('.')}.",
        }
        for row in rows("rfm_segments")
    ]
