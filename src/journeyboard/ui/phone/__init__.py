"""The phone: messages as the customer sees them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

from journeyboard.ui.phone.messages import PhoneLink, PhoneMessage, Skin

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = ["PhoneLink", "PhoneMessage", "Skin", "phone"]


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
    selected: int | None = None,
    key: str = "phone",
) -> None:
    """Draw a phone, 320 pixels wide, with these messages from `sender`.

    The message number `selected` (from 0) is marked and scrolled into sight; without one, the last.
    """
    data = {"sender": sender, "skin": skin, "messages": list(messages), "selected": selected}
    _component()(key=key, data=data)
