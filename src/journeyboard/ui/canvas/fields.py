"""What can be set on a node, kind by kind, in the order the inspector shows it; new fields go here."""

from __future__ import annotations

from typing import Any

from journeyboard.journey.form import KINDS
from journeyboard.ui.canvas import options as choose
from journeyboard.ui.canvas.field import Field, Group, Option
from journeyboard.ui.canvas.message_fields import (
    BODY,
    HEADING,
    PREHEADER,
    SUBJECT,
    message_groups,
    overrides,
)

LAST = Group(
    "Journey map and notes",
    (
        Field("feeling", "Feeling", "feeling", "How the customer feels here."),
        Field("risk", "Risk", "text", "What may go wrong here."),
        Field("notes", "Notes", "text", "For colleagues; customers never see them."),
    ),
)
_NAME = Field("name", "Name", "name")
_FOR = Field("for", "Wait for", "duration", picks=choose.WAITS)
_JITTER = Field(
    "jitter", "Spread over", "duration", "Up to this much longer, at random.", picks=choose.SHORT
)
_CLOCK = Field("until_time", "Then until", "clock", "The next such time where the customer lives.")
_DAYS = Field("weekdays", "Only on", "pills", "Weekdays where the customer lives.", choose.WEEKDAYS)
_DELAY = (
    Group("Pause", (_FOR, _CLOCK, _DAYS), open=True),
    Group(
        "More",
        (
            _JITTER,
            Field("until_date", "Not before", "date"),
            Field("anchor", "Counted from", "event", "The last such event since entering."),
            Field(
                "at_most",
                "Wait for it at most",
                "duration",
                "When the event has not happened yet.",
                picks=choose.WINDOWS,
            ),
        ),
    ),
    Group("Experiment", (overrides(_FOR, _JITTER, _CLOCK, _DAYS),)),
)
_WAIT = Group(
    "What ends the wait",
    (
        Field(
            "branches",
            "Events",
            "items",
            "Whichever comes first.",
            one="event",
            blank={"event": "order.placed"},
            fields=(
                _NAME,
                Field("event", "Event", "event"),
                Field(
                    "node", "Of the message", "message_node", "Any message, unless one is named."
                ),
                Field("key", "Of which cart", "choice", options=choose.SAME_CART),
            ),
        ),
        Field("timeout", "At most", "duration", picks=choose.WAITS),
    ),
    open=True,
)
_SPLIT = Group(
    "Who goes where",
    (
        Field(
            "branches",
            "Branches",
            "items",
            "The first that matches wins; everyone else goes on below.",
            one="branch",
            blank={"when": {"consent": {"channel": "sms"}}},
            fields=(_NAME, Field("when", "If", "condition")),
        ),
    ),
    open=True,
)
_ARMS = Group(
    "Shares",
    (
        Field(
            "arms",
            "Arms",
            "items",
            "Decided once for each customer and kept.",
            one="arm",
            blank={"weight": 1},
            fields=(
                _NAME,
                Field("weight", "Share", "weight"),
                Field(
                    "control",
                    "Control group",
                    "flag",
                    "The arm all others are measured against.",
                ),
            ),
        ),
    ),
    open=True,
)
_UPDATE = Group(
    "What changes",
    (
        Field("set", "Set attributes", "attributes", example="vip"),
        Field("add_to", "Put on lists", "names", example="newsletter"),
        Field("remove_from", "Take off lists", "names", example="newsletter"),
    ),
    open=True,
)
_WEBHOOK = Group(
    "Call",
    (
        Field(
            "method",
            "Method",
            "choice",
            options=tuple(Option(verb, verb) for verb in ("POST", "PUT", "GET")),
        ),
        Field("url", "Address", example="https://…"),
        Field("body", "Body", "text", "May name {{ profile_key }} and other values in Liquid."),
    ),
    open=True,
)
_BACK = Field(
    "max_passes",
    "Back at most (times)",
    "number",
    "After that many passes the customer goes on.",
    low=0,
    high=1000,
)
_CAME = Group(
    "As it came",
    (Field("source_kind", "Kind", "raw"), Field("source", "What it holds", "raw")),
    open=True,
)
_ADS = (
    Field("start", "From", "duration", "Counted from arriving here.", picks=("0 minutes", "1 day")),
    Field("end", "Until", "duration", "Counted from arriving here.", picks=choose.WINDOWS),
    Field("daily_cap", "At most a day", "number", "Ads for one customer.", low=1, high=50),
)
_SMS = (
    Field("opt_out", "Add the opt-out line", "flag", "It counts into the parts."),
    Field(
        "smart_encoding",
        "Smart encoding",
        "flag",
        "Swaps curly quotes, dashes and the like for signs that fit GSM-7.",
    ),
    Field("media", "Picture", help="Makes it an MMS.", example="https://…"),
)

_OWN_GROUPS: dict[str, tuple[Group, ...]] = {
    "sms": message_groups(BODY, *_SMS),
    "email": message_groups(SUBJECT, PREHEADER, Field("from_name", "From"), BODY),
    "push": message_groups(HEADING, BODY),
    "ads": message_groups(*_ADS, HEADING, BODY),
    "delay": _DELAY,
    "wait_until": (_WAIT,),
    "split": (_SPLIT,),
    "random_split": (_ARMS,),
    "update": (_UPDATE,),
    "webhook": (_WEBHOOK,),
    "jump": (Group("Going back", (_BACK,), open=True),),
    "goal": (),
    "exit": (Group("End", (Field("reason", "Reason"),), open=True),),
    "unsupported": (_CAME,),
    "note": (Group("Remark", (Field("text", "Text", "text"),), open=True),),
}

BLANKS: dict[str, dict[str, Any]] = {
    "delay": {"for": "1 day"},
    "wait_until": {"branches": [{"name": "ordered", "event": "order.placed"}]},
    "split": {"branches": [{"name": "yes", "when": {"consent": {"channel": "sms"}}}]},
    "random_split": {"arms": [{"name": "A", "weight": 50}, {"name": "B", "weight": 50}]},
    "jump": {"max_passes": 1},
}
"""What a new node holds beside its kind, where that is anything."""


def groups_of(kind: str) -> tuple[Group, ...]:
    """The groups of a node kind: title and stage first, the kind's own, and remarks last."""
    title = Field("title", "Title", example=KINDS[kind].label)
    stage = Field("stage", "Stage", "choice", options=choose.STAGE)
    return (Group("", (title, stage), open=True), *_OWN_GROUPS[kind], LAST)
