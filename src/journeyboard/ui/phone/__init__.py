"""The phone: messages as the customer sees them, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from journeyboard.ui.phone.messages import (
    Mode,
    PhoneLink,
    PhoneMessage,
    PhoneNote,
    PhoneReply,
    PhoneStory,
    Skin,
)

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = [
    "Mode", "PhoneLink", "PhoneMessage", "PhoneNote", "PhoneReply", "PhoneStory", "Skin", "phone", "said",
]  # fmt: skip
MOST, LONGEST = 20, 1_600
"""Replies taken from one phone, and the characters of each: ten parts of a text."""


@cache
def _component() -> ComponentRenderer:
    """Registered when first drawn: only a running app knows where the bundle lies."""
    return st.components.v2.component(
        "journeyboard.phone", js="phone.js", css="phone.css", html='<div class="jb-phone"></div>'
    )


def phone(
    messages: Sequence[PhoneMessage],
    *,
    sender: str,
    skin: Skin = "ios",
    mode: Mode | None = None,
    story: PhoneStory | None = None,
    on_said: Callable[[], None] = lambda: None,
    key: str = "phone",
) -> None:
    """Draw a phone, 348 pixels wide, with these messages from `sender`; without a `mode` it has the app's.

    With a `story` it has a clock to move, shows only what has come by then, and takes replies: each
    one calls `on_said`, and `said` reads them.
    """
    data = {
        "sender": sender, "skin": skin, "mode": mode, "messages": list(messages), "story": story,
    }  # fmt: skip
    if story is None:
        _component()(key=key, data=data)
    else:
        _component()(key=key, data=data, on_said_change=on_said)


def said(key: str = "phone") -> tuple[str, list[PhoneReply]] | None:
    """What stands on the phone of that key: the id of its story, and every reply so far, by time.

    It came from a browser: what is no reply is left out, and too long a text is cut.
    """
    told = getattr(st.session_state.get(key), "said", None)
    if not isinstance(told, Mapping) or not isinstance(told.get("story"), str):
        return None
    listed = told.get("replies")
    found = [_reply(one) for one in listed[:MOST]] if isinstance(listed, list) else []
    return told["story"], sorted((one for one in found if one), key=lambda reply: reply["at"])


def _reply(told: Any) -> PhoneReply | None:
    at, text = (told.get(name) for name in ("at", "text")) if isinstance(told, Mapping) else (0, "")
    if type(at) is not int or not isinstance(text, str) or not text.strip():
        return None
    return PhoneReply(at=at, text=text.strip()[:LONGEST])
