"""What the Preview page shows: the messages on the phone, and when each would land."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from journeyboard.journey.graph import Journey
from journeyboard.journey.wording import entry_title, entry_words
from journeyboard.message.timing import local
from journeyboard.simulation.preview import Preview, PreviewMessage
from journeyboard.ui.phone import PhoneMessage
from journeyboard.ui.tables import Cell, Column, Row, table
from journeyboard.ui.wording import many, money

SHOWN = 20
"""Messages that are shown at once: a loop can send hundreds."""
REASONS = {
    "no_consent": "no consent for this channel",
    "opted_out": "opted out before",
    "control_group": "is in the control group",
    "frequency_cap": "the frequency cap was reached",
    "smart_sending": "got another message just before",
    "quiet_hours": "due in quiet hours",
    "stale": "would have come too late",
    "missing_value": "a value in the text is missing",
    "no_address": "no address or number is known",
    "never_open": "the sending window never opens",
    "unreachable": "the phone could not be reached",
}


def on_phone(messages: Sequence[PreviewMessage]) -> list[PhoneMessage]:
    """The messages as the phone shows them, skipped ones with their reason."""
    return [
        _shown(message, messages[place - 1] if place else None)
        for place, message in enumerate(messages[:SHOWN])
    ]


def _shown(message: PreviewMessage, before: PreviewMessage | None) -> PhoneMessage:
    day = f"{message.local:%A, %d %B}"
    kind: Any = message.channel
    state: Any = message.status
    shown = PhoneMessage(
        kind=kind, side="brand", text=message.body, time=f"{message.local:%H:%M}", state=state
    )
    if before is None or f"{before.local:%A, %d %B}" != day:
        shown["day"] = day
    if message.subject:
        shown["subject"] = message.subject
    if message.preheader:
        shown["preheader"] = message.preheader
    if message.channel == "email":
        shown["from_name"] = message.sender.partition(" <")[0]
    if message.link:
        shown["link"] = {"text": message.link}
    if message.reason:
        shown["reason"] = why(message)
    shown["meta"] = meta(message)
    return shown


def pick_message(found: Preview) -> int | None:
    """Which message the phone shows; None when there is at most one."""
    places = list(range(min(len(found.messages), SHOWN)))
    if len(places) < 2:
        return None
    few = len(places) < 5
    chosen: int = st.segmented_control(
        "Message",
        places,
        format_func=lambda place: (
            f"{place + 1} · {found.messages[place].channel}" if few else f"{place + 1}"
        ),
        default=0,
        required=True,
        key=f"message:{len(places)}",
        label_visibility="collapsed",
        width="content",
    )
    return chosen


def why(message: PreviewMessage) -> str:
    """Why a message was not sent, in words."""
    return REASONS.get(message.reason or "", (message.reason or "").replace("_", " "))


def meta(message: PreviewMessage) -> str:
    """Parts, encoding and cost of a text; the cost of anything else."""
    if message.status == "skipped":
        return "not sent"
    price = money(message.cost, message.currency, 4)
    if message.encoding is None:
        return price
    return f"{message.parts} part{'s' if message.parts != 1 else ''} · {message.encoding} · {price}"


COLUMNS = (
    Column("When, on their clock", figures=False),
    Column("Message", figures=False),
    Column("What it is", figures=False),
    Column("After entering"),
)


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
    tone = {"skipped": "warm", "failed": "bad"}.get(message.status, "")
    told = f"{message.status}: {why(message)}" if message.reason else meta(message)
    return (
        Cell(f"{message.local:%a %d %b, %H:%M}", why_held),
        Cell(
            message.title or message.node_id,
            f"{message.channel} · {message.variant or message.sender.partition(' <')[0]}",
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
    reason = (found.exit_reason or "end").replace("_", " ").replace(".", " ")
    return f"Left on {local(found.exited_at, found.zone):%A %d %B, %H:%M} ({reason})."


def headline(found: Preview) -> str:
    """What the customer gets, in a title."""
    got = sum(message.status == "delivered" for message in found.messages)
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
            st.markdown("  \n".join(f"{n}. {step}" for n, step in enumerate(steps, 1)))
    for experiment, arm in found.arms:
        st.caption(f"Arm of “{experiment.partition('/')[2] or experiment}”: {arm}")
