"""The ledger of a path, and one customer's exact times beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from journeyboard.journey.brand import Brand
from journeyboard.journey.clockface import Line, ledger, path_name
from journeyboard.journey.graph import Journey
from journeyboard.journey.questions import JourneyPath, Paths, paths
from journeyboard.journey.reach import Clock, Reach
from journeyboard.journey.spans import Offset, offset_words
from journeyboard.journey.wording import CHANNEL_WORDS
from journeyboard.message.duration import format_duration
from journeyboard.message.timing import local
from journeyboard.simulation.preview import Preview, PreviewMessage
from journeyboard.ui.address import answered, asked
from journeyboard.ui.parts import card
from journeyboard.ui.plain import plain
from journeyboard.ui.preview.timing_table import stacked
from journeyboard.ui.tables import Cell, Column, Row
from journeyboard.ui.wording import many

MOST_PATHS = 200
ENDS = {"exit": "ends", "open": "leads out", "loop": "goes round for ever"}
COLUMNS = (
    Column("Step", figures=False),
    Column("What it adds", figures=False),
    Column("Since entering"),
    Column("Earliest", help="On the customer's clock"),
    Column("Latest", help="On the customer's clock"),
)


def draw_ledger(
    journey: Journey, brand: Brand, clock: Clock, entry: datetime
) -> Callable[[bool], None]:
    """The path picker and the ledger of the chosen path.

    Returns what says its finding anew, once it is known whether the customer gets any message.
    """
    found = paths(journey, MOST_PATHS)
    if not found.paths:
        with card("No path: the entry leads nowhere", key="ledger"):
            st.caption("Wire the entry to a first step in Design.")
        return lambda _: None
    box = card(key="ledger")
    with box:
        heading = st.empty()
        path = _pick_path(journey, found)
        lines = ledger(journey, brand, path, clock, entry)
        sends = [k for k, line in enumerate(lines) if line.channel]
        stacked(COLUMNS, [_row(journey, line, clock, entry) for line in lines], sends)
        st.caption(_notes(found, path))

    def say(gets: bool) -> None:
        heading.subheader(plain(ledger_finding(lines, clock, gets=gets)), anchor=False)

    say(True)
    return say


def gets_any(found: Preview) -> bool:
    """Whether the customer gets at least one message."""
    return any(message.status == "delivered" for message in found.messages)


def _pick_path(journey: Journey, found: Paths) -> JourneyPath:
    """The path of the address, at first the one with the most messages."""
    shown = found.paths[:MOST_PATHS]
    names = {str(k + 1): _name(journey, path, k) for k, path in enumerate(shown)}
    kinds = {node.id: node.family for node in journey.nodes}
    most = max(range(len(shown)), key=lambda k: sum(kinds[s.node] == "message" for s in shown[k].steps))  # fmt: skip
    asked("path", names, str(most + 1))
    chosen = st.selectbox("Path", list(names), format_func=names.__getitem__, key="path")
    answered("path", chosen)
    return shown[int(chosen) - 1]


def _name(journey: Journey, path: JourneyPath, number: int) -> str:
    return f"{number + 1} · {path_name(journey, path)}"


def _notes(found: Paths, path: JourneyPath) -> str:
    parts = [
        f"This path {ENDS.get(path.end, 'ends')} after {offset_words(path.offset)}."
        if path.end != "loop"
        else "This path goes round for ever: nothing bounds its later times.",
        f"The journey has {found.words}.",
        "Earliest and latest hold for everybody on the path; whoever is skipped walks on at once.",
    ]
    return plain(" ".join(parts))


def ledger_finding(lines: tuple[Line, ...], clock: Clock, *, gets: bool = True) -> str:
    """When the path's messages land; when they would, for a customer who gets none."""
    sends = [line for line in lines if line.channel]
    landing = [line.lands for line in sends if line.lands]
    if not sends:
        return "Nobody on this path gets a message"
    if not landing:
        return "No message of this path can go out at this hour"
    first = _when(min(one.earliest for one in landing), clock)
    if any(one.latest is None for one in landing):
        return (
            f"{many(len(landing), 'message')}, the first on {first} or later; the last has no bound"
        )
    last = _when(max(one.latest for one in landing if one.latest), clock)
    lands = "landing" if gets else "which would land"
    return f"{many(len(landing), 'message')}, {lands} between {first} and {last}"


def _row(journey: Journey, line: Line, clock: Clock, entry: datetime) -> Row:
    node = journey.node(line.node)
    kind = CHANNEL_WORDS.get(line.channel, line.channel) if line.channel else node.label
    span = line.lands if line.channel else line.leaves
    name = Cell(node.title or node.label, kind)
    what = Cell(line.reason, "; ".join(line.caps))
    if span is None:
        gone = Cell("not at this hour", tone="warm")
        return (name, what, gone, Cell("–"), Cell("–"))
    latest = Cell(_when(span.latest, clock)) if span.latest else Cell("no bound", tone="warm")
    return (name, what, Cell(_since(span, entry)), Cell(_when(span.earliest, clock)), latest)


def _since(span: Reach, entry: datetime) -> str:
    earliest = round((span.earliest - entry).total_seconds())
    latest = None if span.latest is None else round((span.latest - entry).total_seconds())
    return offset_words(Offset(earliest, latest)) if latest != 0 else "at entry"


def _when(at: datetime, clock: Clock) -> str:
    return f"{local(at, clock.zones[0]):%a %d %b, %H:%M}"


def draw_exact(found: Preview) -> None:
    """One customer's messages to the minute, held and skipped ones with the reason."""
    landed = [message for message in found.messages if message.status == "delivered"]
    title = f"This customer gets {many(len(landed), 'message')}"
    waits = sum(message.at > message.due for message in landed)
    title += f", {waits} of them after waiting for the window" if waits else ""
    with card(title, key="exact"):
        if found.entered_at is None:
            st.caption("They do not enter at that moment: the entry's own conditions do not hold.")
        elif not found.messages:
            st.caption("No message is due to them on the way they take.")
        else:
            stacked(EXACT, [_message(message, found) for message in found.messages[:30]])
            arms = ", ".join(f"{arm.replace('_', ' ')}" for _, arm in found.arms)
            st.caption(
                plain(f"On their clock, {found.zone}." + (f" Arms: {arms}." if arms else ""))
            )


EXACT = (
    Column("Message", figures=False),
    Column("Due"),
    Column("Lands"),
    Column("Waited"),
    Column("Since entering"),
)


def _message(message: PreviewMessage, found: Preview) -> Row:
    name = Cell(
        message.title or message.node_id, CHANNEL_WORDS.get(message.channel, message.channel)
    )
    due = Cell(f"{local(message.due, found.zone):%a %d %b, %H:%M}")
    waited = round((message.at - message.due).total_seconds())
    held = Cell(format_duration(waited - waited % 60) if waited else "–")
    assert found.entered_at is not None
    since = round((message.at - found.entered_at).total_seconds())
    after = Cell(format_duration(since - since % 60))
    if message.status == "skipped":
        return (name, due, Cell("skipped", (message.reason or "").replace("_", " "), "warm"), held, after)  # fmt: skip
    tone = "bad" if message.status == "failed" else ""
    lands = Cell(f"{message.local:%a %d %b, %H:%M}", message.reason or "", tone)
    return (name, due, lands, held, after)
