"""Nodes compiled: one operation for each, and what only its kind has; a new kind goes here."""

from __future__ import annotations

from datetime import datetime
from typing import Any, assert_never

from journeyboard.journey import nodes as kinds
from journeyboard.journey.graph import Journey
from journeyboard.simulation.assembly import Assembly, shares, written
from journeyboard.simulation.kernel import layout as at
from journeyboard.simulation.settings import (
    by_level,
    delay_row,
    event_number,
    fallback_setting,
    levels_of,
    message_settings,
)

QUIET = ("hold", "skip", "ignore")


def node_fields(
    b: Assembly, number: int, journey: Journey, node: Any, op: int, purpose: str = ""
) -> list[int]:
    """What every node has; a fallback is a node of its own that answers to the message's name."""
    f = [0] * at.NODE_WIDTH
    f[at.N_OP], f[at.N_JOURNEY], f[at.N_OWNER] = op, number, b.place[node.id]
    f[at.N_SALT] = b.salt(journey.id, node.id, purpose)
    f[at.N_ROW], f[at.N_VARIANTS] = len(b.tables["rows"]) // at.ROW_WIDTH, 1
    f[at.N_FACTOR] = f[at.N_FACTOR_2] = f[at.N_FALLBACK] = f[at.N_SKIP] = f[at.N_STALE] = -1
    ports = [b.target(port.target) for port in node.ports] or [-1]
    f[at.N_PORTS], f[at.N_N_PORTS] = len(b.tables["ports"]), len(ports)
    b.tables["ports"] += ports
    return f


def add_node(b: Assembly, number: int, journey: Journey, node: kinds.Node) -> None:
    """A node with all its tables."""
    f = node_fields(b, number, journey, node, operation(node))
    fill(b, f, number, journey, node)
    b.tables["nodes"] += f


def fill(b: Assembly, f: list[int], number: int, journey: Journey, node: kinds.Node) -> None:
    """What only this kind of node has."""
    match node:
        case kinds.Sms() | kinds.Email() | kinds.Push() | kinds.Ads():
            fill_message(b, f, journey, node)
        case kinds.Delay():
            fill_factors(b, f, journey, node)
            for changed in by_level(journey, node):
                b.tables["rows"] += delay_row(changed, local_midnight(b, changed))
        case kinds.WaitUntil():
            f[at.N_A], f[at.N_B] = len(b.tables["branches"]) // 5, len(node.branches)
            f[at.N_C] = node.timeout
            for branch in node.branches:
                b.tables["branches"] += [
                    event_number(branch.event, node.id), int(branch.key is not None),
                    -1 if branch.node is None else b.place.get(branch.node, -9),
                    b.target(branch.next), 0,
                ]  # fmt: skip
        case kinds.Split():
            f[at.N_A], f[at.N_B] = len(b.conditions.spans), len(node.branches)
            for split in node.branches:
                b.conditions.add(split.when)
        case kinds.RandomSplit():
            fill_random(b, f, number, journey, node)
        case kinds.Update():
            fill_update(b, f, node)
        case kinds.Jump():
            f[at.N_A] = node.max_passes
        case kinds.Exit():
            f[at.N_A] = b.reason(node.reason)
        case kinds.Webhook() | kinds.Goal() | kinds.Unsupported() | kinds.Note():
            pass
        case _:
            assert_never(node)


def local_midnight(b: Assembly, node: kinds.Delay) -> int:
    if node.until_date is None:
        return -1
    midnight = datetime.combine(node.until_date, datetime.min.time())
    seconds = int((midnight - b.flight.start).total_seconds())
    return seconds if seconds >= 0 else -1


def fill_factors(b: Assembly, f: list[int], journey: Journey, node: Any) -> None:
    names = sorted(node.by)
    sizes = [len(levels) for levels in levels_of(journey, node)]
    if names:
        f[at.N_FACTOR] = b.factors[names[0]]
    if len(names) == 2:
        f[at.N_FACTOR_2], f[at.N_LEVELS] = b.factors[names[1]], sizes[1]


def fill_message(b: Assembly, f: list[int], journey: Journey, node: kinds.Message) -> None:
    fill_factors(b, f, journey, node)
    settings, f[at.N_VARIANTS] = message_settings(journey, node)
    f[at.N_QUIET] = QUIET.index(node.quiet_hours)
    f[at.N_STALE] = -1 if node.stale_after is None else node.stale_after
    f[at.N_FALLBACK] = b.fallbacks.get(node.id, -1)
    f[at.N_SKIP] = b.target(node.on_skip)
    for setting in settings:
        b.add_setting(setting)


def add_fallback(b: Assembly, number: int, journey: Journey, node: Any) -> None:
    """The message that those without consent for the first channel get."""
    f = node_fields(b, number, journey, node, at.OP_MESSAGE, "fallback")
    f[at.N_QUIET] = QUIET.index(node.quiet_hours)
    f[at.N_SKIP] = b.target(node.on_skip)
    b.add_setting(fallback_setting(node))
    b.tables["nodes"] += f


def fill_random(
    b: Assembly, f: list[int], number: int, journey: Journey, node: kinds.RandomSplit
) -> None:
    """The arms of a random split, an experiment of its own."""
    f[at.N_A], f[at.N_B] = len(b.tables["arms"]), len(node.arms)
    b.tables["arms"] += shares([arm.weight for arm in node.arms])
    control = next((k for k, arm in enumerate(node.arms) if arm.control), None)
    arms = [(arm.name, arm.weight) for arm in node.arms]
    f[at.N_C] = b.assignment(number, journey, node.id, arms, control)


def fill_update(b: Assembly, f: list[int], node: kinds.Update) -> None:
    """The slots an update writes, and the numbers of the values."""
    values = written(node)
    f[at.N_A], f[at.N_B] = len(b.tables["sets"]) // 2, len(values)
    for name, value in values.items():
        b.tables["sets"] += [b.conditions.slot(name, (value,)), b.conditions.value(name, value)]


def operation(node: kinds.Node) -> int:
    """The kernel's operation for a node kind."""
    match node:
        case kinds.Sms() | kinds.Email() | kinds.Push():
            return at.OP_MESSAGE
        case kinds.Ads():
            return at.OP_ADS
        case kinds.Delay():
            return at.OP_DELAY
        case kinds.WaitUntil():
            return at.OP_WAIT
        case kinds.Split():
            return at.OP_SPLIT
        case kinds.RandomSplit():
            return at.OP_RANDOM
        case kinds.Update():
            return at.OP_UPDATE
        case kinds.Webhook():
            return at.OP_WEBHOOK
        case kinds.Jump():
            return at.OP_JUMP
        case kinds.Goal():
            return at.OP_GOAL
        case kinds.Exit():
            return at.OP_EXIT
        case kinds.Unsupported() | kinds.Note():
            return at.OP_PASS
    assert_never(node)
