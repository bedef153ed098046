"""A customer's preview as the phone tells it: messages, replies and notes, each at its moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from journeyboard.journey.graph import Journey
from journeyboard.message.sms import sms
from journeyboard.message.timing import local
from journeyboard.records import Customer
from journeyboard.simulation.missed import NotReached, barred_by_opt_out
from journeyboard.simulation.previewed import Preview, PreviewMessage, PreviewReply
from journeyboard.ui.phone import PhoneMessage, PhoneNote, PhoneReply, PhoneStory
from journeyboard.ui.preview.who import BEFORE, DAYS_SHOWN
from journeyboard.ui.preview.wording import (
    REASONS,
    SHOWN,
    channel_words,
    left_words,
    meta,
    textless,
    why,
)
from journeyboard.workflows.consents import PURPOSES

AROUND = timedelta(minutes=15), timedelta(hours=1)
"""What the clock shows before the customer enters, and after the last thing that happens."""
LEFT = {
    "order.placed": "already ordered",
    "consent.unsubscribed": "opted out, so the journey is over",
}
"""Why nothing comes any more, by the event that ended the journey."""
UNDERSTOOD = {
    "opt_out": "read as STOP: no more texts",
    "less": "read as LESS: fewer texts",
    "opt_in": "read as START: texts again",
    "help": "read as HELP",
    "confirm": "read as YES",
}


def on_phone(found: Preview, ads: Sequence[PhoneMessage] = ()) -> list[PhoneMessage]:
    """Everything the phone shows, by time: messages, what holds them, replies and answers, ads."""
    told = [*ads]
    for message in found.messages[:SHOWN]:
        told += _told(message)
    for reply in found.replies:
        told += _answered(reply)
    told += _cut_short(found)
    return sorted(told, key=lambda shown: shown.get("at", 0))


def _cut_short(found: Preview) -> Iterator[PhoneMessage]:
    """The messages that leaving the journey came before, at that moment."""
    if found.exited_at is None:
        return
    clock = local(found.exited_at, found.zone)
    for one in found.not_reached:
        if one.reason == "left_before":
            kind: Any = one.channel
            why_not = LEFT.get(found.exit_reason or "", one.why)
            yield PhoneMessage(
                kind=kind, side="brand", text="", at=_seconds(found.exited_at), state="skipped",
                day=f"{clock:%A, %d %B}", time=f"{clock:%H:%M}", reason=f"{one.title or one.node_id}: {why_not}",
            )  # fmt: skip


def _told(message: PreviewMessage) -> Iterator[PhoneMessage]:
    """The message, and before it the note that it waits."""
    if message.at - message.due >= timedelta(minutes=1):
        due = local(message.due, message.zone)
        waits = _at(message.due, due, message)
        waits |= {
            "text": "", "state": "held", "until": _seconds(message.at),
            "reason": f"quiet hours; it comes on {message.local:%a %d %b at %H:%M}"
            if message.status != "skipped" else "quiet hours",
        }  # fmt: skip
        yield waits
    yield _shown(message)


def _shown(message: PreviewMessage) -> PhoneMessage:
    state: Any = "failed" if textless(message) else message.status
    shown = _at(message.at, message.local, message)
    shown |= {"text": message.body, "state": state, "meta": _below(message)}
    if message.subject:
        shown["subject"] = message.subject
    if message.preheader:
        shown["preheader"] = message.preheader
    if message.channel != "sms":
        shown["from_name"] = message.sender.partition(" <")[0]
    if message.media:
        shown["media"] = message.media.rpartition("/")[2]
    if message.link:
        shown["link"] = {"text": message.link}
    if message.reason or textless(message):
        shown["reason"] = why(message)
    return shown


def _below(message: PreviewMessage) -> str:
    if textless(message):
        return ""
    return meta(message) if message.status != "delivered" else f"delivered · {meta(message)}"


def _at(at: datetime, clock: datetime, message: PreviewMessage) -> PhoneMessage:
    kind: Any = "mms" if message.media and message.channel == "sms" else message.channel
    return PhoneMessage(
        kind=kind, side="brand", text="", at=_seconds(at), day=f"{clock:%A, %d %B}",
        time=f"{clock:%H:%M}",
    )  # fmt: skip


def _answered(reply: PreviewReply) -> Iterator[PhoneMessage]:
    """The customer's words with what they did, and the brand's answer."""
    day, clock = f"{reply.local:%A, %d %B}", f"{reply.local:%H:%M}"
    understood = UNDERSTOOD.get(reply.meaning or "", "read as an answer to the last text")
    if reply.meaning in ("opt_out", "less", "opt_in") and not reply.changed:
        understood = f"{understood.partition(':')[0]}; nothing changes"
    if reply.answer is None:
        understood += "; the brand is silent"
    yield PhoneMessage(
        kind="sms", side="customer", text=reply.text, at=_seconds(reply.at), day=day, time=clock,
        meta=understood,
    )  # fmt: skip
    if reply.answer is not None:
        parts = sms(reply.answer).parts
        yield PhoneMessage(
            kind="sms", side="brand", text=reply.answer, at=_seconds(reply.at), day=day, time=clock,
            state="delivered", meta=f"keyword reply · {parts} part{'s' if parts > 1 else ''}",
        )  # fmt: skip


def story_of(
    found: Preview,
    entry: datetime,
    told: Sequence[PhoneMessage],
    name: str,
    replies: list[PhoneReply],
) -> PhoneStory:
    """The phone's clock for this conversation: from just before the entry to after the last event."""
    notes = _notes(found, entry)
    last = max([*(shown.get("at", 0) for shown in told), *(note["at"] for note in notes)])
    limit = _seconds(_first(entry) + timedelta(days=DAYS_SHOWN)) - 60
    return PhoneStory(
        id=name, zone=found.zone, start=_seconds(entry - AROUND[0]),
        end=min(last + int(AROUND[1].total_seconds()), limit), notes=notes, replies=replies,
    )  # fmt: skip


def within(replies: Sequence[PhoneReply], entry: datetime) -> list[PhoneReply]:
    """The replies at moments that the preview covers."""
    first = _first(entry)
    span = range(_seconds(first), _seconds(first + timedelta(days=DAYS_SHOWN)))
    return [reply for reply in replies if reply["at"] in span]


def _first(entry: datetime) -> datetime:
    """The first moment of the days that are flown."""
    return datetime.combine(entry.date() - timedelta(days=BEFORE), datetime.min.time(), UTC)


def _notes(found: Preview, entry: datetime) -> list[PhoneNote]:
    if found.entered_at is None:
        return [PhoneNote(at=_seconds(entry), text="Does not enter the journey")]
    notes = [PhoneNote(at=_seconds(found.entered_at), text="Enters the journey")]
    if found.exited_at is not None:
        words = f"Leaves the journey: {left_words(found.exit_reason)}"
        notes.append(PhoneNote(at=_seconds(found.exited_at), text=words))
    return notes


def missed_lines(found: Preview, journey: Journey, customer: Customer) -> list[str]:
    """The messages this customer was never due, each with the reason; `customer` as choices kept
    for them leave them."""
    return [
        f"{one.title or one.node_id} ({channel_words(one.channel)}): {_why_missed(one, found, journey, customer)}"
        for one in found.not_reached
    ]


def _why_missed(one: NotReached, found: Preview, journey: Journey, customer: Customer) -> str:
    turned = max((at for at, node in found.path if node == one.at_node), default=None)
    if turned is None:
        return one.why
    refused = _refused(found, customer, turned)
    barred = barred_by_opt_out(journey, one, [node for _, node in found.path], refused)
    return REASONS["opted_out"] if barred else one.why


def _refused(found: Preview, customer: Customer, by: datetime) -> set[tuple[str, str]]:
    """The (channel, purpose) the customer had opted out of by that moment."""
    refused: set[tuple[str, str]] = {
        (c.channel, c.purpose) for c in customer.consents if c.state == "unsubscribed"
    }
    texts: set[tuple[str, str]] = {("sms", purpose) for purpose in PURPOSES["sms"]}
    for reply in found.replies:
        if reply.changed and reply.at <= by and reply.meaning in ("opt_out", "opt_in"):
            refused = refused | texts if reply.meaning == "opt_out" else refused - texts
    return refused


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
