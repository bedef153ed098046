"""The journey: its settings, its nodes and their wires."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from journeyboard.audience.conditions import Condition
from journeyboard.errors import JourneyError, Place
from journeyboard.journey.nodes import ClockTime, Node, NodeId, Port, Wire
from journeyboard.message.duration import Duration
from journeyboard.records import Channel, Purpose

if TYPE_CHECKING:
    import networkx as nx

START = "entry"
"""The name of the entry's place in the graph; no node may be called so."""


class Part(BaseModel):
    """Frozen settings of a journey; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class EventEntry(Part):
    """Enter when something happens; `where` looks at the event, `key` remembers which cart it was."""

    kind: Literal["event"] = "event"
    event: str = "checkout.started"
    key: Literal["cart_id"] | None = None
    where: Condition | None = None


class AudienceEntry(Part):
    """Enter when a condition holds: once at the start (a cohort), or looked at every day."""

    kind: Literal["audience"] = "audience"
    condition: Condition | None = None
    when: Literal["start", "daily"] = "start"


class DateEntry(Part):
    """Enter at a moment (local to the journey's zone, or to each customer), perhaps repeatedly.

    A one-off broadcast is a journey with such an entry. With `attribute` the moment is that date of
    the customer (a birthday), plus `offset`, every year.
    """

    kind: Literal["date"] = "date"
    at: datetime | None = None
    attribute: str | None = None
    offset: Duration = 0
    time: ClockTime = "10:00"
    repeat_every: Duration | None = None
    times: int = Field(default=1, ge=1, le=400)
    audience: Condition | None = None


class ScoreEntry(Part):
    """Enter when a model score crosses a threshold."""

    kind: Literal["score"] = "score"
    score: str = "propensity"
    threshold: float = 0.5
    direction: Literal["above", "below"] = "above"


Entry = Annotated[EventEntry | AudienceEntry | DateEntry | ScoreEntry, Field(discriminator="kind")]


class Reentry(Part):
    """When somebody may enter again: never, always, or some time after last entering."""

    allow: Literal["never", "always", "after"] = "never"
    after: Duration = 0


class ExitRule(Part):
    """Leave at once when this happens, also in the middle of a delay; `key` asks for the same cart."""

    event: str
    key: Literal["cart_id"] | None = None
    channel: Channel | None = None
    goal: bool = False


class QuietRule(Part):
    """No marketing between these local times; `law` adds the windows of the customer's jurisdiction."""

    start: ClockTime = "21:00"
    end: ClockTime = "08:00"
    channels: tuple[Channel, ...] = ("sms", "mms", "push")
    law: bool = True


class FrequencyCap(Part):
    """At most `max` messages in any window of length `per`; no channel means all of them together."""

    max: int = Field(ge=0)
    per: Duration
    channel: Channel | None = None
    purpose: Purpose | None = "marketing"


class ControlGroup(Part):
    """A share of entrants who get nothing, decided by customer at entry and kept."""

    share: float = Field(gt=0, lt=1)
    name: str = "control"


class GoalRule(Part):
    """What the journey is for, and how long after entering it counts."""

    event: str = "order.placed"
    window: Duration = 604_800


class Journey(BaseModel):
    """A versioned journey; it refuses only what cannot be drawn, everything unwise is a finding.

    `ignore` sets findings aside, with the reason: by a rule's code, or at one node (`JB203/sms_1`).

    Raises JourneyError for duplicate ids, two ways out of one name, and wires to nowhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1] = 1
    id: NodeId
    name: str
    description: str = ""
    brand: str | None = None
    timezone: str = "profile"
    jurisdictions: tuple[str, ...] = ("US",)
    north_star: str = ""
    goal: GoalRule = GoalRule()
    entry: Entry = EventEntry()
    entry_filter: Condition | None = None
    reentry: Reentry = Reentry()
    exit_rules: tuple[ExitRule, ...] = ()
    quiet_hours: QuietRule | None = QuietRule()
    caps: tuple[FrequencyCap, ...] = ()
    smart_sending: Duration | None = None
    control_group: ControlGroup | None = None
    experiments: dict[str, dict[str, float]] = Field(default_factory=dict)
    priority: int = 0
    ignore: dict[str, str] = Field(default_factory=dict)
    notes: str = ""
    start: Wire = None
    nodes: tuple[Node, ...] = ()

    def model_post_init(self, _context: Any) -> None:
        refuse_undrawable(self)

    def node(self, node_id: str) -> Node:
        """The node of that id; KeyError when there is none."""
        return next(node for node in self.nodes if node.id == node_id)

    @property
    def wires(self) -> tuple[tuple[str, Port], ...]:
        """Every wire that leads somewhere, as (source id, port), the entry's first."""
        entry = ((START, Port("start", "", self.start)),)
        ports = tuple((node.id, port) for node in self.nodes for port in node.ports)
        return tuple((source, port) for source, port in entry + ports if port.target)

    @property
    def graph(self) -> nx.MultiDiGraph[str]:
        """Nodes by id (attribute `node`) and wires keyed by port name, with the entry as a node."""
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        graph.add_node(START)
        graph.add_nodes_from((node.id, {"node": node}) for node in self.nodes)
        for source, port in self.wires:
            graph.add_edge(source, str(port.target), key=port.name)
        return graph


def refuse_undrawable(journey: Journey) -> None:
    """Raise JourneyError for what no drawing can show."""
    counts = Counter(node.id for node in journey.nodes)
    _refuse_taken_ids(counts)
    for node in journey.nodes:
        _refuse_twin_ports(node)
    for source, port in journey.wires:
        _refuse_wire_to_nowhere(source, port, counts)


def _refuse_taken_ids(counts: Counter[str]) -> None:
    for node_id, count in counts.items():
        if count > 1 or node_id == START:
            taken = "is the entry's own name" if node_id == START else f"is used {count} times"
            raise JourneyError(
                f"the id “{node_id}” {taken}.", place=Place(node=node_id), advice="Rename the node."
            )


def _refuse_twin_ports(node: Node) -> None:
    name, count = (
        Counter(port.name for port in node.ports).most_common(1)[0] if node.ports else ("", 0)
    )
    if count > 1:
        raise JourneyError(
            f"{count} ways out of “{node.id}” are called “{name}”.",
            place=Place(node=node.id, caret=name),
            advice="Give every branch a name of its own.",
        )


def _refuse_wire_to_nowhere(source: str, port: Port, ids: Counter[str]) -> None:
    if port.target not in ids:
        raise JourneyError(
            f"“{port.name}” of “{source}” leads to “{port.target}”, which does not exist.",
            place=Place(node=source, caret=port.target),
            advice="Wire it to an existing node or leave it open.",
        )
