"""What may be chosen in the inspector, in the words of the trade; new choices go here."""

from __future__ import annotations

from journeyboard.journey.wording import event_words
from journeyboard.records import STAGES
from journeyboard.ui.canvas.field import Option

NONE = Option("", "Not set")
STAGE = (NONE, *(Option(stage, stage.capitalize()) for stage in STAGES))
CHANNELS = (
    Option("sms", "SMS"),
    Option("mms", "MMS"),
    Option("email", "E-mail"),
    Option("push", "Push"),
    Option("ads", "Ads"),
)
PURPOSES = (Option("marketing", "Marketing"), Option("transactional", "Transactional"))
ROLES = (
    Option("reminder", "Reminder"),
    Option("social_proof", "Social proof"),
    Option("incentive", "Incentive"),
    Option("urgency", "Urgency"),
    Option("tip", "Tip"),
    Option("review_request", "Review request"),
    Option("status", "Status"),
    Option("brand", "Brand"),
)
OFFERS = (
    Option("none", "No offer"),
    Option("percent", "Percent off"),
    Option("amount", "Amount off"),
    Option("free_shipping", "Free shipping"),
)
MISSING = (
    Option("blank", "Leave its place empty"),
    Option("skip", "Do not send the message"),
    Option("error", "Stop with an error"),
)
IN_QUIET_HOURS = (
    Option("hold", "Wait until they end"),
    Option("skip", "Skip the message"),
    Option("ignore", "Send all the same"),
)
WEEKDAYS = (
    Option("monday", "Mon"),
    Option("tuesday", "Tue"),
    Option("wednesday", "Wed"),
    Option("thursday", "Thu"),
    Option("friday", "Fri"),
    Option("saturday", "Sat"),
    Option("sunday", "Sun"),
)
SAME_CART = (Option("", "Any cart"), Option("cart_id", "The cart the journey began with"))
REENTRY = (
    Option("never", "Never"),
    Option("always", "Whenever it happens again"),
    Option("after", "Some time after the last entry"),
)
EVENTS = tuple(
    Option(event, event_words(event)[:1].upper() + event_words(event)[1:])
    for event in (
        "checkout.started",
        "checkout.progressed",
        "cart.updated",
        "product.viewed",
        "page.viewed",
        "session.started",
        "order.placed",
        "order.fulfilled",
        "order.delivered",
        "order.refunded",
        "order.canceled",
        "review.submitted",
        "referral.made",
        "support.contacted",
        "consent.subscribed",
        "consent.unsubscribed",
        "message.delivered",
        "message.opened",
        "message.clicked",
        "message.replied",
        "stage.changed",
        "custom",
    )
)
"""The events that make sense to wait for, to ask about and to enter by."""

SHORT = ("15 minutes", "1 hour", "4 hours")
WAITS = ("15 minutes", "1 hour", "1 day", "3 days", "7 days")
WINDOWS = ("1 day", "7 days", "14 days", "30 days")
HOLDS = ("12 hours", "1 day", "36 hours", "2 days")
