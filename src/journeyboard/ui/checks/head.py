"""Above the findings: the journey that is checked, what it is checked beside, and what can be done with all of them."""

from __future__ import annotations

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.ui import state
from journeyboard.ui.checks.files import draw_export
from journeyboard.ui.checks.looked import Looked, looked
from journeyboard.ui.checks.mending import undo, undoable
from journeyboard.ui.design.hearing import catch_up
from journeyboard.ui.design.saving import draw_saving
from journeyboard.ui.parts import empty, go
from journeyboard.ui.plain import plain
from journeyboard.ui.wording import many


def on_the_desk(journey_id: str | None) -> Looked | None:
    """The review of the journey; a word instead where there is none to review."""
    if journey_id is None:
        with empty("rule", "No journey to check", "Draw one first, or open a file of yours."):
            go("design", "Open Design", ":material/account_tree:", "to-design", primary=True)
        return None
    try:
        catch_up(journey_id)
        return looked(journey_id)
    except JourneyboardError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None


def draw_actions(now: Looked) -> None:
    """Undo, saving, and the findings as files."""
    if undoable(now.journey_id):
        st.button("Undo", icon=":material/undo:", key="undo-check", on_click=undo, args=(now.journey_id,))  # fmt: skip
    draw_saving(state.desk(now.journey_id))
    draw_export(now)


def draw_beside(now: Looked) -> None:
    """What the journey was looked at together with."""
    law = ", ".join(now.journey.jurisdictions) or "no jurisdiction"
    words = [f"{now.brand.name}, for customers in {law}"]
    if now.others:
        words.append(f"together with {many(len(now.others), 'other journey')} of the brand")
    if now.evidence.run:
        words.append(f"and what its run “{now.evidence.run}” has shown")
    told = (
        "" if now.evidence.run else " Fly it, and rules about offers and test sizes can speak, too."
    )
    st.caption(plain(f"Checked as {', '.join(words)}.{told}"))
