"""A button that asks once more before it does what is hard to take back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st


def draw_sure(
    label: str, sure: str, key: str, do: Callable[..., None], *args: Any, icon: str | None = None
) -> None:
    """The button, and after the first click another one that says what will happen."""
    if not st.session_state.get(_asked(key)):
        st.button(label, key=key, icon=icon, on_click=_ask, args=(key,), width="stretch")
        return
    st.button(
        sure, key=f"{key}-sure", icon=icon, on_click=_do, args=(key, do, *args), width="stretch"
    )
    st.button("Not now", key=f"{key}-not", type="tertiary", on_click=unsure, args=(key,))


def unsure(key: str) -> None:
    """Ask again next time."""
    st.session_state.pop(_asked(key), None)


def _ask(key: str) -> None:
    st.session_state[_asked(key)] = True


def _do(key: str, do: Callable[..., None], *args: Any) -> None:
    unsure(key)
    do(*args)


def _asked(key: str) -> str:
    return f"sure:{key}"
