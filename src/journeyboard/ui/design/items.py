"""Lists on a node that grow and shrink in the form: variants, arms, branches, awaited events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from journeyboard.ui.design.fields import CONDITION_HELP, EVENTS, ROLES, Field

VARIANT_FIELDS = (
    Field("name", "Name"),
    Field("weight", "Weight", "number"),
    Field("subject", "Subject"),
    Field("heading", "Heading"),
    Field("body", "Text", "text"),
    Field("role", "Role", "choice", "", ("", *ROLES)),
)
ARM_FIELDS = (
    Field("name", "Name"),
    Field("weight", "Weight", "number"),
    Field("control", "Control group", "flag", "The arm all others are measured against."),
)
BRANCH_FIELDS = (Field("name", "Name"), Field("when", "If", "data", CONDITION_HELP))
WAIT_FIELDS = (
    Field("name", "Name"),
    Field("event", "Event", "choice", "", EVENTS),
    Field("node", "Of message", help="The id of the message it must belong to."),
    Field("key", "Same cart only", "choice", "", ("", "cart_id")),
)


@dataclass(frozen=True)
class Items:
    """A list on a node that grows and shrinks: its path, what one is called, its fields, and a new one."""

    path: str
    one: str
    fields: tuple[Field, ...]
    blank: dict[str, Any]


_VARIANTS = Items("variants", "Variant", VARIANT_FIELDS, {"weight": 1})
NODE_ITEMS: dict[str, Items] = {
    **dict.fromkeys(("sms", "email", "push"), _VARIANTS),
    "random_split": Items("arms", "Arm", ARM_FIELDS, {"weight": 1}),
    "split": Items("branches", "Branch", BRANCH_FIELDS, {"when": {"consent": {"channel": "sms"}}}),
    "wait_until": Items("branches", "Event", WAIT_FIELDS, {"event": "order.placed"}),
}
