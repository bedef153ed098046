"""The bar above the canvas: which journey, undo and redo, the file, and saving."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.journey.file import dumps
from journeyboard.journey.graph import Journey
from journeyboard.storage.journeys import delete_journey, find_journey, revisions
from journeyboard.ui import state
from journeyboard.ui.design import desk as desks
from journeyboard.ui.design.desk import Desk
from journeyboard.ui.pick import PICKED
from journeyboard.workflows.library import add_journey, import_journey, own_brand

SAVING = "saving"


def draw_bar(now: Desk) -> None:
    """Undo, redo, whether it is saved, and saving."""
    journey_id = now.revision.journey_id
    with st.container(horizontal=True, vertical_alignment="center", key="bar"):
        _step("Undo", "undo", "Alt+Z", bool(now.history.past or now.problem), _undo, journey_id)
        _step("Redo", "redo", "Alt+Y", bool(now.history.future), _redo, journey_id)
        if now.unsaved:
            st.badge(f"Draft kept · started from revision {now.revision.number}", color="orange")
        else:
            st.badge(f"Saved · revision {now.revision.number}", color="green")
        st.space("stretch")
        with st.popover(
            "Save",
            icon=":material/save:",
            type="primary",
            disabled=not now.unsaved,
            key=SAVING,
            on_change="rerun",
        ):
            _draw_save(now)


def _step(
    label: str, icon: str, shortcut: str, can: bool, do: Callable[[str], None], journey_id: str
) -> None:
    st.button(
        label,
        key=label,
        icon=f":material/{icon}:",
        shortcut=shortcut,
        disabled=not can,
        on_click=do,
        args=(journey_id,),
    )


def _undo(journey_id: str) -> None:
    state.let_go(journey_id)
    state.put(desks.stepped_back(state.desk(journey_id)))


def _redo(journey_id: str) -> None:
    state.let_go(journey_id)
    state.put(desks.stepped_forward(state.desk(journey_id)))


def _draw_save(now: Desk) -> None:
    journey_id = now.revision.journey_id
    message = st.text_input("What changed", key="why", placeholder="Shorter first text")
    st.button(
        "Save revision", key="save", type="primary", on_click=_save, args=(journey_id, message)
    )
    st.button("Throw the edit away", key="drop", on_click=_drop, args=(journey_id,))


def _save(journey_id: str, message: str) -> None:
    state.save(journey_id, message)
    st.session_state["why"] = ""
    st.session_state[SAVING] = False


def _drop(journey_id: str) -> None:
    state.forget(journey_id)
    st.session_state[SAVING] = False


def draw_file(now: Desk) -> None:
    """New, copy, in, out and away."""
    journey_id, journey = now.revision.journey_id, now.journey
    st.button("New journey", icon=":material/add:", key="new", on_click=_new, width="stretch")
    st.button(
        "Duplicate",
        icon=":material/content_copy:",
        key="copy",
        on_click=_copy,
        args=(now,),
        width="stretch",
    )
    st.download_button(
        "Export YAML",
        now.text,
        f"{journey_id}.journey.yaml",
        "application/yaml",
        icon=":material/download:",
        key="yaml-out",
        on_click="ignore",
        width="stretch",
    )
    st.download_button(
        "Export JSON",
        dumps(journey, "json"),
        f"{journey_id}.journey.json",
        "application/json",
        icon=":material/download:",
        key="json-out",
        on_click="ignore",
        width="stretch",
    )
    st.file_uploader("Open a file", ["yaml", "yml", "json"], key="file", on_change=_import)
    st.button(
        "Delete journey",
        icon=":material/delete:",
        key="delete",
        on_click=_delete,
        args=(journey_id,),
        width="stretch",
    )


def _new() -> None:
    brand = own_brand(state.store())
    plain = Journey(id="new_journey", name="New journey", brand=brand.id if brand else None)
    _show(add_journey(state.store(), plain, message="New").revision.journey_id)


def _copy(now: Desk) -> None:
    # Never the same text twice: the store would hand back the original.
    copy = now.journey.model_copy(update={"name": f"{now.journey.name} (copy)"})
    _show(add_journey(state.store(), copy, message="Copy").revision.journey_id)


def _import() -> None:
    file = st.session_state["file"]
    if file is None:
        return
    try:
        _show(import_journey(state.store(), file.getvalue(), file.name).revision.journey_id)
    except JourneyboardError as error:
        state.say(str(error), ":material/error:")


def _delete(journey_id: str) -> None:
    delete_journey(state.store(), journey_id)
    state.forget(journey_id)
    state.say("The journey is put away; its runs stay.", ":material/delete:")


def _show(journey_id: str) -> None:
    found = find_journey(state.store(), journey_id)
    st.session_state[PICKED] = journey_id
    st.session_state["file-box"] = False
    state.say(f"“{found.name if found else journey_id}” is open.", ":material/check_circle:")


def draw_revisions(now: Desk) -> None:
    """Every revision with its message; an older one can be taken up again."""
    journey_id = now.revision.journey_id
    for revision in revisions(state.store(), journey_id):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{revision.number}** · {revision.message or 'no message'}")
            st.caption(f"{revision.created_at:%d %b %Y, %H:%M} UTC", width="content")
            if revision.number != now.revision.number:
                st.button(
                    "Take up",
                    key=f"revision-{revision.number}",
                    type="tertiary",
                    on_click=_take_up,
                    args=(journey_id, revision.text),
                )


def _take_up(journey_id: str, text: str) -> None:
    state.let_go(journey_id)
    state.put(desks.typed(state.desk(journey_id), text))
