"""The panel beside the canvas: the form of the selected step, or of the journey when none is."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journeyboard.journey.edits import (
    AddNode,
    Connect,
    Disconnect,
    RemoveNode,
    RenameNode,
    SetField,
)
from journeyboard.journey.form import KINDS
from journeyboard.journey.graph import START, Journey
from journeyboard.journey.nodes import Node, Port, Sms, Unsupported
from journeyboard.message.sms import sms
from journeyboard.ui import state
from journeyboard.ui.design.fields import Group, groups_of
from journeyboard.ui.design.inputs import Data, draw_field
from journeyboard.ui.design.items import NODE_ITEMS, Items
from journeyboard.ui.design.settings import JOURNEY_GROUPS
from journeyboard.ui.wording import many

OUT = ""


def draw_panel(journey_id: str, journey: Journey, selected: str | None) -> None:
    """The form for what is selected."""
    node = next((node for node in journey.nodes if node.id == selected), None)
    if node is None:
        _draw_journey(journey_id, journey)
    else:
        _draw_node(journey_id, journey, node)


def _draw_journey(journey_id: str, journey: Journey) -> None:
    st.markdown("**The journey itself**")
    st.caption("Select a step on the canvas to edit it; here are the settings of the whole.")
    data = journey.model_dump(mode="json", by_alias=True, exclude={"nodes"})
    for group in JOURNEY_GROUPS:
        _draw_group(journey_id, None, data, group)
    with st.expander("Where it starts"):
        _draw_wire(journey_id, journey, START, Port("start", "First step", journey.start))


def _draw_node(journey_id: str, journey: Journey, node: Node) -> None:
    st.markdown(f"**{node.label}** :gray[`{node.id}`]")
    data = node.model_dump(mode="json", by_alias=True)
    first, *others = groups_of(node.kind)
    _draw_group(journey_id, node.id, data, first)
    if node.kind in NODE_ITEMS:
        _draw_items(journey_id, node.id, data, NODE_ITEMS[node.kind])
    if isinstance(node, Sms) and node.body:
        _draw_parts(node)
    if isinstance(node, Unsupported):
        st.json(node.source, expanded=1)
    for group in others:
        _draw_group(journey_id, node.id, data, group)
    _draw_ways_out(journey_id, journey, node)
    _draw_step_tools(journey_id, node)


def _draw_parts(node: Sms) -> None:
    counted = sms(node.body, node.smart_encoding)
    words = (
        f"As written: {many(counted.parts, 'part')} · {counted.encoding} · {counted.units} units"
    )
    culprits = " ".join(dict.fromkeys(one.character for one in counted.unicode_characters))
    st.caption(f"{words} · not in GSM-7: {culprits}" if culprits else words)


def _draw_group(journey_id: str, node: str | None, data: Data, group: Group) -> None:
    if group.open:
        for field in group.fields:
            draw_field(journey_id, node, data, field)
        return
    with st.expander(group.title):
        for field in group.fields:
            draw_field(journey_id, node, data, field)


def _draw_items(journey_id: str, node: str, data: Data, items: Items) -> None:
    listed = data.get(items.path) or []
    for index, item in enumerate(listed):
        at = f"{items.path}.{index}"
        with st.expander(f"{items.one}: {item['name']}"):
            for field in items.fields:
                draw_field(journey_id, node, data, field, at)
            _button(
                f"Remove {item['name']}", SetField(node=node, path=at), journey_id, f"{node}:{at}-"
            )
    new = {**items.blank, "name": _free_name(items.one, listed)}
    grow = SetField(node=node, path=f"{items.path}.{len(listed)}", value=new)
    _button(f"Add {items.one.lower()}", grow, journey_id, f"{node}:{items.path}+", ":material/add:")


def _free_name(one: str, listed: list[Any]) -> str:
    taken = {item["name"] for item in listed}
    return next(name for n in range(1, 99) if (name := f"{one} {n + len(listed)}") not in taken)


def _button(label: str, edit: Any, journey_id: str, key: str, icon: str | None = None) -> None:
    st.button(
        label,
        key=f"do:{journey_id}:{key}",
        icon=icon,
        type="tertiary",
        on_click=state.edit,
        args=(journey_id, edit),
    )


def _draw_ways_out(journey_id: str, journey: Journey, node: Node) -> None:
    if not node.ports:
        return
    with st.expander("Where it leads"):
        for port in node.ports:
            _draw_wire(journey_id, journey, node.id, port)
            if not port.target:
                _draw_growing(journey_id, node.id, port)


def _draw_wire(journey_id: str, journey: Journey, source: str, port: Port) -> None:
    key = f"wire:{journey_id}:{source}:{port.name}"
    titles = {node.id: node.title or node.label for node in journey.nodes if node.id != source}
    st.session_state[key] = port.target or OUT
    st.selectbox(
        port.label or "Next step",
        [OUT, *titles],
        format_func=lambda target: titles.get(target, "out of the journey"),
        key=key,
        on_change=_rewire,
        args=(journey_id, source, port.name, key),
    )


def _rewire(journey_id: str, source: str, port: str, key: str) -> None:
    target = st.session_state[key]
    edit = Connect(source=source, port=port, target=target) if target else None
    state.edit(journey_id, edit or Disconnect(source=source, port=port))


def _draw_growing(journey_id: str, source: str, port: Port) -> None:
    key = f"grow:{journey_id}:{source}:{port.name}"
    st.menu_button(
        "Add a step here",
        [kind for kind in KINDS if kind not in ("unsupported", "note")],
        format_func=lambda kind: KINDS[kind].label,
        icon=":material/add:",
        type="tertiary",
        key=key,
        on_click=_grow,
        args=(journey_id, source, port.name, key),
    )


def _grow(journey_id: str, source: str, port: str, key: str) -> None:
    kind = st.session_state[key]
    taken = {node.id for node in state.desk(journey_id).journey.nodes}
    name = next(name for n in range(1, 999) if (name := f"{kind}_{n}") not in taken)
    node: Any = KINDS[kind](id=name)
    state.edit(journey_id, AddNode(node=node, source=source, port=port))


def _draw_step_tools(journey_id: str, node: Node) -> None:
    with st.expander("Id and removal"):
        key = f"id:{journey_id}:{node.id}"
        st.text_input("Id", node.id, key=key, on_change=_rename, args=(journey_id, node.id, key))
        remove = RemoveNode(id=node.id)
        _button("Remove this step", remove, journey_id, f"{node.id}!", ":material/delete:")


def _rename(journey_id: str, old: str, key: str) -> None:
    new = st.session_state[key].strip()
    try:
        edit = RenameNode(id=old, new_id=new)
    except ValueError:
        state.say("An id holds letters, digits, _ and -, at most 64.", ":material/error:")
        return
    state.edit(journey_id, edit)
