"""Random conditions of every kind, and the words that random journeys are made of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hypothesis import strategies as st

MINUTE, HOUR, DAY = 60, 3_600, 86_400
STARTS = (datetime(2026, 3, 2), datetime(2026, 10, 19))
"""In both runs clocks change: forwards in March, backwards in October."""
HEARD = (
    "order.placed", "checkout.started", "checkout.progressed", "session.started", "page.viewed",
    "product.viewed", "cart.updated", "order.fulfilled", "order.delivered", "order.refunded",
    "review.submitted", "support.contacted", "stage.changed", "consent.unsubscribed",
    "message.sent", "message.delivered", "message.failed", "message.opened", "message.clicked",
    "message.replied", "message.skipped", "message.queued", "ad.impression", "ad.clicked",
    "profile.updated", "webhook.called", "journey.goal_reached", "journey.exited", "journey.entered",
    "journey.assigned", "journey.step_entered",
)  # fmt: skip
KEYED = ("order.placed", "checkout.started", "cart.updated", "checkout.progressed")
TEXTS = (
    "Hi",
    "Hello {{ first_name | default: 'there' }}, your {{ product | default: 'cart' }}: {{ link }}",
    "Dear {{ nickname }}, see https://shop.example " + "and more " * 20,
    "💛 {{ favourite_product }} {{ code }} until {{ code_expires | date: '%b %d' }}",
    "",
)
COMPARISONS = st.sampled_from(("eq", "ne", "lt", "lte", "gt", "gte"))
CHANNELS = st.sampled_from(("sms", "email", "push"))
PURPOSES = st.sampled_from(("marketing", "marketing", "transactional"))
ROLES = st.sampled_from(
    ("reminder", "social_proof", "incentive", "urgency", "tip", "review_request", "status", "brand")
)
STAGES = st.sampled_from(("awareness", "consideration", "purchase", "loyalty", "advocacy"))
CLOCKS = st.sampled_from(("00:00", "02:30", "01:30", "09:00", "12:15", "18:30", "23:59"))
ZONES = st.sampled_from(("profile", "profile", "America/New_York", "Asia/Kolkata", "Pacific/Apia"))
LEVELS = {"tone": {"plain": 1.0, "warm": 2.0}, "pace": {"control": 1.0, "slow": 1.0, "fast": 0.5}}


def minutes(most: int) -> st.SearchStrategy[int]:
    """A length of time in seconds, from nothing to this."""
    return st.integers(0, most // MINUTE).map(lambda k: k * MINUTE) | st.integers(0, most)


def leaves() -> st.SearchStrategy[dict[str, Any]]:
    """Conditions of every kind."""
    within = st.sampled_from(("since_entry", "all_time")) | minutes(20 * DAY)
    count = {"op": COMPARISONS, "count": st.integers(0, 3), "within": within}
    return st.one_of(
        st.fixed_dictionaries({"channel": CHANNELS, "purpose": PURPOSES}, optional={
            "state": st.sampled_from(("subscribed", "unsubscribed", "never_subscribed"))}
        ).map(lambda asked: {"consent": asked}),
        profiles().map(lambda asked: {"profile": asked}),
        st.fixed_dictionaries({"type": st.sampled_from(HEARD), **count}).map(lambda a: {"event": a}),
        st.fixed_dictionaries({"type": st.sampled_from(KEYED), "key": st.just("cart_id"), **count})
        .map(lambda asked: {"event": asked}),
        st.fixed_dictionaries({
            "id": st.sampled_from(("regulars", "vip", "inactive", "sms_subscriber", "champions")),
            "member": st.booleans()}).map(lambda asked: {"segment": asked}),
        st.fixed_dictionaries({
            "node": st.sampled_from([f"n{k}" for k in range(6)]), "done": st.booleans(),
            "action": st.sampled_from(("sent", "delivered", "opened", "clicked", "replied")),
        }).map(lambda asked: {"engaged": asked}),
        st.fixed_dictionaries({"op": COMPARISONS, "value": st.sampled_from((0, 24.99, 40, 48))})
        .map(lambda asked: {"trigger": asked}),
        st.fixed_dictionaries({"op": COMPARISONS, "value": st.sampled_from((0.2, 0.37, 0.7))})
        .map(lambda asked: {"score": asked}),
        st.sampled_from((20, 50, 80)).map(lambda percent: {"sample": percent}),
    )  # fmt: skip


def profiles() -> st.SearchStrategy[dict[str, Any]]:
    """Attributes that stay, that change by themselves, and that updates write."""

    def asked(name: Any, op: Any, values: Any) -> st.SearchStrategy[dict[str, Any]]:
        return st.fixed_dictionaries(
            {
                "attribute": st.just(name) if isinstance(name, str) else name,
                "op": op,
                "value": values,
            }
        )

    same = st.sampled_from(("eq", "ne"))
    words = st.sampled_from(("gold", "silver", "bronze"))
    return st.one_of(
        asked("orders", COMPARISONS, st.integers(0, 4) | st.just(1.5)),
        asked("stage", COMPARISONS, STAGES),
        asked("days_since_order", st.sampled_from(("lt", "lte", "gt", "gte")), st.integers(0, 200)),
        asked("country", st.just("in"), st.just(("US", "FR"))),
        asked("first_name", st.just("starts_with"), st.sampled_from(("A", "M"))),
        asked("tier", same, words) | asked("tier", st.just("in"), st.just(("gold", "bronze"))),
        asked("points", COMPARISONS, st.sampled_from((0, 1, 2, 2.5, 131.069))),
        asked("tier", st.sampled_from(("contains", "starts_with")), st.sampled_from(("g", "old"))),
        asked("list:vip", same, st.booleans() | st.just(1)),
        asked(
            st.sampled_from(("tier", "points", "days_since_order")),
            st.sampled_from(("is_set", "not_set")),
            st.none(),
        ),
        asked("stage", st.just("in"), st.just(("purchase", "loyalty"))),
        asked("orders", st.just("in"), st.just((0, 2))),
    )


CONDITIONS = st.recursive(
    leaves(),
    lambda part: st.one_of(
        st.lists(part, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(part, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        part.map(lambda one: {"not": one}),
    ),
    max_leaves=4,
)
