"""The event file to calibrate from: the upload, what was understood of it, and whose events they are."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from journeyboard.errors import JourneyboardError
from journeyboard.measurement.calibration_events import EventFile, read_event_file
from journeyboard.ui import state
from journeyboard.ui.parts import facts
from journeyboard.ui.pick import pick_journey
from journeyboard.ui.plain import plain
from journeyboard.ui.tables import Cell, Column, Row, table
from journeyboard.ui.wording import count, many
from journeyboard.workflows.calibration import FileSource
from journeyboard.workflows.people import MOST, People

WHOSE = {
    "unknown": "Nothing is known of them",
    "sample": "The sample customers",
    "generated": "Generated customers",
    "own": "My customer file",
}
KINDS_SHOWN = 10


def pick_file() -> FileSource | None:
    """The journey, the file and its customers; None while something is missing or cannot be used."""
    st.caption("The journey whose messages these are; its roles and stages come from it.")
    journey_id = pick_journey()
    file = st.file_uploader(
        "Events as CSV or Parquet",
        ["csv", "parquet"],
        key="event-file",
        help="One row an event, with at least three columns: when, whose and what. Names such as "
        "timestamp, customer_id and event, and those of Klaviyo's exports, are understood.",
    )
    if file is None or journey_id is None:
        return None
    path = _kept(file)
    understood = _understood(str(path), file.name, file.file_id)
    if isinstance(understood, str):
        st.error(plain(understood), icon=":material/error:")
        return None
    _draw_understood(understood)
    whose, people = _pick_people()
    if whose == "own" and people is None:
        return None
    return FileSource(str(path), file.name, journey_id, people)


def _kept(file: UploadedFile) -> Path:
    folder = state.store().home / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{file.file_id[:8]}-{Path(file.name).name}"
    if not path.exists():
        path.write_bytes(file.getvalue())
    return path


@st.cache_data(max_entries=4, show_spinner="Reading the events …")
def _understood(path: str, name: str, _file_id: str) -> EventFile | str:
    """What is in the file, or the one sentence that says why it cannot be used."""
    try:
        return read_event_file(path, name)
    except JourneyboardError as error:
        return str(error)


def _draw_understood(found: EventFile) -> None:
    facts(
        [
            ("Events", count(found.rows)),
            ("Customers", count(found.customers)),
            ("From", found.first[:10]),
            ("To", found.last[:10]),
        ]
    )
    with st.expander("What was understood", icon=":material/fact_check:"):
        columns = [Column("Our column", figures=False), Column("In the file", figures=False)]
        table(columns, [[ours, theirs] for ours, theirs in found.columns.items()], "Columns")
        kinds = list(found.events.items())
        shown: list[Row] = [[Cell(name), count(number)] for name, number in kinds[:KINDS_SHOWN]]
        table([Column("Event", figures=False), Column("How often")], shown, "Events by kind")
        if len(kinds) > KINDS_SHOWN:
            st.caption(f"And {len(kinds) - KINDS_SHOWN} more kinds.")
        if found.ignored:
            st.caption(plain(f"Not used: {', '.join(found.ignored)}."))
    if found.unknown:
        names = ", ".join(f"“{name}” ({number:,})" for name, number in list(found.unknown.items())[:4])  # fmt: skip
        left = many(sum(found.unknown.values()), "event")
        st.warning(plain(f"{left} of unknown kinds are left out: {names}."), icon=":material/info:")


def _pick_people() -> tuple[str, People | None]:
    whose = st.selectbox(
        "Whose events these are",
        list(WHOSE),
        format_func=WHOSE.__getitem__,
        key="whose",
        help="With the customers, their own order rates and habits are known: then the baseline and "
        "the effect on orders can be fitted. Without them, everybody counts as average.",
    )
    if whose == "sample":
        return whose, People()
    if whose == "generated":
        size = st.number_input("How many", 100, MOST, 20_000, 1000, key="whose-size")
        return whose, People("generated", int(size))
    if whose == "own":
        file = st.file_uploader("Customers as CSV or Parquet", ["csv", "parquet"], key="whose-file")
        return whose, People("file", path=str(_kept(file)), name=file.name) if file else None
    return whose or "unknown", None
