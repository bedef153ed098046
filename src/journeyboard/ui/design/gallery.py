"""The gallery: a blank journey, the templates, the practice cases, and what was put away."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from journeyboard.journey.file import load
from journeyboard.journey.nodes import MessageBase, Note
from journeyboard.journey.samples import case_journeys, template_journeys
from journeyboard.journey.wording import CHANNEL_WORDS
from journeyboard.storage.journeys import list_journeys, restore_journey
from journeyboard.ui import state
from journeyboard.ui.design.picking import BOX, show_journey, turn_to
from journeyboard.ui.person import me
from journeyboard.ui.plain import plain
from journeyboard.ui.wording import ago, many
from journeyboard.workflows.starting import start_blank, start_from

LONGEST, ASKED = 150, "gallery"


DONE = "brought-back"


class Card(NamedTuple):
    """A template in the gallery."""

    name: str
    words: str
    channels: str
    steps: int


@lru_cache(maxsize=100)
def card_of(path: Path) -> Card:
    """What a bundled file's card says; the file is read once."""
    journey = load(path)
    sent = Counter(node.kind for node in journey.nodes if isinstance(node, MessageBase))
    channels = " · ".join(f"{count} {CHANNEL_WORDS[kind]}" for kind, count in sent.items())
    steps = sum(not isinstance(node, Note) for node in journey.nodes)
    return Card(journey.name, _short(journey.description), channels, steps)


def _short(words: str) -> str:
    text = " ".join(words.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def ask_gallery() -> None:
    """Open the gallery in the next run; the box it was asked for from would lie over it."""
    st.session_state[ASKED] = True
    st.session_state[BOX] = False


def draw_asked_gallery() -> None:
    """The gallery, when it was asked for; it stays open by itself."""
    if st.session_state.pop(ASKED, False):
        draw_gallery()


@st.dialog("New journey", width="large", icon=":material/add:")
def draw_gallery() -> None:
    """Choose what to begin with; the choice is opened at once."""
    if st.session_state.pop(DONE, False):
        st.rerun()  # what was brought back is no longer listed, so its button cannot close the box
    st.caption("Everything can be changed afterwards, and nothing here is changed by it.")
    if st.button("Blank journey", key="blank", icon=":material/draft:", on_click=_blank):
        st.rerun()
    _draw_shelf("Templates", template_journeys())
    _draw_shelf("Practice cases", case_journeys())
    _draw_put_away()


def _draw_shelf(title: str, files: dict[str, Path]) -> None:
    st.subheader(title, anchor=False)
    with st.grid(3, min_column_width=200, border=True):
        for name, path in files.items():
            with st.container(key=f"template-{name}", gap="xsmall"):
                _draw_card(name, path)


def _draw_card(name: str, path: Path) -> None:
    card = card_of(path)
    st.markdown(f"**{plain(card.name)}**")
    st.caption(plain(f"{card.channels} · {many(card.steps, 'step')}"))
    st.caption(plain(card.words))
    label, icon = f"Use {card.name}", ":material/arrow_forward:"
    if st.button(
        plain(label), key=f"use-{name}", icon=icon, type="tertiary", on_click=_use, args=(path,)
    ):
        st.rerun()


def _draw_put_away() -> None:
    gone = list_journeys(state.store(), deleted=True)
    if not gone:
        return
    st.subheader("Put away", anchor=False)
    for journey in gone:
        with st.container(horizontal=True, vertical_alignment="center"):
            when = f", {ago(journey.deleted_at)}" if journey.deleted_at else ""
            st.markdown(plain(f"{journey.name}{when}"))
            st.button(
                "Bring back", key=f"back-{journey.id}", on_click=_bring_back, args=(journey.id,)
            )


def _blank() -> None:
    show_journey(start_blank(state.store(), author=me().name))


def _use(path: Path) -> None:
    show_journey(start_from(state.store(), path, author=me().name))


def _bring_back(journey_id: str) -> None:
    restore_journey(state.store(), journey_id)
    turn_to(journey_id)
    st.session_state[DONE] = True
