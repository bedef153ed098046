"""The figures of every step, counted from a trial's rows in memory, with who is behind each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeyboard.measurement.steps import FIGURES, Flow, StepFigures
from journeyboard.measurement.sums import MACHINES, OPT_OUT_WINDOW
from journeyboard.measurement.walks import ENTRY
from journeyboard.measurement.window import Window, seconds
from journeyboard.records import EVENT_TYPES
from journeyboard.simulation.kernel.layout import CH_ADS, CH_MMS, CH_SMS, EVENT, REASON
from journeyboard.simulation.trial import Trial

ENTERED, STEP, EXITED = (
    EVENT[name] for name in ("journey.entered", "journey.step_entered", "journey.exited")
)
PLACED, DELIVERED = EVENT["order.placed"], EVENT["message.delivered"]
OPTED_OUT = EVENT["consent.unsubscribed"]
_TOLD = {
    "message.sent": "sent",
    "message.delivered": "delivered",
    "message.skipped": "skipped",
    "message.clicked": "clicked",
    "ad.impression": "shown",
    "ad.clicked": "clicked",
}
_OF_MESSAGE = ("sent", "delivered", "skipped", "clicked", "ordered", "opted_out")
_OF_AD = ("skipped", "shown", "clicked")
_ONCE = ("clicked", "ordered", "opted_out")
"""Figures that count a customer once a step, however often they did it."""

Who = NDArray[np.int32]
Places = NDArray[np.int64]


class Rows(NamedTuple):
    """The columns of a trial's rows that figures are counted from, each in one piece: quicker to look through."""

    customer: NDArray[Any]
    at: NDArray[Any]
    type: NDArray[Any]
    journey: NDArray[Any]
    node: NDArray[Any]
    channel: NDArray[Any]
    reason: NDArray[Any]

    def where(self, chosen: NDArray[np.bool_]) -> Rows:
        """Only the chosen rows."""
        places = np.flatnonzero(chosen)
        return Rows(*(column[places] for column in self))


@dataclass(frozen=True)
class StepCounts:
    """Who is behind each figure of `StepFigures`: a customer's number, once for each time they count.

    `customers` is how many flew, `entries`, `nodes` and `flows` are as there.
    """

    journey: str
    window_s: int
    customers: int
    entries: Who
    nodes: Mapping[str, Mapping[str, Who]]
    flows: Mapping[tuple[str, str], Who]

    @property
    def figures(self) -> StepFigures:
        """How many they are: what `step_figures` says of the same flight's event log."""
        nodes = {
            node: {name: len(seen[name]) for name in FIGURES if name in seen}
            for node, seen in sorted(self.nodes.items())
        }
        flows = (Flow(*pair, count=len(who)) for pair, who in sorted(self.flows.items()))
        return StepFigures(self.journey, self.window_s, len(self.entries), nodes, tuple(flows))

    def first(self, customers: int) -> StepCounts:
        """The same flight of the first so many customers alone."""

        def kept(who: Who) -> Who:
            return who[who < customers]

        nodes = {
            node: {name: kept(who) for name, who in seen.items()}
            for node, seen in self.nodes.items()
        }
        nodes = {node: seen for node, seen in nodes.items() if any(map(len, seen.values()))}
        flows = {pair: kept(who) for pair, who in self.flows.items()}
        flows = {pair: who for pair, who in flows.items() if len(who)}
        return StepCounts(
            self.journey, self.window_s, customers, kept(self.entries), nodes, flows
        )  # fmt: skip


def step_counts(trial: Trial, journey: str, *, window: Window | None = None) -> StepCounts:
    """The figures of every step of one journey of a trial that kept its rows.

    `window` bounds the time from a delivered message to the order it is credited with; without
    one it is that of the flight's first journey, as for a run.
    """
    flight, names = trial.program.flight, trial.program.names.nodes
    number = [one.id for one in flight.journeys].index(journey)
    within = seconds(flight.journeys[0].goal.window if window is None else window)
    rows = Rows(*(np.ascontiguousarray(trial.rows[name]) for name in Rows._fields))
    entered = (rows.journey == number) & (rows.type == ENTERED)
    nodes, flows = _walked(rows, number)
    for node, seen in _told(rows, number).items():
        nodes.setdefault(node, {}).update(seen)
    for name, place in _credited(rows, within).items():
        _credit(nodes, rows, number, name, place)
    return StepCounts(
        journey,
        within,
        trial.program.size,
        rows.customer[entered],
        {names[node]: seen for node, seen in nodes.items()},
        {(names[a] if a >= 0 else ENTRY, names[b]): who for (a, b), who in flows.items()},
    )


_Nodes = dict[int, dict[str, Who]]


def _walked(rows: Rows, number: int) -> tuple[_Nodes, dict[tuple[int, int], Who]]:
    """Passes by step, and by way from one step to the next (-1: from the entry)."""
    kinds = rows.type
    steps = (kinds == STEP) & (rows.node >= 0)
    mine = rows.where((rows.journey == number) & (steps | (kinds == ENTERED) | (kinds == EXITED)))
    who, kind, node = mine.customer, mine.type, mine.node.astype(np.int64)
    goes_on = np.r_[who[1:] == who[:-1], False][: len(who)]
    came_from = np.r_[-1, np.where(goes_on & (kind == STEP), node, -1)[:-1]][: len(who)]
    next_is_step = np.r_[kind[1:] == STEP, False][: len(who)]
    step = kind == STEP
    told = {"entered": step, "waiting": step & ~goes_on, "left": step & goes_on & ~next_is_step}
    nodes: _Nodes = {}
    for name, chosen in told.items():
        for at, customers in _split(node[chosen], who[chosen]).items():
            nodes.setdefault(at, {})[name] = customers
    nodes = {at: {name: seen.get(name, _NOBODY) for name in told} for at, seen in nodes.items()}
    wide = int(node.max(initial=0)) + 1
    ways = _split((came_from[step] + 1) * wide + node[step], who[step])
    return nodes, {(key // wide - 1, key % wide): customers for key, customers in ways.items()}


def _told(rows: Rows, number: int) -> _Nodes:
    """What messages and ads tell of themselves, by step; machines do not click."""
    mine = rows.where((rows.journey == number) & (rows.node >= 0) & _is_message(rows.type))
    mine = mine.where(~np.isin(mine.reason, _machines()))
    nodes: _Nodes = {}
    for ads in (False, True):
        for at in np.flatnonzero(np.bincount(mine.node[(mine.channel == CH_ADS) == ads])).tolist():
            nodes.setdefault(at, {}).update(dict.fromkeys(_OF_AD if ads else _OF_MESSAGE, _NOBODY))
    for event, name in _TOLD.items():
        those = mine.type == EVENT[event]
        for at, who in _split(mine.node[those], mine.customer[those]).items():
            nodes[at][name] = np.concatenate([nodes[at][name], who])
    return {at: {name: _counted(name, who) for name, who in seen.items()} for at, seen in nodes.items()}  # fmt: skip


def _is_message(kinds: NDArray[Any]) -> NDArray[np.bool_]:
    told = np.array([name.startswith(("message.", "ad.")) for name in EVENT_TYPES])
    return np.asarray(told[kinds], np.bool_)


def _machines() -> list[int]:
    return [REASON[name] for name in MACHINES if name in REASON]


def _credited(rows: Rows, within: int) -> dict[str, Places]:
    """The rows that orders and opt-outs are credited to: the message delivered last, or the one named."""
    kinds, channel = rows.type, rows.channel.copy()
    channel[channel == CH_MMS] = CH_SMS
    delivered = np.flatnonzero(kinds == DELIVERED)
    orders = _last(rows, np.flatnonzero(kinds == PLACED), delivered, within)
    named = np.flatnonzero((kinds == OPTED_OUT) & (rows.node >= 0))
    silent = np.flatnonzero((kinds == OPTED_OUT) & (rows.node < 0))
    found = [named]
    for medium in np.unique(channel[silent]).tolist():
        lane = delivered if medium < 0 else delivered[channel[delivered] == medium]
        found.append(_last(rows, silent[channel[silent] == medium], lane, OPT_OUT_WINDOW))
    return {"ordered": orders, "opted_out": np.concatenate(found)}


def _last(rows: Rows, facts: Places, touches: Places, within: int) -> Places:
    """For each fact the customer's last touch before it, where one lies within so many seconds."""
    if not len(touches):
        return touches
    place = np.searchsorted(touches, facts) - 1
    last = touches[np.maximum(place, 0)]
    same = (place >= 0) & (rows.customer[last] == rows.customer[facts])
    return np.asarray(last[same & (rows.at[facts] - rows.at[last] <= within)], np.int64)


def _credit(nodes: _Nodes, rows: Rows, number: int, name: str, places: Places) -> None:
    ours = places[(rows.journey[places] == number) & (rows.node[places] >= 0)]
    for at, who in _split(rows.node[ours], rows.customer[ours]).items():
        blank = dict.fromkeys(_OF_MESSAGE, _NOBODY)
        nodes[at] = {**blank, **nodes.get(at, {}), name: _counted(name, who)}


def _counted(name: str, who: Who) -> Who:
    return np.unique(who) if name in _ONCE else who


def _split(keys: NDArray[Any], who: Who) -> dict[int, Who]:
    """The customers by key, which is at least 0; each in the order they came."""
    many = np.bincount(keys)
    short = (
        keys.astype(np.uint16) if len(many) < 1 << 16 else keys
    )  # sorted by digits, much quicker
    sorted_who = who[np.argsort(short, kind="stable")]
    found = np.flatnonzero(many)
    ends = np.cumsum(many[found])
    return {
        int(key): sorted_who[end - many[key] : end] for key, end in zip(found, ends, strict=True)
    }


_NOBODY: Who = np.zeros(0, np.int32)
