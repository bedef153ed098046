"""What the checker says about a brand's way of joining and leaving, whatever its journeys are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import ExitRule, Journey
from journeyboard.journey.nodes import Exit, Sms
from journeyboard.journey.opt_in import opt_in_of

if TYPE_CHECKING:
    from journeyboard.lint.rule import Finding

FAMILY = "compliance"
CART_OPT_IN = "JB223"
"""Stands at the text, but is mended where people join: by asking for YES."""


def opt_in_findings(brand: Brand) -> list[Finding]:
    """The findings of consent and compliance about the brand itself, the most serious first.

    They are those that stand at no step of a plain journey with one text of the brand, and the one
    about joining for cart reminders.
    """
    from journeyboard.lint.check import check

    found = check(_plain_journey(brand), brand)
    return [
        one
        for one in found
        if one.family == FAMILY and (one.node_id is None or one.code == CART_OPT_IN)
    ]


def _plain_journey(brand: Brand) -> Journey:
    """One marketing text; about a cart where the programme names cart reminders."""
    about_carts = "cart_reminders" in opt_in_of(brand).topics
    text = Sms(id="text", body=f"{brand.name}: {{{{ link }}}}", opt_out=True, next="end")
    return Journey.model_validate(
        {
            "id": "joining", "name": "Joining", "brand": brand.id,
            "jurisdictions": brand.jurisdictions,
            "entry": {
                "kind": "event",
                "event": "checkout.started" if about_carts else "consent.subscribed",
            },
            "entry_filter": {"consent": {"channel": "sms"}},
            "exit_rules": (ExitRule(event="order.placed", goal=True), ExitRule(event="consent.unsubscribed")),
            "start": "text",
            "nodes": (text, Exit(id="end")),
        }
    )  # fmt: skip
