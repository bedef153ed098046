"""The rules of offers: what is given, to whom, in which order, and whether the text tells the truth; JB400 to JB414."""

from __future__ import annotations

from journeyboard.lint.offers_steps import (
    discount_first,
    for_everyone,
    given_anyway,
    last_again,
    no_end,
    out_of_order,
    rising,
)
from journeyboard.lint.offers_texts import (
    code_not_named,
    empty_offer,
    no_code,
    no_terms,
    offer_in_service,
    over_margin,
    shared_code,
    text_differs,
)
from journeyboard.lint.rule import Rule, Source

_PRACTICE = Source(
    "Practice cases of Journeyboard: value escalation and economics", "2026", "general"
)
_SERVICE = Source(
    "dpnetwork.org.uk on ICO guidance: promotion makes a service message marketing", "", "secondary"
)

OFFERS: tuple[Rule, ...] = (
    Rule("JB400", "offers.out-of-order", "warning", out_of_order, _PRACTICE),
    Rule("JB401", "offers.discount-first", "warning", discount_first, _PRACTICE),
    Rule("JB402", "offers.rising", "warning", rising, _PRACTICE),
    Rule("JB403", "offers.given-anyway", "warning", given_anyway, _PRACTICE),
    Rule("JB404", "offers.no-end", "warning", no_end, _PRACTICE),
    Rule("JB405", "offers.last-again", "warning", last_again, _PRACTICE),
    Rule("JB406", "offers.no-terms", "info", no_terms, _PRACTICE),
    Rule("JB407", "offers.no-code", "warning", no_code, _PRACTICE),
    Rule("JB408", "offers.shared-code", "info", shared_code, _PRACTICE),
    Rule("JB409", "offers.over-margin", "warning", over_margin, _PRACTICE),
    Rule("JB410", "offers.empty-offer", "warning", empty_offer),
    Rule("JB411", "offers.code-not-named", "warning", code_not_named, _PRACTICE),
    Rule("JB412", "offers.text-differs", "warning", text_differs, _PRACTICE),
    Rule("JB413", "offers.offer-in-service", "error", offer_in_service, _SERVICE),
    Rule("JB414", "offers.for-everyone", "info", for_everyone, _PRACTICE),
)
"""In the order the screen shows them."""
