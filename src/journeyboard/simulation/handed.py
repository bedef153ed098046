"""What a flight hands over to its senders, minute by minute, and how long it waits there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.simulation.flight import Program
from journeyboard.simulation.kernel import layout as at
from journeyboard.simulation.kernel.layout import EVENT, REASON
from journeyboard.simulation.part import Chunk

BASE = {"sms": (at.CH_SMS, at.CH_MMS), "email": (at.CH_EMAIL,), "push": (at.CH_PUSH,)}
PRICES = {at.CH_MMS: at.H_MMS_PRICE, at.CH_EMAIL: at.H_EMAIL_PRICE, at.CH_PUSH: at.H_PUSH_PRICE}


@dataclass(frozen=True)
class Handed:
    """Sums over customers, whole numbers: any order of adding gives the same.

    `parts` [minutes] by limited channel; `asked` [minutes] is the message cost that was wanted, in
    millionths, whether the budget allowed it or not, and `paid` that of the messages sent; `totals` are
    the outcomes of the run; `waits` are the seconds that messages waited at the sender, by channel.
    """

    parts: Mapping[str, NDArray[np.int64]]
    asked: NDArray[np.int64]
    paid: int
    totals: NDArray[np.int64]
    waits: Mapping[str, NDArray[np.int64]]
    outside: int
    full: int
    unpaid: int
    converted: int

    def __add__(self, other: Handed) -> Handed:
        return Handed(
            {name: parts + other.parts[name] for name, parts in self.parts.items()},
            self.asked + other.asked, self.paid + other.paid, self.totals + other.totals,
            {name: np.concatenate([w, other.waits[name]]) for name, w in self.waits.items()},
            self.outside + other.outside, self.full + other.full, self.unpaid + other.unpaid,
            self.converted + other.converted,
        )  # fmt: skip

    def moved(self, before: Handed) -> float:
        """The share of everything handed over that is in another minute than before."""
        pairs = [(parts, before.parts[name]) for name, parts in self.parts.items()]
        pairs.append((self.asked, before.asked))
        shares = [np.abs(now - then).sum() / max(now.sum(), 1) for now, then in pairs]
        return float(max(shares)) / 2


def handed_over(program: Program, chunk: Chunk) -> Handed:
    """What the designed lives of some customers handed over."""
    rows, minutes = chunk.rows, program.flight.days * 1_440
    limited = list(program.flight.ledger.queues)
    queued = _are(rows, "message.queued", "throughput")
    parts, waits = {}, {}
    for channel in limited:
        mine = np.isin(rows["channel"], BASE[channel])
        parts[channel] = _by_minute(rows[queued & mine], rows[queued & mine]["value"], minutes)
        waits[channel] = waits_of(rows[mine])
    unpaid = _are(rows, "message.skipped", "budget")
    return Handed(
        parts, asked(program, rows, _taken(rows) | unpaid, limited, minutes),
        int(rows["cost"][rows["type"] == EVENT["message.sent"]].sum()),
        chunk.totals[:, 0].sum(0), waits,
        int(_are(rows, "message.sent", "outside_window").sum()),
        int(_are(rows, "message.failed", "queue_full").sum()), int(unpaid.sum()),
        int((chunk.totals[:, 0, at.ORDERS] > 0).sum()),
    )  # fmt: skip


def _are(rows: NDArray[Any], kind: str, reason: str) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (rows["type"] == EVENT[kind]) & (rows["reason"] == REASON[reason])
    return found


def _by_minute(rows: NDArray[Any], weights: NDArray[np.int64], minutes: int) -> NDArray[np.int64]:
    return np.rint(np.bincount(rows["at"] // 60, weights, minutes)).astype(np.int64)


def asked(program: Program, rows: NDArray[Any], wanted: NDArray[np.bool_], limited: list[str], minutes: int) -> NDArray[np.int64]:  # fmt: skip
    """Message cost by the minute in which it was wanted, in millionths of the currency."""
    in_queue = np.isin(rows["channel"], [c for name in limited for c in BASE[name]])
    sent = rows[(rows["type"] == EVENT["message.sent"]) & ~in_queue]
    others = rows[wanted]
    cost = others["value"] * unit_prices(program, others)
    return _by_minute(sent, sent["cost"], minutes) + _by_minute(others, cost, minutes)


def unit_prices(program: Program, rows: NDArray[Any]) -> NDArray[np.int64]:
    """Millionths of the currency for one part or message of each row."""
    found: NDArray[np.int64] = program.people["sms_price"][rows["customer"]].astype(np.int64)
    for channel, header in PRICES.items():
        found = np.where(rows["channel"] == channel, program.ground.p[header], found)
    return found


def waits_of(rows: NDArray[Any]) -> NDArray[np.int64]:
    """Seconds from handing over to leaving of every message that left, of one channel's rows.

    A message is known by its customer, step and variant; of several the first in is the first out.
    """
    queued = _taken(rows)
    sent = rows["type"] == EVENT["message.sent"]
    begun, left = rows[queued], rows[sent | _are(rows, "message.skipped", "opted_out")]
    _, ins, outs = np.intersect1d(_turns(begun), _turns(left), return_indices=True)
    waits = left["at"][outs] - begun["at"][ins]
    found: NDArray[np.int64] = waits[left["type"][outs] == EVENT["message.sent"]]
    return found


def _taken(rows: NDArray[Any]) -> NDArray[np.bool_]:
    """Which rows put a message into a queue that took it; what a full one turns away is told in the next row."""
    queued = _are(rows, "message.queued", "throughput")
    queued[:-1] &= ~_are(rows, "message.failed", "queue_full")[1:]
    return queued


def _turns(rows: NDArray[Any]) -> NDArray[np.int64]:
    """A number for each row that says which message it is, and the how manieth of its kind."""
    message = (rows["customer"].astype(np.int64) << 24) | (rows["node"].astype(np.int64) << 10) | rows["variant"]  # fmt: skip
    order = np.lexsort((rows["at"], message))
    ordered = message[order]
    place = np.arange(len(rows)) - np.searchsorted(ordered, ordered, "left")
    found = np.zeros(len(rows), np.int64)
    found[order] = (ordered << 10) | np.minimum(place, 1_023)
    return found
