"""Every cell of a copy test: its text, parts and price, what the checker says, and the ways out."""

from __future__ import annotations

from html import escape

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.journey.cells import HEADLINE, OFFER, TIMING, Grid, with_grid
from journeyboard.journey.edits import Replace
from journeyboard.journey.form import journey_data
from journeyboard.journey.graph import Journey
from journeyboard.lint.rule import Finding
from journeyboard.simulation.settings import channel_of
from journeyboard.ui.checks.mending import edit
from journeyboard.ui.parts import card
from journeyboard.ui.plain import bullets, plain
from journeyboard.ui.preview.copy_marks import compared
from journeyboard.ui.preview.views import Shown
from journeyboard.ui.wording import many, money
from journeyboard.workflows.copy import unit_price
from journeyboard.workflows.copy_tests import CellText, Needed, grid_csv, new_findings


def draw_cells(shown: Shown, grid: Grid, texts: list[CellText], needed: Needed | None) -> None:
    """The grid of texts, the findings about them, the file, and the button that puts the test in."""
    journey, brand = shown
    price = _price(shown, texts)
    seen = _once(texts)
    with card(_finding(texts, seen), key="cells"):
        boxes = "".join(_box(one, seen[0], grid, price, brand.currency) for one in seen)
        st.html(f'<div class="jb-cells">{boxes}</div>')
        st.caption(plain(_notes(grid, seen)))
        with st.container(horizontal=True):
            st.button(
                "Put it into the journey", icon=":material/input:", type="primary", key="put-test",
                on_click=put_in, args=(journey, grid), disabled=len(texts) < 2,
                help="Headline, offer and timing become factors of the journey; Undo takes it out again.",
            )  # fmt: skip
            st.download_button(
                "Grid (.csv)", lambda: grid_csv(texts, price, brand.currency, needed),
                f"copy-test-{journey.id}-{grid.node}.csv", "text/csv", icon=":material/table:",
                on_click="ignore", key="grid-csv", help="One row a cell, with text, parts and price",
            )  # fmt: skip
    if len(texts) > 1:
        _draw_findings(shown, grid)


def put_in(journey: Journey, grid: Grid) -> None:
    """Put the test into the journey in hand, in one step."""
    data = journey_data(with_grid(journey, grid))
    edit(journey.id, Replace(journey=data), "The test is in the journey; save it, or undo.")


def _price(shown: Shown, texts: list[CellText]) -> float:
    """What a part or message costs where the brand's first customers live."""
    brand = shown.brand
    place = next(iter(brand.jurisdictions), "US").partition("-")[0]
    return unit_price(brand, channel_of(texts[0].cell.message), place)


def _once(texts: list[CellText]) -> list[CellText]:
    """Each text once, whatever its timing."""
    found: dict[tuple[str, str], CellText] = {}
    for one in texts:
        found.setdefault((one.cell.levels[HEADLINE], one.cell.levels[OFFER]), one)
    return list(found.values())


def _finding(texts: list[CellText], seen: list[CellText]) -> str:
    words = f"{many(len(texts), 'cell')}, {many(len(seen), 'text')}"
    parts = sorted({one.counted.parts for one in seen if one.counted})
    if not parts:
        return words
    span = many(parts[0], "part") if len(parts) == 1 else f"{parts[0]} to {parts[-1]} parts"
    return f"{words} of {span}"


def _box(one: CellText, first: CellText, grid: Grid, price: float, currency: str) -> str:
    levels = one.cell.levels
    name = " · ".join(
        f"{label} {levels[factor]}"
        for label, factor in (("Headline", HEADLINE), ("offer", OFFER))
        if len(grid.levels[factor]) > 1
    )
    top = f'<p class="top">{compared(one.top, first.top)}</p>' if one.top else ""
    counted = one.counted
    parts = counted.parts if counted else 1
    cost = money(parts * price, currency, 4)
    if counted is None:
        said = cost
    else:
        said = f"{many(parts, 'part')} · {counted.encoding} · {counted.units} of {counted.limit * max(parts, 1)} · {cost}"
    warm = ' class="warm"' if counted and first.counted and parts > first.counted.parts else ""
    return (
        f'<div class="jb-cell"><h4>{escape(name or "The only text")}</h4>{top}'
        f"<p>{compared(one.body, first.body)}</p><small{warm}>{escape(said)}</small></div>"
    )


def _notes(grid: Grid, seen: list[CellText]) -> str:
    notes = ["As a usual customer gets them."]
    if len(seen) > 1:
        notes.append("Marked: what differs from the first.")
    if len(grid.timings) > 1:
        *most, last = (f"after {name}" if wait else "at once" for name, wait in zip(grid.levels[TIMING], grid.timings, strict=True))  # fmt: skip
        notes.append(f"Each goes out {', '.join(most)} and {last}.")
    return " ".join(notes)


def _draw_findings(shown: Shown, grid: Grid) -> None:
    """What the checker would newly say about the journey with the test in."""
    journey, brand = shown
    try:
        found = new_findings(journey, with_grid(journey, grid), brand)
    except JourneyboardError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    title = f"The checker would say {many(len(found), 'new thing')} about it" if found else "The checker has nothing new to say about it"  # fmt: skip
    with card(title, key="test-findings"):
        if found:
            st.html(bullets(_told(one) for one in found))
        else:
            st.caption("The journey with the test in has no finding that it does not have now.")


def _told(found: Finding) -> str:
    return f"{found.code} ({found.severity}): {found.message}"
