"""The copy of every message: its length, cost, reading level and gaps."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import streamlit as st

from journeyboard.errors import JourneyboardError, TemplateError
from journeyboard.journey.graph import Journey
from journeyboard.journey.messages import MessageBase
from journeyboard.journey.nodes import Message
from journeyboard.journey.wording import CHANNEL_WORDS
from journeyboard.simulation.settings import channel_of
from journeyboard.ui import state
from journeyboard.ui.address import answered, asked, refused
from journeyboard.ui.checks.mending import undoable
from journeyboard.ui.design.saving import draw_saving
from journeyboard.ui.parts import empty, go
from journeyboard.ui.plain import plain
from journeyboard.ui.preview import who
from journeyboard.ui.preview.copy_about import draw_about
from journeyboard.ui.preview.copy_cost import draw_cost
from journeyboard.ui.preview.copy_desk import Chosen, readers, take_back
from journeyboard.ui.preview.copy_text import draw_text
from journeyboard.ui.preview.copy_values import draw_values
from journeyboard.ui.preview.copy_versions import draw_versions
from journeyboard.ui.preview.views import Shown
from journeyboard.workflows.copy import Version, versions


def draw(shown: Shown) -> None:
    """Draw one message's copy: text, job, cost, pieces, link, values, and its versions side by side."""
    st.html(Path(__file__).with_name("copy.css"))
    if not any(isinstance(node, MessageBase) for node in shown.journey.nodes):
        with empty(
            "text_fields", "No message yet", "Put an SMS, e-mail or push on the board first."
        ):
            go("design", "Open Design", ":material/account_tree:", "copy-design", primary=True)
        return
    try:
        chosen = _choose(shown)
    except JourneyboardError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        draw_text(chosen)
        _unless_faulty(draw_values, chosen)
    with right:
        draw_about(chosen)
    if chosen.written or not chosen.version.is_text:
        _unless_faulty(draw_cost, chosen)
    _unless_faulty(draw_versions, chosen)


def _unless_faulty(section: Callable[[Chosen], None], chosen: Chosen) -> None:
    """Draw the section; nothing of it for a text that cannot be filled, which is said once above."""
    with suppress(TemplateError):
        section(chosen)


def _choose(shown: Shown) -> Chosen:
    journey, brand = shown
    people = who.people_of(brand.id, brand)
    with st.container(horizontal=True, vertical_alignment="bottom", key="copy-bar"):
        node = pick_message(journey)
        found = versions(journey, node)
        version = _pick_version(found)
        if undoable(journey.id):
            st.button("Undo", icon=":material/undo:", key="undo-copy", on_click=take_back, args=(journey.id,))  # fmt: skip
        draw_saving(state.desk(journey.id))
    crowd = readers(brand.id, brand, people)
    asked("reader", crowd, next(iter(crowd)))
    reader = st.pills("As it reads for", list(crowd), key="reader", required=True)
    answered("reader", reader)
    kept = who.as_kept(people, brand)
    return Chosen(journey, brand, node, found, version, kept, crowd[reader or next(iter(crowd))])


def pick_message(journey: Journey) -> Message:
    """The message the address or the list names; at first the first text."""
    nodes = {node.id: node for node in journey.nodes if isinstance(node, Message)}
    first = next((key for key, node in nodes.items() if node.kind == "sms"), next(iter(nodes)))
    asked("message", nodes, first)
    chosen: str = st.selectbox(
        "Message", list(nodes), format_func=lambda key: _named(nodes[key]), key="message"
    )
    answered("message", chosen)
    if said := refused("message"):
        st.warning(plain(f"There is no message “{said}”; another one is shown."))
    return nodes[chosen]


def _named(node: Message) -> str:
    return f"{node.title or node.id} · {CHANNEL_WORDS.get(channel_of(node), channel_of(node))}"


def _pick_version(found: tuple[Version, ...]) -> Version:
    names = [version.name for version in found]
    if len(names) == 1:
        return found[0]
    asked("version", names, names[0])
    chosen = st.selectbox("Version", names, key="version")
    answered("version", chosen)
    return found[names.index(chosen)]
