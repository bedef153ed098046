"""Sign-up: the programme in fields, the form and the conversation it makes, its checks and its record."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from journeyboard.journey.brand import Brand
from journeyboard.journey.opt_in import (
    PROOF,
    TOPICS,
    ConsentRecord,
    confirm_of,
    consent_record,
    disclosure_of,
    opt_in_of,
    welcome_of,
)
from journeyboard.ui.consent.desk import programme_changed
from journeyboard.ui.consent.form import draw_conversation, draw_form
from journeyboard.ui.consent.said import draw_findings
from journeyboard.ui.parts import card
from journeyboard.ui.tables import Cell, Column, table

BOXES = {"none": "No box", "unticked": "A box to tick", "ticked": "Ticked before"}
PROOF_WORDS = {
    "time": "time", "source": "source", "wording": "wording", "method": "method",
    "ip_or_number": "IP or number",
}  # fmt: skip


class Way(NamedTuple):
    """A way onto the list: its steps before a double opt-in, and what its record says."""

    steps: tuple[str, ...]
    source: str
    method: str
    ip_or_number: str


WAY, FORM = "joining-seen", "On the website"
WAYS = {
    FORM: Way(("Sees the form", "Leaves a number"), "form in the footer", "form", "192.0.2.17"),
    "By keyword": Way(
        ("Sees the keyword", "Texts it"), "keyword on the package", "keyword", "+1 555 0142"
    ),
}
FLOW_CSS = Path(__file__).with_name("form.css")
MOMENT = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
"""When the visitor of the sample record signs up."""


def draw(brand: Brand) -> Brand:
    """Draw the designer; returns the brand as it stands after the fields."""
    left, middle, right = st.columns([1.15, 1, 1.05], gap="medium")
    with (
        left,
        card("The programme", "What people join, and what they read before.", key="programme"),
    ):
        brand = programme_changed(brand, {**_asked(brand), **_words(brand)})
    with middle:
        _draw_seen(brand)
    with right:
        with card("What the checker says", key="said"):
            draw_findings(brand)
        with card("The record of one consent", key="record"):
            _draw_record(brand)
    return brand


def _asked(brand: Brand) -> dict[str, Any]:
    now, key = opt_in_of(brand), f"{brand.id}:opt-in:"
    topics = st.pills(
        "People ask for", list(TOPICS), format_func=TOPICS.__getitem__, selection_mode="multi",
        default=list(now.topics), key=f"{key}topics",
    )  # fmt: skip
    left, right = st.columns(2)
    program = left.text_input("Name of the programme", now.program, key=f"{key}program")
    frequency = right.text_input(
        "How often", now.frequency, key=f"{key}frequency", placeholder="up to 6 texts a month"
    )
    left, right = st.columns(2)
    keyword = left.text_input(
        "Keyword", now.keyword, key=f"{key}keyword", help="What people text to join."
    )
    box = right.selectbox(
        "Box on the form", list(BOXES), index=list(BOXES).index(now.checkbox),
        format_func=BOXES.__getitem__, key=f"{key}box",
    )  # fmt: skip
    left, right = st.columns(2)
    terms = left.text_input("Terms", now.terms, key=f"{key}terms", placeholder="https://…")
    privacy = right.text_input("Privacy", now.privacy, key=f"{key}privacy", placeholder="https://…")
    double = st.toggle(
        "Double opt-in", now.double, key=f"{key}double",
        help="A text asks for YES before anything else is sent.",
    )  # fmt: skip
    required = st.toggle("The number must be given", now.number_required, key=f"{key}required")
    tracking = st.toggle(
        "Terms say how a left cart is noticed", now.discloses_tracking, key=f"{key}tracking"
    )
    proof = st.pills(
        "Kept as proof", list(PROOF_WORDS), format_func=PROOF_WORDS.__getitem__,
        selection_mode="multi", default=list(now.proof), key=f"{key}proof",
        help="; ".join(PROOF.values()) + ".",
    )  # fmt: skip
    return {
        "topics": tuple(topics), "program": program, "frequency": frequency, "keyword": keyword,
        "checkbox": box, "terms": terms, "privacy": privacy, "double": double,
        "number_required": required, "discloses_tracking": tracking, "proof": tuple(proof),
    }  # fmt: skip


def _words(brand: Brand) -> dict[str, Any]:
    """The three texts; an empty one is written by the program."""
    now, key = opt_in_of(brand), f"{brand.id}:opt-in:"
    with st.expander("The words", icon=":material/edit_note:"):
        st.caption("Leave one empty to get the wording shown in it.")
        return {
            name: st.text_area(label, getattr(now, name), placeholder=shown, key=f"{key}{name}")
            for name, label, shown in (
                ("disclosure", "Beside the form", disclosure_of(brand)),
                ("confirm", "Asks for YES", confirm_of(brand)),
                ("welcome", "First text", welcome_of(brand)),
            )
        }


def _draw_seen(brand: Brand) -> None:
    seen = st.segmented_control(
        "Seen", list(WAYS), default=FORM, required=True, key=WAY,
        label_visibility="collapsed",
    )  # fmt: skip
    st.html(FLOW_CSS)
    (draw_form if seen == FORM else draw_conversation)(brand)
    st.html(_flow_html(WAYS[seen or FORM].steps, opt_in_of(brand).double))


def _flow_html(first: tuple[str, ...], double: bool) -> str:
    steps = (*first, "Asked for YES", "Answers YES") if double else first
    items = "".join(f"<li>{step}</li>" for step in steps)
    return f'<ol class="jb-flow" aria-label="The way onto the list">{items}<li class="end">On the list</li></ol>'


def _draw_record(brand: Brand) -> None:
    opt_in, way = opt_in_of(brand), WAYS[st.session_state.get(WAY) or FORM]
    record = consent_record(
        brand, "c00042", MOMENT, source=f"{opt_in.program or brand.name}: {way.source}",
        method=f"{way.method}, double opt-in" if opt_in.double else way.method,
        ip_or_number=way.ip_or_number,
    )  # fmt: skip
    table((Column("Kept", figures=False), Column("As", figures=False)), list(_lines(record, brand)))
    st.caption("An invented visitor; the version changes with every word of the form.")
    st.download_button(
        "Record as CSV", _csv(record), f"consent_{brand.id}.csv", "text/csv",
        icon=":material/download:", key="record-csv",
    )  # fmt: skip


def _lines(record: ConsentRecord, brand: Brand) -> Any:
    kept = opt_in_of(brand).proof
    shown = (
        ("time", "Time", record.given_at),
        ("source", "Source", record.source),
        ("method", "Method", record.method),
        ("wording", "Wording", f"version {record.version}"),
        ("ip_or_number", "Address", record.ip_or_number),
    )
    for field, label, value in shown:
        yield label, Cell(value) if field in kept else Cell("not kept", tone="warm")


def _csv(record: ConsentRecord) -> str:
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(record._fields)
    writer.writerow("|".join(one) if isinstance(one, tuple) else one for one in record)
    return held.getvalue()
