"""How the phone looks and which variant it shows: skin, mode, one variant for all messages."""

from __future__ import annotations

from typing import Any, NamedTuple

import streamlit as st

from journeyboard.journey.graph import Journey
from journeyboard.journey.messages import MessageBase
from journeyboard.ui.address import answered, asked, refused
from journeyboard.ui.phone import Mode, Skin
from journeyboard.ui.plain import plain
from journeyboard.ui.preview.entry import AS_DICE_FALL

SKINS: dict[str, str] = {"ios": "iPhone", "android": "Android"}
MODES: dict[str, str] = {"app": "As the app", "light": "Light", "dark": "Dark"}


class Look(NamedTuple):
    """The phone's skin, and its mode where it is not the app's."""

    skin: Skin
    mode: Mode | None


def pick_look() -> Look:
    """The system of the phone and its mode, whatever mode the app is in."""
    with st.container(horizontal=True, horizontal_alignment="center", key="phone-look"):
        skin = _pick("skin", SKINS, "Phone")
        mode = _pick("mode", MODES, "Mode of the phone")
    return Look(skin, None if mode == "app" else mode)


def _pick(key: str, options: dict[str, str], label: str) -> Any:
    asked(key, options, next(iter(options)))
    chosen = st.segmented_control(
        label, list(options), format_func=options.__getitem__, required=True, key=key,
        label_visibility="collapsed", width="content",
    )  # fmt: skip
    answered(key, chosen)
    return chosen


def variants_of(journey: Journey) -> list[str]:
    """The names of all variants of all messages, each once, in the journey's order."""
    names = (
        variant.name
        for node in journey.nodes
        if isinstance(node, MessageBase)
        for variant in node.variants
    )
    return list(dict.fromkeys(names))


def pick_variant(journey: Journey) -> str | None:
    """The variant that every message having it is shown in; None leaves it to the dice."""
    names = variants_of(journey)
    if not names:
        return None
    options = [AS_DICE_FALL, *names]
    asked("variant", options, AS_DICE_FALL)
    chosen = st.selectbox("Variant", options, key="variant")
    answered("variant", chosen)
    if said := refused("variant"):
        st.warning(plain(f"No message has a variant “{said}”; {chosen} is shown."))
    return None if chosen == AS_DICE_FALL else chosen


def in_variant(journey: Journey, name: str | None) -> Journey:
    """The journey in which every message that has a variant of that name is sent in it alone."""
    if name is None:
        return journey
    return journey.model_copy(update={"nodes": tuple(_only(node, name) for node in journey.nodes)})


def _only(node: Any, name: str) -> Any:
    """The node with that variant alone; itself where it has none of that name."""
    kept = tuple(one for one in getattr(node, "variants", ()) if one.name == name)
    if not kept:
        return node
    return node.model_copy(update={"variants": (kept[0].model_copy(update={"weight": 1.0}),)})
