"""The address bar: what a page shows stands in its link, and a link shows it again.

Streamlit's own binding drops a value that equals the default and writes labels instead of ids; the
defaults here move (the journey opened last), so a link must always say what it means.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from time import monotonic
from typing import Any

import streamlit as st

PATIENCE = 5.0
"""Seconds in which messages may still arrive that the browser sent before it learned its new address."""


def asked(key: str, options: Collection[str] | None = None, default: str | None = None) -> None:
    """Before the input `key` is drawn: give it the value the address, the session or the default names."""
    known = st.session_state.get(_seen(key))
    said = _said(key, known)
    now = st.session_state.get(key)
    st.session_state.setdefault(_refused(key), None)
    if said is None or (said != known and _fits(said, options)):
        st.session_state[_refused(key)] = None
    if said is not None and said != known and _fits(said, options):
        st.session_state[key] = said
        return
    if said not in (None, "", known):
        refuse(key, str(said))
    if now is None or not _fits(now, options):
        st.session_state[key] = known if _fits(known, options) else default


def answered(key: str, value: Any) -> None:
    """After the input was drawn: the address says what it shows, nothing for nothing."""
    known = st.session_state.get(_seen(key))
    if known not in (None, value):
        st.session_state[_refused(key)] = None
        st.session_state[_left(key)] = known, monotonic()
    st.session_state[_seen(key)] = value
    if value in (None, ""):
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != str(value):
        st.query_params[key] = str(value)


def _said(key: str, known: Any) -> Any:
    """What the address says; the address that was left just now is a late message, no wish."""
    said = st.query_params.get(key)
    left, since = st.session_state.get(_left(key), (None, 0.0))
    return known if said == left is not None and monotonic() - since < PATIENCE else said


def refuse(key: str, said: str) -> None:
    """Remember what the address asked for in vain, until something else is chosen."""
    st.session_state[_refused(key)] = said


def refused(key: str) -> str | None:
    """What the address asked for in vain; None when it was heeded."""
    said: str | None = st.session_state.get(_refused(key))
    return said


def asked_many(key: str, options: Collection[str], default: Sequence[str]) -> None:
    """As `asked`, for an input of several values: ids with commas between them in the address."""
    said = st.query_params.get(key)
    known: list[str] | None = st.session_state.get(_seen(key))
    now: list[str] | None = st.session_state.get(key)
    if said is not None and said != ",".join(known or ()):
        now = said.split(",")
    elif now is None:
        now = list(default) if known is None else known
    st.session_state[key] = [one for one in now if one in options]


def answered_many(key: str, values: Sequence[str]) -> None:
    """As `answered`, for an input of several values."""
    answered(key, ",".join(values))
    st.session_state[_seen(key)] = list(values)


def _refused(key: str) -> str:
    return f"{key}?"


def _left(key: str) -> str:
    return f"{key}<"


def _seen(key: str) -> str:
    return f"{key}@"


def _fits(value: Any, options: Collection[str] | None) -> bool:
    return value is not None and (options is None or value in options)
