"""The loop: one life of one customer, from the start of the run to its end."""

from __future__ import annotations

from functools import partial
from typing import Any

from journeyboard.journey import nodes as kinds

from . import steps, tokens
from .customer import Customer
from .entries import plan_entries
from .hazard import next_threshold, order_due
from .known import Known
from .record import WORLD, Life, Place
from .replies import plan_reply
from .world import cart_open, lapse, place_order, plan_visit

ORDER_FIRST = -1
"""An order that falls due comes before everything else at its moment."""


def live(known: Known, place: int, kind: tuple[str, ...] = ("designed",)) -> Life:
    """One life of the customer at this place, from the start of the run to its end."""
    life = begin(known, known.customer(place), kind)
    plan_entries(life)
    plan_reply(life)
    if not known.quiet_world:
        plan_visit(life)
    while not life.stopped:
        until = min(life.env.peek(), known.horizon)
        due = order_due(life, int(until))
        if due is None and until < known.horizon:
            life.env.step()
        elif due is not None and due < known.horizon:
            life.at(due, ORDER_FIRST, partial(order_falls_due, life))
            life.env.step()
        else:
            break
    return life


def begin(known: Known, who: Customer, kind: tuple[str, ...]) -> Life:
    """A customer as they are at the start, and what is different in this kind of life."""
    closed = {j.id for j in known.flight.journeys} if kind == ("untouched",) else set()
    closed |= {kind[1]} if kind[0] == "without_journey" else set()
    off = {kind[1]} if kind[0] == "without_channel" else set()
    life = Life(
        known, who, who.profile["stage"], dict(who.consent),
        [Place(j, rank, closed=j.id in closed) for rank, j in enumerate(known.journeys)],
        tokens.hear, steps.walk, channels_off=frozenset(off | ({"mms"} if "sms" in off else set())),
        demanded=(kind[1], kind[2]) if kind[0] == "arm" else None,
        left_out=(kind[1], kind[2]) if kind[0] == "without_message" else None,
        attributes=attributes(known, who), last_order=who.last_order,
        less=who.profile.get("sms_less") in (True, 1),
    )  # fmt: skip
    next_threshold(life)
    if life.stage in ("loyalty", "advocacy") and life.last_order is not None:
        life.later(max(0, life.last_order + known.numbers.lapse_after), WORLD, partial(lapse, life))
    return life


def attributes(known: Known, who: Customer) -> dict[str, Any]:
    """The attributes that some update node writes, as they are at the start."""
    updates = [n for j in known.flight.journeys for n in j.nodes if isinstance(n, kinds.Update)]
    lists = [f"list:{name}" for node in updates for name in (*node.add_to, *node.remove_from)]
    names = [*(name for node in updates for name in node.set), *lists]
    return {name: who.profile.get(name) for name in names}


def order_falls_due(life: Life) -> None:
    """The customer orders by themselves: what is in an open cart, or something new."""
    next_threshold(life)
    place_order(life, "returned" if cart_open(life) else "direct")
