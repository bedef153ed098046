"""Journeys compiled to arrays: one operation a node, so that editing never recompiles the kernel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.journey import nodes as kinds
from journeyboard.journey.graph import Journey
from journeyboard.records import EVENT_TYPES
from journeyboard.simulation.assembly import Assembly
from journeyboard.simulation.entries import journey_fields
from journeyboard.simulation.flight import Flight, Names, Program
from journeyboard.simulation.kernel import layout as at
from journeyboard.simulation.kernel.ground import Ground
from journeyboard.simulation.kernel.layout import CHANNEL_NAMES, DAY
from journeyboard.simulation.lives import lives_of
from journeyboard.simulation.operations import add_fallback, add_node
from journeyboard.simulation.passengers import passengers, reply_rows
from journeyboard.simulation.settings import event_number
from journeyboard.simulation.world import waiting_times, world_numbers


def compile_flight(flight: Flight) -> Program:
    """The program of a flight. Raises BadInput for what cannot be flown, with the node's name."""
    b = Assembly(flight)
    for number, journey in enumerate(flight.journeys):
        add_journey(b, number, journey)
    return finish(b)


def add_journey(b: Assembly, number: int, journey: Journey) -> None:
    """All tables of one journey."""
    walked = [node for node in journey.nodes if not isinstance(node, kinds.Note)]
    first = len(b.nodes)
    extra = [n for n in walked if isinstance(n, kinds.MessageBase) and n.fallback]
    b.place = {node.id: first + k for k, node in enumerate(walked)}
    b.fallbacks = {n.id: first + len(walked) + k for k, n in enumerate(extra)}
    b.nodes += [node.id for node in walked] + [node.id for node in extra]
    b.conditions.node_numbers = b.place
    fields = journey_fields(b, number, journey)
    for node in walked:
        add_node(b, number, journey, node)
    for node in extra:
        add_fallback(b, number, journey, node)
    b.tables["journeys"] += fields
    for rule in journey.exit_rules:
        channel = -1 if rule.channel is None else CHANNEL_NAMES.index(rule.channel)
        kind = event_number(rule.event)
        b.tables["exits"] += [
            number,
            kind,
            int(rule.key is not None),
            channel,
            int(rule.goal),
        ]
    for cap in journey.caps:
        b.add_cap(number, cap)


def finish(b: Assembly) -> Program:
    """Put the tables end to end behind the header, and the customers beside them."""
    people, history = passengers(b.flight, b.clocks)
    listen(b)
    b.tables["conditions"] = [x for span in b.conditions.spans for x in span]
    b.tables["truths"] = b.conditions.truths
    add_circumstances(b)
    b.tables["codes"] = [x for code in b.conditions.codes for x in code]
    lives, life_names = lives_of(b.flight.journeys, b.assignments, sorted(b.channels), messages(b))
    ground = Ground(
        p=blob(b), w=world_numbers(b.flight.behaviour),
        q=waiting_times(b.flight.behaviour), salts=np.array(b.salts, np.uint64),
        bits=b.conditions.bits(), parts=stacked(b.parts, len(people), np.uint8),
        slots=b.conditions.starts(), dates=stacked(b.dates, len(people), np.int64), history=history,
        replies=reply_rows(b.flight),
    )  # fmt: skip
    names = Names(
        tuple(b.nodes), tuple(b.variants), tuple(b.reasons), tuple(b.assignments), life_names
    )  # fmt: skip
    return Program(ground, people, lives, names, b.flight)


def messages(b: Assembly) -> list[tuple[str, str, int]]:
    """The (journey, node, number) of every message and ads node, each once."""
    fields = np.array(b.tables["nodes"], np.int64).reshape(-1, at.NODE_WIDTH)
    return [
        (b.flight.journeys[f[at.N_JOURNEY]].id, b.nodes[n], n)
        for n, f in enumerate(fields)
        if f[at.N_OP] in (at.OP_MESSAGE, at.OP_ADS) and f[at.N_OWNER] == n
    ]


def add_circumstances(b: Assembly) -> None:
    """The season, and what the sender's limits come to."""
    b.tables["season"] = list(b.flight.season)
    for channel, table in b.flight.ledger.queues.items():
        b.tables[f"queue_{channel}"] = table.ravel().tolist()
    if b.flight.ledger.cutoffs is not None:
        b.tables["budget"] = b.flight.ledger.cutoffs.ravel().tolist()


def listen(b: Assembly) -> None:
    listens = [0] * len(EVENT_TYPES)
    heard = b.tables["exits"][1::5] + b.tables["branches"][0::5]
    heard += [f for f in b.tables["journeys"][at.J_TYPE :: at.JOURNEY_WIDTH] if f >= 0]
    heard += [
        r
        for first, last in delay_rows(b)
        for r in b.tables["rows"][first:last][at.D_ANCHOR :: at.ROW_WIDTH]
    ]
    for kind in heard:
        if kind >= 0:
            listens[kind] = 1
    b.tables["listens"] = listens


def delay_rows(b: Assembly) -> Iterator[tuple[int, int]]:
    """Where the setting rows of each delay lie, those of all levels."""
    nodes, width = b.tables["nodes"], at.NODE_WIDTH
    firsts = sorted({*nodes[at.N_ROW :: width], len(b.tables["rows"]) // at.ROW_WIDTH})
    for start in range(0, len(nodes), width):
        if nodes[start + at.N_OP] == at.OP_DELAY:
            first = nodes[start + at.N_ROW]
            last = firsts[firsts.index(first) + 1]
            yield first * at.ROW_WIDTH, last * at.ROW_WIDTH


def blob(b: Assembly) -> NDArray[np.int64]:
    prices, header = b.flight.brand.prices, dict.fromkeys(at.HEADER, 0)
    worth = b.flight.brand.subscriber_value
    header |= {
        "n_nodes": len(b.nodes), "n_journeys": len(b.flight.journeys),
        "n_exits": len(b.tables["exits"]) // 5, "n_caps": len(b.tables["caps"]) // 5,
        "n_assignments": len(b.assignments), "n_products": len(b.tables["products"]) // 4,
        "horizon": b.flight.days * DAY, "n_places": len(b.clocks.places),
        "shipping": round(b.flight.brand.shipping_cost * 100),
        "mms_price": round(prices.mms * 1e6), "email_price": round(prices.email * 1e6),
        "push_price": round(prices.push * 1e6), "ad_price": round(prices.ads_cpm * 1e3),
        "weekday": b.flight.start.weekday(),
        "sms_value": round(worth.sms * 100), "email_value": round(worth.email * 100),
        "push_value": round(worth.push * 100),
    }  # fmt: skip
    blob: list[int] = []
    for name, table in b.tables.items():
        if table:
            header[name] = len(at.HEADER) + len(blob)
            blob += table
    return np.array([header[name] for name in at.HEADER] + blob, np.int64)


def stacked(columns: list[NDArray[Any]], count: int, dtype: Any) -> NDArray[Any]:
    """Columns side by side, shape [customers, columns], one column of zeros when there is none."""
    return np.ascontiguousarray(np.stack(columns, 1)) if columns else np.zeros((count, 1), dtype)
