"""What can be set on a node or a journey in the form, in the order it is shown; new fields go here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from journeyboard.journey.nodes import NODE_KINDS
from journeyboard.records import PURPOSES, STAGES

Widget = Literal[
    "line",
    "text",
    "message",
    "duration",
    "choice",
    "number",
    "flag",
    "date",
    "data",
    "names",
    "many",
]


@dataclass(frozen=True)
class Field:
    """One input: the path it sets in the file, its label and help, and what may be chosen.

    An empty string among the `options` of a choice stands for nothing chosen.
    """

    path: str
    label: str
    widget: Widget = "line"
    help: str = ""
    options: tuple[str, ...] = ()
    low: float = 0
    high: float | None = None
    example: str = ""


@dataclass(frozen=True)
class Group:
    """Fields under one heading; closed groups open on a click."""

    title: str
    fields: tuple[Field, ...]
    open: bool = False


ROLES = (
    "reminder",
    "social_proof",
    "incentive",
    "urgency",
    "tip",
    "review_request",
    "status",
    "brand",
)
EVENTS = (
    "checkout.started",
    "cart.updated",
    "product.viewed",
    "session.started",
    "order.placed",
    "order.fulfilled",
    "order.delivered",
    "order.refunded",
    "review.submitted",
    "referral.made",
    "support.contacted",
    "consent.subscribed",
    "consent.unsubscribed",
    "message.delivered",
    "message.clicked",
    "message.replied",
    "page.viewed",
    "stage.changed",
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CONDITION_HELP = (
    "Like “consent: {channel: sms}” or “profile: {attribute: orders, op: gte, value: 2}”."
)
LIQUID = (
    "Personal with Liquid: {{ first_name | default: 'there' }}. {{ link }} is the tracked link."
)

_FIRST = (
    Field("title", "Title", help="How the step is called on the board and in the report."),
    Field("stage", "Stage", "choice", "Where in the relationship this step works.", ("", *STAGES)),
)
_NOTES = Group(
    "Notes", (Field("notes", "Notes", "text", "For colleagues; nobody else sees them."),)
)
_JUDGED = Group(
    "Why it is sent",
    (
        Field("purpose", "Purpose", "choice", "Marketing needs marketing consent.", PURPOSES),
        Field(
            "role", "Role", "choice", "What the message does; the behaviour model reads it.", ROLES
        ),
        Field("job", "The customer's job", "text", "When I …, I want to …, so I can …"),
        Field("metric", "Judged by", help="The one number that says whether it works."),
        Field(
            "link.url", "Link", example="https://…", help="UTM parameters are added by themselves."
        ),
    ),
)
_OFFER = Group(
    "Offer",
    (
        Field(
            "offer.kind", "Offer", "choice", "", ("", "none", "percent", "amount", "free_shipping")
        ),
        Field("offer.value", "Worth", "number", "Percent, or an amount in the brand's currency."),
        Field("offer.code", "Code"),
        Field("offer.valid_for", "Valid for (days)", "number", low=1, high=365),
        Field("offer.margin_cost", "Share you bear", "number", "1 = all of it.", high=1.0),
    ),
)
_DELIVERY = Group(
    "Delivery",
    (
        Field("quiet_hours", "In quiet hours", "choice", "", ("hold", "skip", "ignore")),
        Field("stale_after", "Do not send after", "duration", "Held longer than this: skipped."),
        Field("missing", "A missing value", "choice", "", ("blank", "skip", "error")),
    ),
)
_FALLBACK = Group(
    "Fallback for those without consent",
    (
        Field("fallback.channel", "Channel", "choice", "", ("", "sms", "email", "push")),
        Field("fallback.subject", "Subject"),
        Field("fallback.heading", "Heading"),
        Field("fallback.body", "Text", "text"),
    ),
)
_MESSAGE = (_JUDGED, _OFFER, _DELIVERY, _FALLBACK)
_BODY = Field("body", "Text", "message", LIQUID)


def _step(*fields: Field) -> Group:
    return Group("", (*_FIRST, *fields), open=True)


NODE_FIELDS: dict[str, tuple[Group, ...]] = {
    "sms": (
        _step(
            _BODY,
            Field("opt_out", "Add the opt-out line", "flag", "Counts into the parts."),
            Field(
                "smart_encoding", "Smart encoding", "flag", "Swaps “ ” … for signs that fit GSM-7."
            ),
            Field("media", "Picture (makes it an MMS)", example="https://…"),
        ),
        *_MESSAGE,
    ),
    "email": (
        _step(
            Field("subject", "Subject", help=LIQUID),
            Field("preheader", "Preheader"),
            Field("from_name", "From"),
            _BODY,
        ),
        *_MESSAGE,
    ),
    "push": (_step(Field("heading", "Heading", help=LIQUID), _BODY), *_MESSAGE),
    "ads": (
        _step(
            Field("start", "From", "duration", "After arriving at this step."),
            Field("end", "Until", "duration", "After arriving at this step."),
            Field("daily_cap", "At most a day", "number", low=1, high=50),
            Field("heading", "Heading"),
            Field("body", "Text", "text"),
        ),
        _JUDGED,
        _OFFER,
        _DELIVERY,
    ),
    "delay": (
        _step(
            Field("for", "Wait for", "duration"),
            Field("jitter", "Spread over", "duration", "Up to this much longer, at random."),
            Field("until_time", "Then until (local time)", example="10:30"),
            Field("weekdays", "Only on", "many", "Local weekdays.", DAYS),
            Field("until_date", "Not before", "date"),
            Field("anchor", "Counted from", "choice", "An event since entering.", ("", *EVENTS)),
            Field("at_most", "At most", "duration", "When the event does not come."),
        ),
    ),
    "wait_until": (_step(Field("timeout", "At most", "duration")),),
    "split": (_step(),),
    "random_split": (_step(),),
    "update": (
        _step(
            Field("set", "Set attributes", "data", example="vip: true"),
            Field("add_to", "Put on lists", "names"),
            Field("remove_from", "Take off lists", "names"),
        ),
    ),
    "webhook": (
        _step(
            Field("method", "Method", "choice", "", ("POST", "PUT", "GET")),
            Field("url", "Address", example="https://…"),
            Field("body", "Body", "text"),
        ),
    ),
    "jump": (_step(Field("max_passes", "Back at most (times)", "number", high=1000)),),
    "goal": (_step(),),
    "exit": (_step(Field("reason", "Reason")),),
    "unsupported": (_step(),),
    "note": (_step(Field("text", "Remark", "text")),),
}
"""The groups of every node kind; a test compares the keys with NODE_KINDS."""


def groups_of(kind: str) -> tuple[Group, ...]:
    """The groups of fields of a node kind, notes last."""
    return (*NODE_FIELDS[kind], _NOTES)


KINDS = {str(kind.model_fields["kind"].default): kind for kind in NODE_KINDS}
"""The palette, kind by its name in a file."""
