"""Who is at the browser: an id that the canvas makes once, and a name that it asks for once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any
from urllib.parse import unquote

import streamlit as st

BROWSER, NAME = "journeyboard_browser", "journeyboard_name"
"""The cookies that the canvas sets."""
YEAR = 31_536_000
"""Seconds that the browser keeps them."""
LONGEST = 60
_TOLD = "person"
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class Person:
    """A browser and the person at it; both may be unknown, and neither is a proof of anything."""

    browser: str = ""
    name: str = ""


def me() -> Person:
    """What this session was told, else what the cookies say."""
    told: Person | None = st.session_state.get(_TOLD)
    return told or person_from(_cookie(BROWSER), _cookie(NAME))


def introduce(said: Any) -> Person:
    """Take what a canvas says of its browser; what is missing or unfit changes nothing."""
    known = me()
    told = (
        person_from(said.get("browser"), said.get("name")) if isinstance(said, Mapping) else known
    )
    now = Person(told.browser or known.browser, told.name or known.name)
    st.session_state[_TOLD] = now
    return now


def greeting() -> str:
    """A script that gives a browser without an id one, as a canvas would; empty where there is one.

    This session knows it at once, so that unsaved edits are nobody else's on whatever page they begin.
    A cookie that a canvas has set meanwhile stays.
    """
    if _cookie(BROWSER) or not st.context.headers.get("User-Agent"):
        return ""
    if not me().browser:
        introduce({"browser": token_urlsafe(12)})
    return (
        f"<script>document.cookie.includes('{BROWSER}=') || (document.cookie ="
        f" '{BROWSER}={me().browser}; path=/; max-age={YEAR}; SameSite=Lax')</script>"
    )


def person_from(browser: Any, name: Any) -> Person:
    """The person, as far as these are an id and a name.

    >>> person_from("b1", "  Ana   Lima ")
    Person(browser='b1', name='Ana Lima')
    """
    known = isinstance(browser, str) and _ID.fullmatch(browser)
    return Person(browser if known else "", _name(name))


def _name(name: Any) -> str:
    words = " ".join(name.split()) if isinstance(name, str) else ""
    return "".join(sign for sign in words if sign.isprintable())[:LONGEST].strip()


def _cookie(name: str) -> str:
    return unquote(st.context.cookies.get(name, ""))
