"""The address bar: what a page shows stands in its link, and a link shows it again.

Streamlit's own binding drops a value that equals the default and writes labels instead of ids; the
defaults here move (the journey opened last), so a link must always say what it means.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import streamlit as st


def asked(key: str, options: Collection[str] | None = None, default: str | None = None) -> None:
    """Before the input `key` is drawn: give it the value the address, the session or the default names."""
    said = st.query_params.get(key)
    known = st.session_state.get(_seen(key))
    now = st.session_state.get(key)
    if said is not None and said != known and _fits(said, options):
        st.session_state[key] = said
    elif now is None or not _fits(now, options):
        st.session_state[key] = known if _fits(known, options) else default


def answered(key: str, value: Any) -> None:
    """After the input was drawn: the address says what it shows, nothing for nothing."""
    st.session_state[_seen(key)] = value
    if value in (None, ""):
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != str(value):
        st.query_params[key] = str(value)


def _seen(key: str) -> str:
    return f"{key}@"


def _fits(value: Any, options: Collection[str] | None) -> bool:
    return value is not None and (options is None or value in options)
