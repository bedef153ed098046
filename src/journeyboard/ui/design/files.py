"""The File box: new journeys, copies, other names, files in and out, and putting a journey away."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journeyboard.errors import JourneyboardError, StaleRevision
from journeyboard.journey.file import dumps
from journeyboard.journey.mermaid import mermaid
from journeyboard.storage.journeys import delete_journey, find_journey, restore_journey
from journeyboard.ui import state
from journeyboard.ui.design import desk as desks
from journeyboard.ui.design.desk import Desk
from journeyboard.ui.design.gallery import ask_gallery
from journeyboard.ui.design.hearing import catch_up
from journeyboard.ui.design.picking import BOX, show_journey, turn_to
from journeyboard.ui.person import me
from journeyboard.ui.plain import plain
from journeyboard.workflows.library import Opened, import_journey, save_edited
from journeyboard.workflows.starting import start_copy

NAME, FILE, TAKEN, PUT_AWAY = "new-name", "file", "taken-file", "put-away"


def draw_files(now: Desk) -> None:
    """The box with everything that is about the journey as a file."""
    box = st.popover("File", icon=":material/folder_open:", key=BOX, on_change="rerun")
    if box.open:
        with box:
            _draw_box(now)


def _draw_box(now: Desk) -> None:
    journey_id = now.revision.journey_id
    draw_new()
    _button("Duplicate", "content_copy", "copy", _copy, journey_id)
    with st.expander("Rename", icon=":material/edit:"):
        st.text_input("Name", now.journey.name, key=NAME, max_chars=200)
        _button("Rename", "check", "rename", _rename, journey_id)
    with st.expander("Export", icon=":material/download:"):
        _draw_exports(now)
    st.file_uploader("Open a file", ["yaml", "yml", "json"], key=FILE, on_change=_import)
    _button("Delete journey", "delete", "delete", _delete, journey_id)


def draw_new() -> None:
    """The button that opens the gallery."""
    st.button("New …", icon=":material/add:", key="new", width="stretch", on_click=ask_gallery)


def _button(label: str, icon: str, key: str, do: Any, journey_id: str) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        key=key,
        on_click=do,
        args=(journey_id,),
        width="stretch",
    )


def _draw_exports(now: Desk) -> None:
    journey_id, journey = now.revision.journey_id, now.journey
    forms = {
        "YAML": (lambda: now.text, "yaml", "application/yaml"),
        "JSON": (lambda: dumps(journey, "json"), "json", "application/json"),
        "Mermaid": (lambda: mermaid(journey), "mmd", "text/plain"),
    }
    for name, (written, suffix, mime) in forms.items():
        st.download_button(
            f"Export {name}",
            written,  # written when it is clicked, not for every edit
            f"{journey_id}.{'mmd' if suffix == 'mmd' else f'journey.{suffix}'}",
            mime,
            key=f"{suffix}-out",
            on_click="ignore",
            width="stretch",
        )


def _copy(journey_id: str) -> None:
    catch_up(journey_id)
    now = state.desk(journey_id)
    text = now.revision.text if now.problem else now.text
    show_journey(start_copy(state.store(), now.journey, text, author=me().name))


def _rename(journey_id: str) -> None:
    """The name changes at once, as a revision of its own; the edit in hand goes on from there."""
    catch_up(journey_id)
    name = " ".join(st.session_state[NAME].split())
    now = state.desk(journey_id)
    if not name or name == now.journey.name:
        state.say("Write another name first.")
        return
    kept, message = Opened(now.stored, now.revision), f"Renamed to “{name}”"
    named = now.stored.model_copy(update={"name": name})
    try:
        opened = save_edited(state.store(), kept, named, author=me().name, message=message)
    except StaleRevision:
        st.session_state[state.stale_key(journey_id)] = None
        return
    journey = now.journey.model_copy(update={"name": name})
    state.put(desks.moved_on(desks.with_journey(now, journey), opened))
    turn_to(journey_id)  # the list of journeys shows its choice by name


def _import() -> None:
    file = st.session_state[FILE]
    # A late message of the closed box would open the same file once more.
    if file is None or file.file_id == st.session_state.get(TAKEN):
        return
    st.session_state[TAKEN] = file.file_id
    try:
        show_journey(import_journey(state.store(), file.getvalue(), file.name, author=me().name))
    except JourneyboardError as error:
        state.say(str(error), state.ERROR)


def _delete(journey_id: str) -> None:
    catch_up(journey_id)
    delete_journey(state.store(), journey_id)
    state.forget(journey_id)
    st.session_state[PUT_AWAY] = journey_id
    turn_to(None)


def draw_put_away() -> None:
    """What was deleted last, and the way back."""
    journey_id = st.session_state.get(PUT_AWAY)
    gone = find_journey(state.store(), journey_id) if journey_id else None
    if gone is None:
        return
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key="put-away-box"
    ):
        words = f":material/delete: “{plain(gone.name)}” is put away; its runs stay."
        st.markdown(words, width="content")
        st.button(
            "Undo", icon=":material/undo:", key="undelete", type="tertiary", on_click=_undelete
        )
        st.button("Close", icon=":material/close:", key="deleted", type="tertiary", on_click=_seen)


def _undelete() -> None:
    journey_id = st.session_state.pop(PUT_AWAY)
    restore_journey(state.store(), journey_id)
    turn_to(journey_id)


def _seen() -> None:
    st.session_state.pop(PUT_AWAY, None)
