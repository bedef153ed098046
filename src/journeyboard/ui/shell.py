"""The shell around every page: the page list, the logo, the look, and the guard for deep links."""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from journeyboard.journey.samples import sample_folder
from journeyboard.ui.person import greeting
from journeyboard.ui.warm import warm

PAGES: tuple[tuple[str, str, str, str], ...] = (
    ("home", "Home", ":material/home:", "What is new, and where to start"),
    ("design", "Design", ":material/account_tree:", "Draw the journey and write its messages"),
    ("preview", "Preview", ":material/smartphone:", "See every message as one customer would"),
    ("consent", "Consent", ":material/how_to_reg:", "Plan how people join, choose and leave"),
    ("checks", "Checks", ":material/rule:", "See what is unwise or not allowed, and why"),
    ("simulate", "Simulate", ":material/flight_takeoff:", "Fly thousands of customers through it"),
    ("report", "Report", ":material/monitoring:", "Read what happened, and what was due to you"),
)
"""Every page of the menu: its file's name, title, icon and help; new ones go here, in the menu's order."""
HIDDEN: tuple[tuple[str, str, str], ...] = (("shared", "Shared journey", ":material/visibility:"),)
"""Pages that only a link leads to."""

_inside: ContextVar[bool] = ContextVar("inside_shell", default=False)


def root() -> Path:
    """The folder of app.py: the checkout, or the copy inside an installed package."""
    return sample_folder().parent


def path_of(page: str) -> Path:
    """A page's file, to switch or link to."""
    return root() / "pages" / f"{page}.py"


def run() -> None:
    """Draw the frame and the page the address asks for."""
    icon = str(root() / "static" / "favicon.png")
    st.set_page_config(page_title="Journeyboard", page_icon=icon, layout="wide")
    warm()
    st.logo(root() / "static" / f"logo-{mode()}.svg", size="large")
    st.html(Path(__file__).with_name("look.css"))
    # Popovers hang outside the element on which Streamlit says it.
    st.html(f"<style>:root {{ color-scheme: {mode()}; }}</style>")
    if script := greeting():
        with st.container(key="greeting"):
            st.html(script, unsafe_allow_javascript=True)
    page = st.navigation(_pages(), position="top")
    token = _inside.set(True)
    try:
        page.run()
    finally:
        _inside.reset(token)


def page() -> None:
    """First line of every page: a deep link on a fresh server runs the page without app.py."""
    if not _inside.get():
        run()
        st.stop()


def mode() -> str:
    """`light` or `dark`, as the browser shows the app."""
    return "dark" if st.context.theme.type == "dark" else "light"


def _pages() -> list[Page]:
    listed = [
        st.Page(path_of(name), title=title, icon=icon, help=words, default=name == "home")
        for name, title, icon, words in PAGES
    ]
    hidden = [
        st.Page(path_of(name), title=title, icon=icon, visibility="hidden")
        for name, title, icon in HIDDEN
    ]
    return [*listed, *hidden]
