"""Funnels: how many customers take each step, in order, strictly or in any order, within a window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from journeyboard.errors import BadInput
from journeyboard.measurement.chains import funnel_sums
from journeyboard.measurement.estimate import rate
from journeyboard.measurement.log import EventLog
from journeyboard.measurement.window import Window, seconds, words

if TYPE_CHECKING:
    import pandas as pd

Order = Literal["ordered", "strict", "any"]


@dataclass(frozen=True)
class Step:
    """One step: an event type, optionally of one node, channel or journey."""

    type: str
    node: str | None = None
    channel: str | None = None
    journey: str | None = None
    label: str | None = None

    @property
    def name(self) -> str:
        """The label, or the type with what narrows it."""
        narrowed = [part for part in (self.journey, self.node, self.channel) if part]
        return self.label or " · ".join([self.type, *narrowed])


@dataclass(frozen=True)
class FunnelStep:
    """Distinct customers at one step.

    `continued` are those of them who came from the previous step within the window; rates are
    shares with Wilson intervals, None with a `reason` where the step before is empty.
    """

    name: str
    type: str
    customers: int
    continued: int
    from_previous: float | None
    from_previous_low: float | None
    from_previous_high: float | None
    from_first: float | None
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Funnel:
    """A funnel's steps with how they were counted."""

    steps: tuple[FunnelStep, ...]
    order: Order
    open: bool
    window_s: int | None
    note: str

    def to_pandas(self) -> pd.DataFrame:
        """One row per step."""
        import pandas as pd

        return pd.DataFrame([step.to_dict() for step in self.steps])

    def to_dict(self) -> dict[str, Any]:
        return {
            "order": self.order,
            "open": self.open,
            "window_s": self.window_s,
            "steps": [step.to_dict() for step in self.steps],
            "note": self.note,
        }


def funnel(
    log: EventLog,
    steps: Sequence[str | Mapping[str, str] | Step],
    *,
    order: Order = "ordered",
    open: bool = False,
    within: Window | None = "7d",
) -> Funnel:
    """Distinct customers at each step.

    A step is an event type (“order.placed”), narrowed by words (“message.clicked node=nudge channel=sms”), a mapping
    or a `Step`. `ordered`: each step after the one before, anything in between; `strict`: nothing in between but
    bookkeeping; `any`: in any order. `within` bounds the time from the first to the current step (None: no bound).
    A closed funnel counts only who began at the first step; an open one everybody who took the
    step, and `continued` says who came from the step before within the window.
    Raises `BadInput` for fewer than two steps or an unreadable one.
    """
    wanted = [as_step(step) for step in steps]
    if len(wanted) < 2:
        raise BadInput("A funnel has at least two steps.", advice="Add the step that follows.")
    if order not in get_args(Order):
        raise BadInput(f"“{order}” is no funnel order.", advice="Choose ordered, strict or any.")
    window = None if within is None else seconds(within)
    rows = log.collect(lambda events: funnel_sums(events, wanted, order, window, open=open))[0]
    totals = {name: sum(int(row[name] or 0) for row in rows) for name in rows[0]}
    counted = _open_counts(totals, wanted) if open else _closed_counts(totals, wanted)
    return Funnel(_steps(wanted, counted), order, open, window, _note(order, open, window))


def as_step(step: str | Mapping[str, str] | Step) -> Step:
    """A `Step` from its spelling: “type node=… channel=… journey=… label=…”."""
    if isinstance(step, Step):
        return step
    parts = _parts(step) if isinstance(step, str) else step
    try:
        return Step(**parts)
    except TypeError as error:
        raise BadInput(
            f"“{step}” is not a funnel step.",
            advice="Write an event type, then node=…, channel=… or journey=….",
        ) from error


def _parts(text: str) -> dict[str, str]:
    """The words of a step by field; what is no “field=value” is a field that no step has."""
    kind, *rest = text.split() or [""]
    pairs = [word.partition("=") for word in rest]
    named = {field if equals and value else "?": value for field, equals, value in pairs}
    return ({"type": kind} if kind else {}) | named


Counts = list[tuple[int, int]]


def _closed_counts(totals: Mapping[str, int], steps: Sequence[Step]) -> Counts:
    chain = [totals[f"chain_{k}"] for k in range(len(steps))]
    return [(count, count) for count in chain]


def _open_counts(totals: Mapping[str, int], steps: Sequence[Step]) -> Counts:
    return [(totals[f"did_{k}"], totals[f"pair_{k}"]) for k in range(len(steps))]


def _steps(steps: Sequence[Step], counts: Counts) -> tuple[FunnelStep, ...]:
    found = []
    for k, (step, (customers, continued)) in enumerate(zip(steps, counts, strict=True)):
        previous = rate(continued, counts[k - 1][0] if k else customers)
        first = rate(min(customers, counts[0][0]), counts[0][0])
        found.append(
            FunnelStep(
                name=step.name,
                type=step.type,
                customers=customers,
                continued=continued,
                from_previous=previous.value if k else None,
                from_previous_low=previous.low if k else None,
                from_previous_high=previous.high if k else None,
                from_first=first.value if customers <= counts[0][0] else None,
                reason=_why_not(k, previous.reason, customers > counts[0][0]),
            )
        )
    return tuple(found)


def _why_not(k: int, previous: str | None, more_than_first: bool) -> str | None:
    if k == 0:
        return "the first step has none before it"
    if previous:
        return "nobody took the step before"
    return "more customers than at the first step" if more_than_first else None


def _note(order: Order, open: bool, window: int | None) -> str:
    way = {"ordered": "in order", "strict": "directly after each other", "any": "in any order"}[
        order
    ]
    reach = f"within {words(window)}" if window else "with no time limit"
    who = "entering at any step" if open else "beginning at the first step"
    return f"Distinct customers, {who}, {way}, {reach}."
