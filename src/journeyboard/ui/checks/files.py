"""The findings as files to take away."""

from __future__ import annotations

import streamlit as st

from journeyboard.ui.checks.looked import Looked
from journeyboard.workflows.findings import as_csv, as_json, as_markdown

BOX = "export-findings"


def draw_export(now: Looked) -> None:
    """A box with the findings as a table, as a document to hand on, and as data."""
    box = st.popover("Export", icon=":material/download:", key=BOX, on_change="rerun")
    if not box.open:
        return
    name, found = now.journey.name, now.findings
    with box:
        st.caption("All findings with their sources, also those set aside.")
        _draw_file("Table (CSV)", as_csv(name, found, now.titles), now, "csv", "text/csv")
        _draw_file("Document (Markdown)", as_markdown(name, found, now.titles), now, "md", "text/markdown")  # fmt: skip
        _draw_file("Data (JSON)", as_json(found), now, "json", "application/json")


def _draw_file(label: str, text: str, now: Looked, suffix: str, mime: str) -> None:
    st.download_button(
        label, text, f"{now.journey_id}.checks.{suffix}", mime, key=f"export-{suffix}",
        icon=":material/description:", width="stretch", on_click="ignore",
    )  # fmt: skip
