"""Who is where in which journey: entering, leaving, and what an event means to those inside."""

from __future__ import annotations

from functools import partial

from journeyboard.journey.graph import EventEntry
from journeyboard.journey.nodes import Delay, Node, Note, WaitUntil

from . import dice
from .conditions import holds, same_cart
from .content import delay_for
from .record import JOURNEY, Life, Place, Row

END_OF_PATH = "end_of_path"


def wake(life: Life, place: Place, at: int) -> None:
    """Let the customer walk on at a moment, unless they have left or been woken until then."""
    life.later(at, JOURNEY + place.rank, partial(walk_on, place, place.turn))


def walk_on(place: Place, turn: int) -> None:
    """The customer goes on from where they stand."""
    if place.inside and place.turn == turn and place.walk:
        next(place.walk, None)


def leave(life: Life, place: Place, reason: str) -> None:
    """Out of the journey; whatever was still to come finds nobody there."""
    life.log_step("journey.exited", place, reason)
    place.inside = False
    place.turn += 1
    place.listens = False


def go_to(life: Life, place: Place, onward: str | None) -> bool:
    """Put the customer on a node, or out where the way is open; True while inside."""
    place.node = standing_on(place, onward)
    place.listens = False
    if place.node is None:
        leave(life, place, END_OF_PATH)
    return place.node is not None


def send_to(life: Life, place: Place, onward: str | None) -> None:
    """An event has decided where somebody who waits goes on."""
    if go_to(life, place, onward):
        place.walk = life.walk(life, place)
        wake(life, place, life.now)


def may_enter(life: Life, place: Place) -> bool:
    """The launch, the re-entry rule, and nobody is in one journey twice at a time."""
    if place.inside or place.closed:
        return False
    if life.now < life.flight.flight.launches.get(place.journey.id, 0):
        return False
    if place.times == 0:
        return True
    rule = place.journey.reentry
    if rule.allow == "after":
        return life.now >= place.entered + rule.after
    return rule.allow == "always"


def enter(life: Life, place: Place, asked: list[object], cart: int | None, value: int) -> None:
    """Into the journey, if its rules and conditions let this customer in."""
    if not may_enter(life, place):
        return
    before = place.cart, place.value, place.entered, place.rows_before
    place.cart, place.value, place.entered, place.rows_before = (
        cart,
        value,
        life.now,
        len(life.rows),
    )
    if not all(holds(life, place, one) for one in (*asked, place.journey.entry_filter)):  # type: ignore[arg-type]
        place.cart, place.value, place.entered, place.rows_before = before
        return
    place.inside, life.entered = True, True
    place.times += 1
    place.passes.clear()
    place.node = None
    life.log_step("journey.entered", place)
    assign_at_entry(life, place)
    place.node = standing_on(place, place.journey.start)
    place.walk = life.walk(life, place)
    wake(life, place, life.now)


def standing_on(place: Place, node_id: str | None) -> Node | None:
    """The node of that id; a wire to a note, on which nobody stands, counts as open."""
    node = place.journey.node(node_id) if node_id else None
    return None if isinstance(node, Note) else node


def assign_at_entry(life: Life, place: Place) -> None:
    """The journey's control group and the levels of its factors, decided once a customer."""
    journey, key = place.journey, life.customer.key
    group = journey.control_group
    if group:
        draw = dice.uniform(key, dice.salt(journey.id, "control group"), 0, 0)
        held_out = int(draw * dice.BILLION) < round(group.share * dice.BILLION)
        arm = assign(life, place, "control_group", group.name if held_out else "treated")
        place.control = arm == group.name
    for factor, levels in sorted(journey.experiments.items()):
        draw = dice.uniform(key, dice.salt(journey.id, "factor", factor), 0, 0)
        assign(life, place, factor, list(levels)[dice.pick(list(levels.values()), draw)])


def assign(life: Life, place: Place, name: str, arm: str) -> str:
    """The arm of an experiment: the one already given, the one this life demands, or the drawn one."""
    experiment = f"{place.journey.id}/{name}"
    if experiment in life.assigned:
        return life.assigned[experiment][1]
    if life.demanded and life.demanded[0] == experiment:
        arm = life.demanded[1]
    life.assigned[experiment] = life.now, arm
    place.experiment = place.experiment or experiment
    life.log_step("journey.assigned", place, experiment=experiment)
    return arm


def hear(life: Life, row: Row) -> None:
    """An event has happened: exits first, then those waiting for it, then who enters by it."""
    for place in life.places:
        hear_exits(life, place, row)
        if place.inside and place.listens:
            hear_waiting(life, place, row)
        entry = place.journey.entry
        if isinstance(entry, EventEntry) and entry.event == row.type:
            enter(life, place, [entry.where], row.cart if entry.key else None, row.value)


def hear_exits(life: Life, place: Place, row: Row) -> None:
    """The exit rules of one journey; they also end its ads."""
    for rule in place.journey.exit_rules:
        if rule.event != row.type or (rule.key and not same_cart(place, row.cart)):
            continue
        if rule.channel and rule.channel != row.channel:
            continue
        place.ads_turn += 1
        if place.inside:
            if rule.goal:
                life.log_step("journey.goal_reached", place)
            leave(life, place, "exit_rule")


def hear_waiting(life: Life, place: Place, row: Row) -> None:
    """Somebody waits on a node: does this event let them go on?"""
    node = place.node
    if isinstance(node, Delay) and delay_for(life, place, node).anchor == row.type:
        place.turn += 1
        wake(life, place, life.now)
    if isinstance(node, WaitUntil):
        hear_branches(life, place, node, row)


def hear_branches(life: Life, place: Place, node: WaitUntil, row: Row) -> None:
    """The first branch that this event belongs to; an open one leads out at once."""
    for branch in node.branches:
        if branch.event != row.type or (branch.key and not same_cart(place, row.cart)):
            continue
        if branch.node and (row.journey, row.node) != (place.journey.id, branch.node):
            continue
        place.turn += 1
        send_to(life, place, branch.next)
        return
