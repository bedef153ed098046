"""What the events of a life are called on its timeline, and which decisions stand behind them."""

from __future__ import annotations

BY_EVENT = {
    "message.delivered": ("arrives",), "message.failed": ("unreachable", "arrives"),
    "message.opened": ("machine_opens", "looks"), "message.clicked": ("clicks",),
    "message.replied": ("replies",), "message.complained": ("complains",),
    "consent.unsubscribed": ("opts_out",), "ad.impression": ("is_served",),
    "ad.clicked": ("clicks_ad",), "cart.updated": ("fills_cart",), "checkout.started": ("goes_on",),
    "checkout.progressed": ("goes_on",), "order.placed": ("goes_on",), "order.refunded": ("refunds",),
    "review.submitted": ("reviews", "reviews_asked"), "referral.made": ("refers",),
    "support.contacted": ("asks_support",), "order.delivered": ("is_late",),
}  # fmt: skip
"""What is decided before an event of this type."""
PAGE_BEFORE = {"contact": 1, "shipping": 2, "payment": 3, "checkout": 4}
"""The page from which somebody went on to this one; from the first to the contact page everybody does."""
KINDS = {
    "session": "visit", "page": "visit", "product": "visit", "cart": "cart", "checkout": "checkout",
    "order": "parcel", "consent": "opt_out", "ad": "ad", "stage": "stage", "journey": "step",
}  # fmt: skip
EXACT_KINDS = {
    "order.placed": "order", "message.clicked": "click", "ad.clicked": "click",
    "message.queued": "held", "message.skipped": "skipped", "message.delivered": "message",
    "journey.entered": "entry", "journey.exited": "entry", "journey.goal_reached": "entry",
    "journey.assigned": "entry", "message.failed": "skipped", "message.sent": "message",
    "message.opened": "look", "message.replied": "reply", "message.complained": "opt_out",
}  # fmt: skip
MINOR = (
    "product.viewed", "page.viewed", "message.sent", "journey.step_entered", "ad.impression", "stage.changed",
    "order.fulfilled", "message.opened", "profile.updated", "webhook.called",
)  # fmt: skip
SHOPPING = ("product.viewed", "page.viewed", "cart.updated", "checkout.started", "checkout.progressed")  # fmt: skip
WHAT = {
    "session.started": "Visited the shop", "product.viewed": "Looked at a product",
    "page.viewed": "Opened the page behind the link", "cart.updated": "Filled a cart",
    "checkout.started": "Started the checkout", "order.fulfilled": "The parcel left",
    "order.delivered": "The parcel arrived", "order.refunded": "Sent the order back",
    "review.submitted": "Wrote a review", "referral.made": "Told a friend",
    "support.contacted": "Asked support", "consent.subscribed": "Opted in again",
    "consent.updated": "Asked for fewer texts",
    "journey.goal_reached": "Reached the goal", "message.replied": "Replied",
    "message.complained": "Reported it as spam", "ad.impression": "Saw the ad",
    "ad.clicked": "Clicked the ad", "webhook.called": "A webhook was called",
    "profile.updated": "The profile was updated",
}  # fmt: skip
ORDERED_BY = {
    "checkout": "Ordered at the checkout",
    "returned": "Came back to the cart and ordered",
    "direct": "Ordered",
}
