"""The inputs of messages: their texts, variants, offer, link, delivery and fallback."""

from __future__ import annotations

from journeyboard.ui.canvas import options as choose
from journeyboard.ui.canvas.field import Field, Group, When

LIQUID = "Personal with Liquid, such as {{ first_name | default: 'there' }}."
SUBJECT = Field("subject", "Subject")
PREHEADER = Field("preheader", "Preheader", help="The grey line behind the subject in an inbox.")
HEADING = Field("heading", "Heading")
BODY = Field("body", "Text", "message", LIQUID)
_PLAIN_BODY = Field("body", "Text", "text")
ROLE = Field(
    "role", "Role", "choice", "What the message does; the behaviour model reads it.", choose.ROLES
)
_WITH_WORTH = When("kind", ("percent", "amount"))
_WITH_OFFER = When("kind", ("percent", "amount", "free_shipping"))
OFFER = Field(
    "offer",
    "Offer",
    "part",
    blank={"kind": "percent", "value": 10},
    fields=(
        Field("kind", "Kind", "choice", options=choose.OFFERS),
        Field(
            "value",
            "Worth",
            "number",
            "Percent off the order, or an amount in the brand's currency.",
            low=0,
            when=_WITH_WORTH,
        ),
        Field("code", "Code", help="Stands for {{ code }} in the text.", when=_WITH_OFFER),
        Field("valid_for", "Valid for (days)", "number", low=1, high=365, when=_WITH_OFFER),
        Field(
            "margin_cost",
            "Share the brand bears",
            "share",
            "All of the discount, unless a partner pays a part.",
            low=0,
            high=1,
            when=_WITH_OFFER,
        ),
    ),
)
LINK = Field(
    "link",
    "Link",
    "part",
    "Where the message leads; stands for {{ link }} in the text.",
    blank={"url": ""},
    fields=(
        Field("url", "Address", example="https://…"),
        Field("source", "UTM source", example="the channel"),
        Field("medium", "UTM medium", example="the channel"),
        Field("campaign", "UTM campaign", example="the journey's id"),
    ),
)
_OTHER_CHANNELS = tuple(o for o in choose.CHANNELS if o.value in ("sms", "email", "push"))
FALLBACK = Field(
    "fallback",
    "Send it on another channel",
    "part",
    "To those who have not consented to this channel and have to the other.",
    blank={"channel": "email"},
    fields=(
        Field("channel", "Channel", "choice", options=_OTHER_CHANNELS),
        Field("subject", "Subject", when=When("channel", ("email",))),
        Field("preheader", "Preheader", when=When("channel", ("email",))),
        Field("heading", "Heading", when=When("channel", ("push",))),
        _PLAIN_BODY,
    ),
)
_DELIVERY = Group(
    "Delivery",
    (
        Field(
            "quiet_hours",
            "In quiet hours",
            "choice",
            "What happens to a message that is due then.",
            choose.IN_QUIET_HOURS,
        ),
        Field(
            "stale_after",
            "Do not send later than",
            "duration",
            "A message held longer than this is skipped.",
            picks=choose.HOLDS,
        ),
        Field(
            "missing",
            "When a value is missing",
            "choice",
            "What a text does that names something unknown about the customer.",
            choose.MISSING,
        ),
    ),
)
_JUDGED = Group(
    "Why it is sent",
    (
        Field("purpose", "Purpose", "choice", "Marketing needs consent.", choose.PURPOSES),
        ROLE,
        Field("job", "The customer's job", "text", "When I …, I want to …, so I can …"),
        Field("metric", "Judged by", help="The one number that says whether it works."),
    ),
)


def message_groups(*texts: Field) -> tuple[Group, ...]:
    """The groups of a message whose text is these fields; BODY and those before it may vary."""
    varying = tuple(field for field in texts if field in (SUBJECT, PREHEADER, HEADING, BODY))
    return (
        Group("Message", texts, open=True),
        Group("A/B test", (_variants(varying),)),
        Group("Offer and link", (OFFER, LINK)),
        _JUDGED,
        _DELIVERY,
        Group("Fallback", (FALLBACK,)),
        Group("Experiment", (overrides(*varying, ROLE, OFFER, LINK),)),
    )


def overrides(*fields: Field) -> Field:
    """What the levels of the journey's experiments may change in a node."""
    return Field(
        "by",
        "Changes by factor",
        "overrides",
        "What customers of a level get instead; factors and levels are settings of the journey.",
        changes=tuple(field.path for field in fields),
    )


def _variants(texts: tuple[Field, ...]) -> Field:
    return Field(
        "variants",
        "Variants",
        "items",
        "Customers share out over them. A variant holds only what differs from the message above.",
        one="variant",
        blank={"weight": 1},
        fields=(
            Field("name", "Name", "name"),
            Field("weight", "Share", "weight"),
            *(_PLAIN_BODY if field is BODY else field for field in texts),
            Field("role", "Role", "choice", options=(choose.NONE, *choose.ROLES)),
            OFFER,
        ),
    )
