"""The brand in hand on the Consent page: chosen in the address, changed in this session, then kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from journeyboard.journey.brand import Brand
from journeyboard.journey.opt_in import opt_in_of
from journeyboard.ui import state
from journeyboard.ui.address import answered, asked
from journeyboard.ui.plain import plain
from journeyboard.workflows.brands import brand_named, brand_names, keep_brand

BRAND = "brand"
DRAFT = "brand-in-hand"


def pick_brand() -> Brand:
    """The brand the address or the list names, with what was changed about it in this session."""
    names = brand_names(state.store())
    asked(BRAND, names, "lumen" if "lumen" in names else next(iter(names)))
    chosen = st.selectbox(
        "Brand", list(names), format_func=names.__getitem__, key=BRAND, width=240,
        label_visibility="collapsed",
    )  # fmt: skip
    answered(BRAND, chosen)
    return in_hand(chosen)


def in_hand(brand_id: str) -> Brand:
    """The brand with this session's changes."""
    drafts: dict[str, Brand] = st.session_state.setdefault(DRAFT, {})
    return drafts.get(brand_id) or brand_named(state.store(), brand_id)


def changed(brand: Brand, fields: Mapping[str, Any]) -> Brand:
    """The brand with these fields changed, also for the next run of the page."""
    now = brand.model_copy(update=dict(fields))
    if now != brand:
        st.session_state.setdefault(DRAFT, {})[brand.id] = now
    return now


def programme_changed(brand: Brand, fields: Mapping[str, Any]) -> Brand:
    """As `changed`, for the way people join."""
    now = opt_in_of(brand).model_copy(update=dict(fields))
    return brand if now == opt_in_of(brand) else changed(brand, {"opt_in": now})


def draw_keeping(brand: Brand) -> None:
    """Say whether there is something to keep, and offer it."""
    kept = brand_named(state.store(), brand.id)
    if brand == kept:
        st.session_state.get(DRAFT, {}).pop(brand.id, None)
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="keeping"):
        st.markdown(f"**Changes to {plain(brand.name)} are not kept yet.**", width="stretch")
        st.button("Discard", icon=":material/undo:", on_click=_discard, args=(brand,))
        st.button("Keep", icon=":material/check:", type="primary", on_click=_keep, args=(brand,))


def _keep(brand: Brand) -> None:
    keep_brand(state.store(), brand)
    _forget(brand)
    state.say(f"{brand.name} is kept; every journey of the brand follows.", state.DONE)


def _discard(brand: Brand) -> None:
    _forget(brand)
    for key in [key for key in st.session_state if str(key).startswith(f"{brand.id}:")]:
        del st.session_state[key]


def _forget(brand: Brand) -> None:
    st.session_state.get(DRAFT, {}).pop(brand.id, None)
