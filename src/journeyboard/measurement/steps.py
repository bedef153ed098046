"""Step figures: how many came to each step of a journey, what they did there, and which ways they took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from journeyboard.measurement.log import Build, EventLog, compiled
from journeyboard.measurement.metrics import DEFAULT_WINDOW
from journeyboard.measurement.walks import (
    DELIVERED,
    ENTERED,
    EXITED,
    OPTED_OUT,
    PLACED,
    STEP,
    credit_counts,
    message_counts,
    types_seen,
    way_sums,
)
from journeyboard.measurement.window import Window, seconds

FIGURES = ("entered", "waiting", "left", "sent", "delivered", "skipped", "shown", "clicked", "ordered", "opted_out")  # fmt: skip
"""Every figure of a step, in the order the screen shows them."""

_WAY = ("entered", "waiting", "left")
_MESSAGE = ("sent", "delivered", "skipped", "clicked", "ordered", "opted_out")
_AD = ("skipped", "shown", "clicked")
_PEOPLE = ("clicked", "ordered", "opted_out")
_TOLD_BY: Mapping[str, str] = {
    "message.sent": "sent",
    "message.delivered": "delivered",
    "message.skipped": "skipped",
    "message.clicked": "clicked",
    "ad.impression": "shown",
    "ad.clicked": "clicked",
    PLACED: "ordered",
    OPTED_OUT: "opted_out",
}
_NEEDS: Mapping[str, set[str]] = {
    "entered": {STEP},
    "waiting": {STEP, EXITED},
    "left": {STEP, EXITED},
    "ordered": {PLACED, DELIVERED},
}


@dataclass(frozen=True)
class Flow:
    """How often customers went from `source` (a step, or “entry”) straight to the step `target`."""

    source: str
    target: str
    count: int


@dataclass(frozen=True)
class StepFigures:
    """What the canvas lays over a journey: entries, figures by step, and flows between steps.

    `entered`, `waiting`, `left` and the flows count passes: a customer who comes twice counts twice.
    `waiting` is at the step when the log ends, `left` went out of the journey from it, so
    `entered` = flows into the step = flows out of it + `waiting` + `left`. `sent`, `delivered`, `skipped` and
    `shown` (ads) count messages; `clicked`, `ordered` and `opted_out` count customers, each once a step.
    The control group walks the journey too: it is in `entered` and, at each message, in `skipped`.

    An order belongs to the last message of any journey delivered to the customer within `window_s`
    before it, clicked or not; the report's attributed orders ask for a click. An opt-out belongs to the
    message it names, else to the last one delivered on its channel within 72 hours, as in the report.

    A step has only the figures that mean something there: one that sends nothing has no `delivered`, and
    a figure whose events an imported log does not hold is absent, never 0 (`entries` is None then).
    A step that nobody reached is absent.

    Rates are for the reader to divide, and without a denominator, or with 0, there is none. *Of previous step*:
    `clicked`, `ordered` and `opted_out` of the step's `delivered`, its other figures of its `entered`; a flow of its
    source's `entered` (of `entries` from the entry), and `entered` of all its flows' sources together.
    *Of entries*: everything of `entries`. *Of delivered*: what customers did of the step's own `delivered`.
    """

    journey: str
    window_s: int
    entries: int | None
    nodes: Mapping[str, Mapping[str, int]]
    flows: tuple[Flow, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "journey": self.journey,
            "window_s": self.window_s,
            "entries": self.entries,
            "nodes": {node: dict(seen) for node, seen in self.nodes.items()},
            "flows": [asdict(flow) for flow in self.flows],
        }


def step_figures(log: EventLog, journey: str, *, window: Window = DEFAULT_WINDOW) -> StepFigures:
    """The figures of every step of one journey, and the flows between them.

    The log says at which steps a customer was, not through which port they left: where several
    ports of one step lead to the same step, their customers are one flow. `window` bounds
    the time from a delivered message to the order it is credited with.
    """
    within = seconds(window)
    walked, told, credited, types = log.rows(*_queries(journey, within))
    entries = sum(row["here"] for row in types if row["type"] == ENTERED)
    held = _held(types)
    return StepFigures(
        journey,
        within,
        entries if ENTERED in held else None,
        _nodes(walked, [*told, *credited], held),
        _flows(walked),
    )


@lru_cache(maxsize=64)
def _queries(journey: str, window: int) -> tuple[str, ...]:
    """The SQL of the four sums; writing it takes longer than asking it."""
    builds: tuple[Build, ...] = (
        lambda events: way_sums(events, journey),
        lambda events: message_counts(events, journey),
        lambda events: credit_counts(events, journey, window),
        lambda events: types_seen(events, journey),
    )
    return tuple(map(compiled, builds))


Rows = Iterable[Mapping[str, Any]]


def _held(types: Rows) -> set[str]:
    """The event types the log can tell of: those it holds, and in a simulated one all."""
    found = {row["type"]: row["source"] for row in types}
    simulated = "simulation" in found.values()
    return {*_TOLD_BY, ENTERED, STEP, EXITED} if simulated else set(found)


def _nodes(walked: Rows, told: Rows, held: set[str]) -> dict[str, dict[str, int]]:
    """Figures by step: those of its kind, as far as the log can tell."""
    found: dict[str, Counter[str]] = {}
    for row in walked:
        found.setdefault(row["target"], Counter()).update({name: row[name] for name in _WAY})
    for row in told:
        seen = found.setdefault(row["node_id"], Counter())
        seen.update(dict.fromkeys(_AD if row["is_ad"] else _MESSAGE, 0))
        if name := _TOLD_BY.get(row["type"]):
            seen[name] += row["customers"] if name in _PEOPLE else row["n"]
    known = _known(held)
    return {node: _ordered(seen, known) for node, seen in sorted(found.items())}


def _known(held: set[str]) -> list[str]:
    """The figures that these event types tell."""
    told = {_TOLD_BY.get(kind) for kind in held}
    return [name for name in FIGURES if (_NEEDS[name] <= held if name in _NEEDS else name in told)]


def _ordered(seen: Mapping[str, int], known: Iterable[str]) -> dict[str, int]:
    return {name: int(seen[name]) for name in known if name in seen}


def _flows(walked: Rows) -> tuple[Flow, ...]:
    counted = Counter[tuple[str, str]]()
    for row in walked:
        counted[row["source"], row["target"]] += row["entered"]
    return tuple(Flow(*pair, count=count) for pair, count in sorted(counted.items()))
