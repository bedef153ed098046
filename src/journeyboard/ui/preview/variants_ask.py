"""What a copy test varies: headlines, offers with their words and codes, and waits."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journeyboard.journey.cells import (
    HEADLINE_FIELD,
    HEADLINE_HERE,
    MOST_LEVELS,
    OFFER_HERE,
    Grid,
    OfferLevel,
    own_pause,
)
from journeyboard.journey.content import Offer
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Message
from journeyboard.message.duration import format_duration, parse_duration
from journeyboard.ui.address import answered_many, asked_many
from journeyboard.ui.plain import plain
from journeyboard.ui.wording import money
from journeyboard.workflows.copy_tests import frame_of

HOUR = 3_600
WAITS = (0, 900, 1_800, HOUR, 2 * HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR, 48 * HOUR)
OFFERS: dict[str, Offer] = {
    "none": Offer(),
    "5-percent": Offer(kind="percent", value=5, code="TEST5"),
    "10-percent": Offer(kind="percent", value=10, code="TEST10"),
    "15-percent": Offer(kind="percent", value=15, code="TEST15"),
    "20-percent": Offer(kind="percent", value=20, code="TEST20"),
    "5-off": Offer(kind="amount", value=5, code="TEST5OFF"),
    "free-shipping": Offer(kind="free_shipping", code="TESTSHIP"),
}


def ask_levels(journey: Journey, node: Message, currency: str) -> Grid:
    """Draw the fields and return the grid they make, wise or not."""
    if node.by or node.variants:
        st.caption(
            "This message has variants or levels already; putting the test in replaces them."
        )
    headline, frame = frame_of(node)
    headlines = _ask_headlines(journey, node, headline)
    offers = _ask_offers(journey, node, currency)
    timings = _ask_timings(journey, node)
    around = _kept(
        f"frame:{journey.id}:{node.id}", frame, "The text around them", st.text_area,
        help=f"{HEADLINE_HERE} and {OFFER_HERE} say where they belong; everything else stays.",
    )  # fmt: skip
    _warn(node, around, offers)
    return Grid(node.id, around.strip(), headlines, offers, timings)


def _ask_headlines(journey: Journey, node: Message, headline: str) -> tuple[str, ...]:
    where = {"body": "the first words of the text"}.get(HEADLINE_FIELD[node.kind], f"the {HEADLINE_FIELD[node.kind]}")  # fmt: skip
    told = _kept(
        f"headlines:{journey.id}:{node.id}", headline, f"Headlines, one a line ({where})",
        st.text_area, placeholder="Your cart is saved.\nStill thinking it over?",
        help=f"Up to {MOST_LEVELS}; the first is what the others are compared with.",
    )  # fmt: skip
    return tuple(line.strip() for line in told.splitlines() if line.strip())


def _ask_offers(journey: Journey, node: Message, currency: str) -> tuple[OfferLevel, ...]:
    asked_many("offers", OFFERS, ["none"])
    chosen = st.pills(
        "Offers", list(OFFERS), format_func=lambda key: _offer_words(OFFERS[key], currency),
        selection_mode="multi", key="offers",
    )  # fmt: skip
    answered_many("offers", chosen)
    keys = [key for key in OFFERS if key in chosen] or ["none"]
    return tuple(_ask_offer(f"{journey.id}:{node.id}:{key}", OFFERS[key], currency) for key in keys)


def _ask_offer(key: str, offer: Offer, currency: str) -> OfferLevel:
    """An offer's words and code, to be changed; no offer needs neither."""
    if offer.kind == "none":
        return OfferLevel(offer)
    name = _offer_words(offer, currency)
    left, right = st.columns([3, 1])
    with left:
        usual = f"{name[0].upper()}{name[1:]} with code {{{{ code }}}}."
        words = _kept(f"words:{key}", usual, f"Words for {name}", st.text_input)
    with right:
        code = _kept(f"code:{key}", offer.code, "Code", st.text_input)
    return OfferLevel(offer.model_copy(update={"code": code.strip()}), words.strip())


def _offer_words(offer: Offer, currency: str) -> str:
    """The offer in a few words."""
    match offer.kind:
        case "none":
            return "none"
        case "percent":
            return f"{offer.value:g} % off"
        case "amount":
            return f"{money(offer.value, currency, 0)} off"
        case "free_shipping":
            return "free shipping"


def _ask_timings(journey: Journey, node: Message) -> tuple[int, ...]:
    """The waits, in seconds; at first only the one that is there."""
    pause = own_pause(journey, node.id)
    now = pause.for_ if pause else 0
    names = {
        format_duration(wait): "at once" if wait == 0 else format_duration(wait)
        for wait in sorted({*WAITS, now})
    }
    asked_many("waits", names, [format_duration(now)])
    where = "the pause before it" if pause else "counted from the step before it"
    chosen = st.pills(
        f"Timing ({where})", list(names), format_func=names.__getitem__, selection_mode="multi", key="waits"
    )  # fmt: skip
    answered_many("waits", chosen)
    return tuple(parse_duration(one) for one in names if one in chosen) or (now,)


def _warn(node: Message, frame: str, offers: tuple[OfferLevel, ...]) -> None:
    """Say what of the levels the text would not show."""
    if HEADLINE_FIELD[node.kind] == "body" and HEADLINE_HERE not in frame:
        st.warning(
            plain(f"{HEADLINE_HERE} stands nowhere in the text, so no headline shows; put it in."),
            icon=":material/warning:",
        )
    if OFFER_HERE not in frame and any(level.words for level in offers):
        st.warning(
            plain(f"{OFFER_HERE} stands nowhere in the text, so no offer is told; put it in."),
            icon=":material/warning:",
        )


def _kept(key: str, default: str, label: str, box: Any, **options: Any) -> str:
    """A field that keeps its words while other views are open."""
    told: str = box(label, st.session_state.get(f"kept:{key}", default), key=key, **options)
    st.session_state[f"kept:{key}"] = told
    return told
