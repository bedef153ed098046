"""What a customer sees of a flight: its rows read back as messages, replies and the way taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.journey.nodes import Message
from journeyboard.message.keywords import reply_meaning
from journeyboard.message.sms import sms
from journeyboard.message.template import render
from journeyboard.message.timing import local
from journeyboard.records import EVENT_TYPES
from journeyboard.simulation.clocks import Clocks
from journeyboard.simulation.flight import Program
from journeyboard.simulation.kernel.layout import CH_SMS as SMS
from journeyboard.simulation.kernel.layout import CHANNEL_NAMES, EVENT
from journeyboard.simulation.missed import EXIT_RULE, NotReached, Way, not_reached
from journeyboard.simulation.previewed import Preview, PreviewMessage, PreviewReply
from journeyboard.simulation.replies import answer_to, choice_of
from journeyboard.simulation.settings import (
    Setting,
    by_level,
    channel_of,
    fallback_setting,
    levels_of,
)
from journeyboard.simulation.texts import facts, full_text, personal

if TYPE_CHECKING:
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey

SENT, SKIPPED, FAILED, DELIVERED, QUEUED = (
    EVENT[f"message.{name}"] for name in ("sent", "skipped", "failed", "delivered", "queued")
)
ENTERED, EXITED, STEP, ASSIGNED = (
    EVENT[f"journey.{name}"] for name in ("entered", "exited", "step_entered", "assigned")
)
CONSENT_CHANGED = [EVENT[f"consent.{name}"] for name in ("subscribed", "unsubscribed", "updated")]


def told(
    program: Program, rows: NDArray[Any], said: Sequence[tuple[datetime, str]] = ()
) -> Preview:
    """What the rows of one customer mean; `said` are their replies, by time (aware UTC)."""
    names, start = program.names, program.flight.start.replace(tzinfo=UTC)
    zone = _zone(program)
    when = [start + timedelta(seconds=int(second)) for second in rows["at"]]
    of = {kind: np.flatnonzero(rows["type"] == kind) for kind in (ENTERED, EXITED, STEP, ASSIGNED)}
    first = next(iter(of[ENTERED]), None)
    last = next(iter(of[EXITED]), None)
    shown = Preview(
        customer=str(program.flight.people.frame["profile_key"].iloc[0]),
        zone=zone,
        entered_at=None if first is None else when[first],
        exited_at=None if last is None else when[last],
        exit_reason=None if last is None else _exit_reason(program, rows, int(last)),
        path=tuple((when[r], names.nodes[rows["node"][r]]) for r in of[STEP]),
        arms=tuple(_arm(program, rows[r]) for r in of[ASSIGNED]),
        messages=tuple(_messages(program, rows, when, zone)),
        replies=tuple(_replies(program, rows, said, zone)),
    )
    return replace(shown, not_reached=_not_reached(program, shown))


def _replies(program: Program, rows: NDArray[Any], said: Sequence[tuple[datetime, str]], zone: str) -> Iterator[PreviewReply]:  # fmt: skip
    """Each reply with what it did: in the rows, those of its moment follow one another."""
    brand, language = program.flight.brand, str(program.flight.people.frame["language"].iloc[0])
    start = program.flight.start.replace(tzinfo=UTC)
    happened = {
        int(row["at"]) for row in rows if row["type"] in CONSENT_CHANGED and row["channel"] == SMS
    }
    for at, text in said:
        meaning = reply_meaning(text, language=language)
        changed = int((at - start).total_seconds()) in happened and choice_of(text, language) != "other"  # fmt: skip
        answer = answer_to(brand, text, language)
        yield PreviewReply(at.astimezone(UTC), local(at, zone), text, meaning, changed, answer)


def _not_reached(program: Program, shown: Preview) -> tuple[NotReached, ...]:
    way = Way(
        shown.entered_at is not None, [node for _, node in shown.path], dict(shown.arms),
        shown.exited_at is not None, shown.exit_reason,
    )  # fmt: skip
    told = {message.node_id for message in shown.messages}
    return tuple(
        missed for journey in program.flight.journeys for missed in not_reached(journey, way, told)
    )


def _zone(program: Program) -> str:
    flight = program.flight
    clocks = Clocks(flight.people.columns, flight.start, flight.days, flight.brand.timezone)
    return str(clocks.zones[0])


def _exit_reason(program: Program, rows: NDArray[Any], r: int) -> str:
    """The exit's own reason, or for an exit rule the event that applied."""
    reason = str(program.names.reasons[rows["reason"][r]])
    if reason != "exit_rule":
        return reason
    same = np.flatnonzero(rows["at"] == rows["at"][r])
    told = [EVENT_TYPES[rows["type"][k]] for k in same if k < r]
    rules = {rule.event for journey in program.flight.journeys for rule in journey.exit_rules}
    return next((kind for kind in reversed(told) if kind in rules), EXIT_RULE)


def _arm(program: Program, row: Any) -> tuple[str, str]:
    assignment = program.names.assignments[row["assignment"]]
    return assignment.id, assignment.arms[row["arm"]]


def _messages(program: Program, rows: NDArray[Any], when: list[datetime], zone: str) -> list[PreviewMessage]:  # fmt: skip
    found: list[PreviewMessage] = []
    due: dict[int, datetime] = {}
    for r, kind in enumerate(rows["type"]):
        key = int(rows["node"][r])
        if kind == QUEUED:
            due.setdefault(key, when[r])
        elif kind in (SENT, SKIPPED) and key >= 0:  # a forced entry may be by an event of no node
            found.append(_message(program, rows, when, r, due.pop(key, when[r]), zone))
    return found


def _message(program: Program, rows: NDArray[Any], when: list[datetime], r: int, due: datetime, zone: str) -> PreviewMessage:  # fmt: skip
    row, flight = rows[r], program.flight
    journey = flight.journeys[row["journey"]]
    channel = CHANNEL_NAMES[row["channel"]]
    setting = _setting(program, journey, rows, r, channel)
    node, known = setting.node, _known(program, rows, r, when[r])
    context = facts(setting, flight.brand, when[r], **known)

    def text(name: str) -> str:
        return render(getattr(node, name, "") or "", context, missing="blank").text

    body = full_text(setting, flight.brand, text("body"))
    counted = sms(body) if channel == "sms" else None
    failed = row["type"] == SENT and _failed(rows, r)
    return PreviewMessage(
        at=when[r], local=local(when[r], zone), due=due, zone=zone, journey_id=journey.id,
        node_id=program.names.nodes[row["node"]], channel=channel,
        status="skipped" if row["type"] == SKIPPED else "failed" if failed else "delivered",
        reason=program.names.reasons[row["reason"]] if row["reason"] else "unreachable" if failed else None,
        variant=setting.variant or None, title=node.title, sender=_sender(flight.brand, channel),
        subject=text("subject") or text("heading"), preheader=text("preheader"), body=body,
        link=node.link.url if node.link else None, parts=counted.parts if counted else 1,
        encoding=counted.encoding if counted else None, cost=int(row["cost"]) / 1_000_000,
        currency=flight.brand.currency, purpose=node.purpose, media=getattr(node, "media", None) or None,
    )  # fmt: skip


def _setting(
    program: Program, journey: Journey, rows: NDArray[Any], r: int, channel: str
) -> Setting:
    """The message with the customer's levels and variant, or its fallback on another channel."""
    node: Any = journey.node(program.names.nodes[rows["node"][r]])
    levels = _levels(program, rows, r)
    changed: Message = next(
        (one for one, picked in zip(by_level(journey, node), _combinations(journey, node), strict=True)
         if all(levels.get(f"{journey.id}/{f}") == level for f, level in picked.items())),
        node,
    )  # fmt: skip
    if channel_of(changed) != channel and changed.fallback:
        return fallback_setting(changed)
    name = program.names.variants[max(int(rows["variant"][r]), 0)]
    variant = next((v for v in changed.variants if v.name == name), None)
    if variant is None:
        return Setting(changed, channel, "", 0)
    own = {k: v for k, v in variant.model_dump(exclude={"name", "weight"}).items() if v is not None}
    own = {k: getattr(variant, k) for k in own if k in type(changed).model_fields}
    return Setting(changed.model_copy(update=own), channel, name, 0)


def _combinations(journey: Journey, node: Any) -> list[dict[str, str]]:
    from itertools import product

    factors = sorted(node.by)
    return [
        dict(zip(factors, levels, strict=True)) for levels in product(*levels_of(journey, node))
    ]


def _levels(program: Program, rows: NDArray[Any], r: int) -> dict[str, str]:
    assigned = np.flatnonzero(rows["type"][:r] == ASSIGNED)
    return dict(_arm(program, rows[k]) for k in assigned)


def _known(program: Program, rows: NDArray[Any], r: int, at: datetime) -> dict[str, Any]:
    """The customer's attributes, and what they had done by then."""
    frame = program.flight.people.frame
    values = {str(name): value for name, value in frame.iloc[0].items()}
    known = personal(values, program.flight.brand)
    before = rows[: r + 1]
    for name, kind in (("cart_value", "checkout.started"), ("order_value", "order.placed")):
        seen = np.flatnonzero(before["type"] == EVENT[kind])
        if len(seen):
            known[name] = f"{before['value'][seen[-1]] / 100:.2f}"
            if name == "order_value":
                known["order_id"] = f"{known['profile_key']}-{before['order'][seen[-1]] + 1}"
    return known | {"now": at}


def _failed(rows: NDArray[Any], r: int) -> bool:
    """Whether the message sent in row `r` came to nothing."""
    later = rows[r + 1 :]
    mine = later[(later["node"] == rows["node"][r]) & np.isin(later["type"], (FAILED, DELIVERED))]
    return bool(len(mine)) and mine["type"][0] == FAILED


def _sender(brand: Brand, channel: str) -> str:
    senders: Mapping[str, str] = {
        "sms": brand.senders.sms, "mms": brand.senders.sms, "push": brand.senders.push,
        "email": f"{brand.senders.email_name} <{brand.senders.email}>", "ads": brand.name,
    }  # fmt: skip
    return senders[channel] or brand.name
