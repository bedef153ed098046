"""Copy tests: variants over headline, offer and timing, and the customers each needs."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.journey.cells import Grid, cells
from journeyboard.journey.messages import MessageBase
from journeyboard.ui import state
from journeyboard.ui.checks.mending import undo, undoable
from journeyboard.ui.design.saving import draw_saving
from journeyboard.ui.parts import card, empty, go
from journeyboard.ui.plain import plain
from journeyboard.ui.preview import who
from journeyboard.ui.preview.copy import pick_message
from journeyboard.ui.preview.copy_desk import readers
from journeyboard.ui.preview.variants_ask import ask_levels
from journeyboard.ui.preview.variants_cells import draw_cells
from journeyboard.ui.preview.variants_power import draw_power
from journeyboard.ui.preview.views import Shown
from journeyboard.workflows.copy_tests import CellText, cell_texts


def draw(shown: Shown) -> None:
    """Draw what varies, how many customers it needs, and every cell's text."""
    st.html(Path(__file__).with_name("copy.css"))
    journey, brand = shown
    if not any(isinstance(node, MessageBase) for node in journey.nodes):
        with empty("science", "No message to test", "Put an SMS, e-mail or push on the board first."):  # fmt: skip
            go("design", "Open Design", ":material/account_tree:", "test-design", primary=True)
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="copy-bar"):
        node = pick_message(journey)
        if undoable(journey.id):
            st.button("Undo", icon=":material/undo:", key="undo-test", on_click=undo, args=(journey.id,))  # fmt: skip
        draw_saving(state.desk(journey.id))
    left, right = st.columns([1, 1], gap="medium")
    with left, card("What varies", "Every level of one meets every level of the others.", key="levels"):  # fmt: skip
        grid = ask_levels(journey, node, brand.currency)
    try:
        texts = _texts(shown, grid)
    except JourneyboardError as error:
        with right:
            st.error(plain(str(error)), icon=":material/error:")
        return
    with right:
        needed = draw_power(shown, grid)
    draw_cells(shown, grid, texts, needed)


def _texts(shown: Shown, grid: Grid) -> list[CellText]:
    """The cells' texts as a usual customer gets them."""
    journey, brand = shown
    crowd = readers(brand.id, brand, who.people_of(brand.id, brand))
    return cell_texts(cells(journey, grid), journey, brand, next(iter(crowd.values())))
