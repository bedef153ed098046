"""The inputs of the form: each shows one field of the file and turns what is typed into an edit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.journey.edits import SetField
from journeyboard.lint.texts import FIELDS, mistake
from journeyboard.ui import state
from journeyboard.ui.design import desk as desks
from journeyboard.ui.design.fields import Field
from journeyboard.ui.design.snippet import snippet_of, value_of

Data = dict[str, Any]
NONE = "not set"


def value_at(data: Any, path: str) -> Any:
    """What a dotted path leads to in plain data; None where it leads nowhere."""
    for key in path.split("."):
        if isinstance(data, list):
            data = data[int(key)] if key.isdigit() and int(key) < len(data) else None
        else:
            data = data.get(key) if isinstance(data, dict) else None
    return data


def draw_field(journey_id: str, node: str | None, data: Data, field: Field, at: str = "") -> None:
    """One input for a field of a node (or of the journey); `at` is the list item it belongs to."""
    path = f"{at}.{field.path}" if at else field.path
    key = f"field:{journey_id}:{node}:{path}"
    trouble = st.session_state.get(state.refused(journey_id, key))
    shown = trouble[0] if trouble else _shown(field, value_at(data, path))
    st.session_state[key] = shown
    words = {"label": field.label, "key": key, "help": field.help or None}
    _WIDGETS[field.widget](
        field, {**words, "on_change": _take, "args": (journey_id, node, path, field)}
    )
    if trouble:
        _say(trouble[1])
    elif field.path.rpartition(".")[2] in FIELDS and (wrong := mistake(str(shown))):
        _say(f"cannot be rendered: {wrong}")


def _say(trouble: str) -> None:
    # What was typed may hold signs that Markdown would swallow.
    told = "".join(f"\\{sign}" if sign in "[]*_`$<>\\" else sign for sign in trouble)
    st.caption(f":red[:material/error: {told}]")


def _take(journey_id: str, node: str | None, path: str, field: Field) -> None:
    key = f"field:{journey_id}:{node}:{path}"
    typed = st.session_state[key]
    try:
        edit = SetField(node=node, path=_whole(path, typed), value=_meant(field, typed))
        state.put(desks.edited(state.desk(journey_id), edit))
    except JourneyboardError as error:
        st.session_state[state.refused(journey_id, key)] = (typed, str(error))
    else:
        st.session_state.pop(state.refused(journey_id, key), None)


def _whole(path: str, typed: Any) -> str:
    """No offer and no fallback: the whole part goes, not only its kind."""
    whole, _, last = path.rpartition(".")
    return whole if last in ("kind", "channel") and typed == "" else path


def _shown(field: Field, value: Any) -> Any:
    match field.widget:
        case "data":
            return snippet_of(value)
        case "names":
            return ", ".join(value or ())
        case "many":
            return list(value or ())
        case "flag":
            return bool(value)
        case "date":
            return date.fromisoformat(value) if value else None
        case "number":
            return None if value is None else float(value)
        case _:
            return value or ""


def _meant(field: Field, typed: Any) -> Any:
    match field.widget:
        case "data":
            return value_of(typed)
        case "names":
            return [name.strip() for name in typed.split(",") if name.strip()]
        case "date":
            return typed.isoformat() if typed else None
        case "number":
            return int(typed) if typed is not None and float(typed).is_integer() else typed
        case "line" | "duration" | "choice":
            return typed or None
    return typed


def _line(field: Field, words: Data) -> None:
    st.text_input(**words, placeholder=field.example or None)


def _duration(_field: Field, words: Data) -> None:
    st.text_input(**words, placeholder="1 hour, 2 days 12 hours")


def _text(_field: Field, words: Data) -> None:
    st.text_area(**words, height=110)


def _data(field: Field, words: Data) -> None:
    st.text_area(**words, height=110, placeholder=field.example or None)


def _choice(field: Field, words: Data) -> None:
    shown = st.session_state[words["key"]]
    options = field.options if shown in field.options else (shown, *field.options)
    st.selectbox(**words, options=options, format_func=spoken)


def spoken(option: str) -> str:
    """A value of the file as people say it."""
    return option.replace("_", " ").replace(".", " ") if option else NONE


def _number(field: Field, words: Data) -> None:
    high = None if field.high is None else float(field.high)
    step = 0.05 if field.high is not None and field.high <= 1 else 1.0
    st.number_input(**words, min_value=float(field.low), max_value=high, step=step, format="%g")


def _flag(_field: Field, words: Data) -> None:
    st.toggle(**words)


def _date(_field: Field, words: Data) -> None:
    st.date_input(**words, format="YYYY-MM-DD")


def _many(field: Field, words: Data) -> None:
    st.pills(
        **words, options=field.options, selection_mode="multi", format_func=lambda day: day[:3]
    )


_WIDGETS: dict[str, Callable[[Field, Data], None]] = {
    "line": _line,
    "text": _text,
    "message": _text,
    "duration": _duration,
    "choice": _choice,
    "number": _number,
    "flag": _flag,
    "date": _date,
    "data": _data,
    "names": _line,
    "many": _many,
}
