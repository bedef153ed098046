"""When each message would land, and the way the customer took."""

from __future__ import annotations

import streamlit as st

from journeyboard.journey.graph import Journey
from journeyboard.journey.wording import entry_title, entry_words
from journeyboard.message.timing import local
from journeyboard.simulation.previewed import Preview, PreviewMessage
from journeyboard.ui.plain import plain
from journeyboard.ui.preview.wording import SHOWN, left_words, meta, number_words, textless, why
from journeyboard.ui.tables import Cell, Column, Row, table
from journeyboard.ui.wording import many

COLUMNS = (
    Column("When, on their clock", figures=False),
    Column("Message", figures=False),
    Column("What it is", figures=False),
    Column("After entering"),
)
TONES = {"skipped": "warm", "failed": "bad"}


def draw_timeline(found: Preview) -> None:
    """When each message lands, held and skipped ones with the reason."""
    table(COLUMNS, [_line(message, found) for message in found.messages[:SHOWN]])
    if len(found.messages) > SHOWN:
        st.caption(f"The first {SHOWN} of {len(found.messages)} messages.")


def _line(message: PreviewMessage, found: Preview) -> Row:
    held = message.at - message.due
    why_held = (
        f"due {local(message.due, message.zone):%a %H:%M}, held for quiet hours" if held else ""
    )
    tone = "bad" if textless(message) else TONES.get(message.status, "")
    told = f"{message.status}: {why(message)}" if message.reason else meta(message)
    return (
        Cell(f"{message.local:%a %d %b, %H:%M}", why_held),
        Cell(
            message.title or message.node_id,
            f"{message.channel} · {message.variant or number_words(message.sender.partition(' <')[0])}",
        ),
        Cell(told, tone=tone),
        Cell(_after(message, found)),
    )


def _after(message: PreviewMessage, found: Preview) -> str:
    if found.entered_at is None:
        return ""
    hours, rest = divmod(int((message.at - found.entered_at).total_seconds()), 3600)
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if days else f"{hours} h {rest // 60} min"


def exit_words(found: Preview, journey: Journey) -> str:
    """How it ended."""
    if found.entered_at is None:
        asked = entry_words(journey.entry, journey.entry_filter)
        who = f": the journey is for “{asked}”" if asked else f" (“{entry_title(journey.entry)}”)"
        return f"This customer never enters{who}."
    if found.exited_at is None:
        return "Still in the journey when the days run out."
    at = local(found.exited_at, found.zone)
    return f"Left on {at:%A %d %B, %H:%M} ({left_words(found.exit_reason)})."


def headline(found: Preview) -> str:
    """What the customer gets, in a title."""
    got = sum(one.status == "delivered" and not textless(one) for one in found.messages)
    kept_back = len(found.messages) - got
    if not found.messages:
        return "This customer gets no message"
    words = f"{many(got, 'message')} reach{'es' if got == 1 else ''} this customer"
    return words + (f", {kept_back} do{'es' if kept_back == 1 else ''} not" if kept_back else "")


def draw_path(found: Preview, journey: Journey) -> None:
    """The steps passed, one after the other."""
    titles = {node.id: node.title or node.label for node in journey.nodes}
    steps = [titles.get(node, node) for _, node in found.path]
    if steps:
        with st.expander(f"The way taken: {len(steps)} steps"):
            st.markdown("  \n".join(f"{n}\\. {plain(step)}" for n, step in enumerate(steps, 1)))
    for experiment, arm in found.arms:
        st.caption(plain(f"Arm of “{experiment.partition('/')[2] or experiment}”: {arm}"))
