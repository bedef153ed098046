"""Rules about the drawing: what nobody reaches, what never ends, what leads nowhere; JB101 to JB109."""

from __future__ import annotations

from collections.abc import Iterator

from journeyboard.journey.edits import Connect, Disconnect, RemoveNode, SetField
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import (
    Delay,
    Exit,
    Jump,
    Note,
    RandomSplit,
    Split,
    Unsupported,
    WaitUntil,
)
from journeyboard.journey.questions import dead_ends, open_ports, unbounded_cycles, unreachable
from journeyboard.lint.rule import Fault, Rule
from journeyboard.lint.subject import Subject

MANY_PASSES = 10


def no_start(subject: Subject) -> Iterator[Fault]:
    """The entry leads nowhere.

    Nobody who enters meets a single step, so a flight of this journey shows nothing. Wire the entry
    to the first step. (JRN-03)
    """
    if subject.journey.start is None:
        led_to = {port.target for _, port in subject.journey.wires}
        steps = [node for node in subject.journey.nodes if not isinstance(node, Note)]
        first = next((node for node in steps if node.id not in led_to), steps[0] if steps else None)
        if first is None:  # a blank board is a beginning, no mistake
            yield Fault("The journey has no step yet; add the first one.", severity="info")
            return
        fix = Connect(source="entry", port="start", target=first.id)
        yield Fault("The entry leads nowhere; wire it to the first step.", None, fix)


def unreachable_node(subject: Subject) -> Iterator[Fault]:
    """No way leads from the entry to this node.

    It looks like part of the plan and does nothing; readers of the drawing will count on it. Wire it
    or remove it. (JRN-03)
    """
    if subject.journey.start is None:
        return
    for node_id in unreachable(subject.journey):
        yield Fault(
            "Nobody gets here from the entry; wire it in or remove it.",
            node_id,
            RemoveNode(id=node_id),
        )


def dead_end(subject: Subject) -> Iterator[Fault]:
    """The path stops at a node that is no exit.

    Customers leave there, which may be meant; an exit says so, and its reason shows in the counts.
    Wire the node to an exit. (JRN-03)
    """
    ends, way_out = dict(reversed(open_ports(subject.journey))), _only_exit(subject.journey)
    for node_id in dead_ends(subject.journey):
        yield Fault(
            "The path stops here without an exit; end it with one.",
            node_id,
            _ending(node_id, ends[node_id].name, way_out),
        )


def open_branch(subject: Subject) -> Iterator[Fault]:
    """One branch of a split or a wait leads nowhere while others go on.

    Often it was forgotten, and a part of the customers silently drops out. A control arm may end
    there. Wire the branch onward or to an exit. (JRN-03)
    """
    ended, way_out = set(dead_ends(subject.journey)), _only_exit(subject.journey)
    nodes = {node.id: node for node in subject.journey.nodes}
    for node_id, port in open_ports(subject.journey):
        node = nodes[node_id]
        branching = isinstance(node, Split | RandomSplit | WaitUntil)
        if branching and node_id not in ended and not _is_control(node, port.name):
            yield Fault(
                f"The branch “{port.name}” leads nowhere; wire it onward or to an exit.",
                node_id,
                _ending(node_id, port.name, way_out),
            )


def endless_loop(subject: Subject) -> Iterator[Fault]:
    """A round trip that nothing ends.

    Whoever gets in meets the same steps again and again until the horizon: the fastest way to lose a
    subscriber. Lead the way back through a jump, which counts its passes. (JRN-03)
    """
    for cycle in unbounded_cycles(subject.journey):
        way = " → ".join((*cycle, cycle[0]))
        yield Fault(f"{way} goes round without end; use a jump with a limit.", cycle[-1])


def many_passes(subject: Subject) -> Iterator[Fault]:
    """A jump that sends customers round more than ten times.

    A loop this long is a loop without a bound for the person in it. Ten passes are a lot already;
    most reminders have said everything after two. (JRN-03; the ten is a design default)
    """
    for node in subject.journey.nodes:
        if isinstance(node, Jump) and node.max_passes > MANY_PASSES:
            yield Fault(
                f"The jump goes back {node.max_passes} times; set a limit of {MANY_PASSES} or less.",
                node.id,
                SetField(node=node.id, path="max_passes", value=3),
            )


def idle_jump(subject: Subject) -> Iterator[Fault]:
    """A jump that goes back to nowhere, or never.

    Everybody walks straight past it. Wire its way back, or take it out. (JRN-03)
    """
    for node in subject.journey.nodes:
        if isinstance(node, Jump) and (node.to is None or node.max_passes == 0):
            yield Fault(
                "This jump never goes back; wire its way back or remove it.",
                node.id,
                RemoveNode(id=node.id),
            )


def note_on_wire(subject: Subject) -> Iterator[Fault]:
    """A wire leads into a note.

    A note is a remark on the board: customers who are led to it leave the journey. Wire past it.
    """
    notes = {node.id for node in subject.journey.nodes if isinstance(node, Note)}
    for source, port in subject.journey.wires:
        if port.target in notes:
            yield Fault(
                f"“{port.name}” of “{source}” leads into a note, where customers get lost; wire past it.",
                port.target,
                Disconnect(source=source, port=port.name),
            )


def idle_delay(subject: Subject) -> Iterator[Fault]:
    """A delay that waits for nothing.

    It was probably left unfinished: the next message follows at once. Give it a time, an hour of the
    day, a date or an event to count from.
    """
    for node in subject.journey.nodes:
        if isinstance(node, Delay) and not _waits(node):
            yield Fault("This delay waits for nothing; give it a time.", node.id)


def foreign_step(subject: Subject) -> Iterator[Fault]:
    """A step of a kind that this version does not know.

    It is kept as it came and written back unchanged; in a flight customers pass through it, so the
    numbers leave it out. Check its spelling, or rebuild it from known steps.
    """
    for node in subject.journey.nodes:
        if isinstance(node, Unsupported):
            yield Fault(
                f"The kind “{node.source_kind}” is not known; customers pass through it.", node.id
            )


def _waits(node: Delay) -> bool:
    return any(
        (node.for_, node.jitter, node.until_time, node.until_date, node.weekdays, node.anchor)
    )


def _is_control(node: object, port: str) -> bool:
    arms = node.arms if isinstance(node, RandomSplit) else ()
    return any(arm.control and arm.name == port for arm in arms)


def _only_exit(journey: Journey) -> str | None:
    exits = [node.id for node in journey.nodes if isinstance(node, Exit)]
    return exits[0] if len(exits) == 1 else None


def _ending(source: str, port: str, way_out: str | None) -> Connect | None:
    return Connect(source=source, port=port, target=way_out) if way_out else None


STRUCTURE: tuple[Rule, ...] = (
    Rule("JB100", "structure.no-start", "error", no_start),
    Rule("JB101", "structure.unreachable", "warning", unreachable_node),
    Rule("JB102", "structure.dead-end", "info", dead_end),
    Rule("JB103", "structure.open-branch", "warning", open_branch),
    Rule("JB104", "structure.endless-loop", "error", endless_loop),
    Rule("JB105", "structure.many-passes", "warning", many_passes),
    Rule("JB106", "structure.idle-jump", "warning", idle_jump),
    Rule("JB107", "structure.note-on-wire", "warning", note_on_wire),
    Rule("JB108", "structure.idle-delay", "warning", idle_delay),
    Rule("JB109", "structure.foreign-step", "warning", foreign_step),
)
"""In the order the screen shows them."""
