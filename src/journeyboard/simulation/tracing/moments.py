"""A followed life as moments: each event with the decision behind it, and what was decided against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from journeyboard.journey.graph import Journey
from journeyboard.journey.wording import condition_words, event_words
from journeyboard.message.timing import local
from journeyboard.records import Event
from journeyboard.simulation.kernel.layout import HAZARD
from journeyboard.simulation.tracing import reasons as why
from journeyboard.simulation.tracing import sender
from journeyboard.simulation.tracing.kinds import (
    BY_EVENT,
    EXACT_KINDS,
    KINDS,
    MINOR,
    ORDERED_BY,
    PAGE_BEFORE,
    SHOPPING,
    WHAT,
)
from journeyboard.simulation.tracing.ledger import Due
from journeyboard.simulation.tracing.traced import Decision, Moment

VISIT_OVER = timedelta(hours=1)
"""How long after the last page somebody still counts as on the same visit."""


@dataclass(frozen=True)
class Teller:
    """Turns the events and decisions of one life into moments.

    `start` is naive UTC midnight, `due` the orders that fell due by their hazard.
    """

    journeys: tuple[Journey, ...]
    zone: str
    start: datetime
    events: Sequence[Event]
    decisions: Sequence[Decision]
    due: Sequence[Due]

    def moments(self) -> tuple[Moment, ...]:
        """All of them, by time, in the order of the events."""
        told = [(k, 1, self._happened(k, event)) for k, event in enumerate(self.events)]
        told += [(one.row, 0, moment) for one in self.decisions for moment in self._not(one)]
        ordered = [moment for *_, moment in sorted(told, key=lambda item: item[:2])]
        return tuple(_by_visit(ordered))

    def title(self, node: str | None) -> str:
        """What a node is called."""
        for journey in self.journeys:
            for one in journey.nodes:
                if one.id == node:
                    return one.title or one.label
        return node or ""

    def _happened(self, k: int, event: Event) -> Moment:
        kind = EXACT_KINDS.get(event.type) or KINDS.get(event.type.split(".")[0], "other")
        due = self._due(event)
        return Moment(
            event.at, local(event.at, self.zone), kind, self._what(k, event), self._why(k, event, due),
            event.type, event.node_id, self.title(event.node_id), event.channel,
            minor=event.type in MINOR or sender.is_short(self.events, k), value=event.value, cost=event.cost, shares=due.shares if due else (),
        )  # fmt: skip

    def _what(self, k: int, event: Event) -> str:
        title, channel = self.title(event.node_id), why.MESSAGES.get(event.channel or "", "Message")
        match event.type:
            case "order.placed":
                return ORDERED_BY.get(event.reason or "", "Ordered")
            case "checkout.progressed":
                return f"Reached the {event.reason or 'next'} page"
            case "message.sent" | "message.delivered" | "message.failed" | "message.skipped" | "message.queued":  # fmt: skip
                done = {"sent": "was sent", "delivered": "arrived", "failed": "did not arrive",
                        "skipped": "was not sent", "queued": "waits for the window"}  # fmt: skip
                waits = sender.what(self.events, k) if sender.is_handed_over(event) else ""
                return f"{channel} “{title}” {waits or done[event.type.split('.')[1]]}"
            case "message.opened":
                machine = event.reason == "privacy_proxy"
                return f"{'A machine' if machine else 'They'} opened “{title}”"
            case "message.clicked":
                return f"Clicked “{title}”"
            case "consent.unsubscribed":
                return f"Opted out of {why.channel_words(event.channel)}" + (
                    f" after “{title}”" if title else ""
                )
            case "journey.step_entered":
                return f"Came to “{title}”"
            case "journey.assigned":
                return f"Assigned to “{event.arm}”"
            case "journey.exited":
                return f"Left {self._journey(event)}: {self._exit_words(event)}"
            case "journey.entered":
                return f"Entered {self._journey(event)}"
            case "stage.changed":
                return f"Moved from {event.reason} to {event.stage}"
        return WHAT.get(event.type, event_words(event.type).capitalize())

    def _why(self, k: int, event: Event, due: Due | None) -> str:
        match event.type:
            case "order.placed":
                return self._order_reason(k, due)
            case "message.skipped" | "message.queued":
                return self._held_reason(k, event)
            case "journey.assigned":
                one = self._before(k, ("control", "factor", "arm"))
                return why.arm_words(one, event.arm or "") if one else ""
            case "journey.step_entered":
                return self._step_reason(k, event)
        if told := sender.why(self.events, k, self._wall):
            return told
        one = self._behind(k, event)
        if one is None:
            return ""
        if one.what == "unreachable":
            return "No text reaches this phone."
        if one.what == "is_late":
            return f"{'Twice as long as usual' if one.came_true else 'On time'}: {why.inside(why.dice(one))}"
        return why.goes_on(one) if one.what == "goes_on" else why.dice(one)

    def _journey(self, event: Event) -> str:
        """The journey, by name where there are several."""
        name = next((one.name for one in self.journeys if one.id == event.journey_id), "")
        return f"“{name}”" if len(self.journeys) > 1 else "the journey"

    def _exit_words(self, event: Event) -> str:
        """The exit's own reason, or for an exit rule the event that applied."""
        if event.reason != "exit_rule":
            return event_words(event.reason or "the end")
        rules = {rule.event for journey in self.journeys for rule in journey.exit_rules}
        same = [one.type for one in self.events if one.at == event.at and one.type in rules]
        return event_words(same[-1] if same else "exit rule")

    def _order_reason(self, k: int, due: Due | None) -> str:
        used = self._before(k, ("redeems",))
        told = (
            f" Used the code they held: {why.inside(why.dice(used))}"
            if used and used.came_true
            else ""
        )
        if due is None:
            one = self._behind(k, self.events[k])
            return (why.goes_on(one) if one else "") + told
        return why.hazard_words(due.shares, due.needed / HAZARD, self.title) + told

    def _held_reason(self, k: int, event: Event) -> str:
        if told := sender.why(self.events, k, self._wall):
            return told
        cap, smart = self._before(k, ("cap",)), self._before(k, ("smart_sending",))
        window = self._before(k, ("window",))
        if event.reason == "frequency_cap" and cap:
            return why.cap_words(cap)
        if event.reason == "smart_sending" and smart:
            return why.smart_words(smart)
        opens = f" It opens on {self._clock(window.number)}." if window and window.number < 1 << 59 else ""  # fmt: skip
        if event.type == "message.queued":
            return f"Quiet hours where they are.{opens}"
        return why.SKIPPED.get(event.reason or "", "") + opens

    def _step_reason(self, k: int, event: Event) -> str:
        """Which way was taken before this step, and until when it makes them wait."""
        told = []
        branch = self._before(k, ("branch",))
        if branch:
            told.append(self._branch_words(branch))
        after = next((one for one in self.decisions if one.row == k + 1 and one.what == "waits" and one.node == event.node_id), None)  # fmt: skip
        if after:
            told.append(f"Waits until {self._clock(after.number)} at the latest.")
        return " ".join(told)

    def _branch_words(self, one: Decision) -> str:
        node: Any = next((n for j in self.journeys for n in j.nodes if n.id == one.node), None)
        ports = node.ports if node is not None else ()
        if not 0 <= one.number < len(ports):
            return ""
        label = ports[one.number].label or ports[one.number].name
        branches = getattr(node, "branches", ())
        when = getattr(branches[one.number], "when", None) if one.number < len(branches) else None
        asked = f": {condition_words(when)}" if when is not None else ""
        return f"“{self.title(one.node)}” led on by “{label}”{asked}."

    def _not(self, one: Decision) -> Iterator[Moment]:
        """What was decided against, where somebody may ask why."""
        title = self.title(one.node)
        base = self._at(one)
        match one.what:
            case "looks" if not one.came_true:
                yield replace(base, what=f"Never looked at “{title}”", why=why.dice(one))
            case "clicks" if not one.came_true:
                yield replace(base, what=f"Looked at “{title}”, no click", why=why.dice(one))
            case "opts_out" if not one.came_true:
                yield replace(base, what=f"Stayed subscribed after “{title}”", why=why.dice(one), minor=True)  # fmt: skip
            case "goes_on" if not one.came_true:
                yield replace(base, kind="left", what=f"Left at {why.PAGES[one.number]}", why=why.goes_on(one))  # fmt: skip
            case "fills_cart" if not one.came_true:
                yield replace(base, what="Put nothing into the cart", why=why.dice(one), minor=True)
            case "redeems" if not one.came_true:
                yield replace(base, what="Did not use the code they held", why=why.dice(one))
            case "entry_refused":
                yield replace(base, kind="entry", what=f"Not let into “{one.node}”", why=why.REFUSED[one.number])  # fmt: skip

    def _at(self, one: Decision) -> Moment:
        at = (self.start + timedelta(seconds=one.at)).replace(tzinfo=UTC)
        return Moment(at, local(at, self.zone), "not", "", "", node=one.node, title=self.title(one.node))  # fmt: skip

    def _due(self, event: Event) -> Due | None:
        if event.type != "order.placed" or event.reason == "checkout":
            return None
        return self._due_at.get(self._second(event.at))

    @cached_property
    def _due_at(self) -> dict[int, Due]:
        return {one.at: one for one in self.due}

    @cached_property
    def _by_row(self) -> dict[int, list[Decision]]:
        found: dict[int, list[Decision]] = {}
        for one in self.decisions:
            found.setdefault(one.row, []).append(one)
        return found

    def _before(self, k: int, whats: tuple[str, ...]) -> Decision | None:
        """The last decision of these kinds that stands right before event `k`."""
        return next((one for one in reversed(self._by_row.get(k, [])) if one.what in whats), None)

    def _behind(self, k: int, event: Event) -> Decision | None:
        """The decision that event `k` came of: the last of its kinds for this node that came true."""
        whats = BY_EVENT.get(event.type, ())
        page = PAGE_BEFORE.get(event.reason or "", 0) if "goes_on" in whats else None
        failed = event.type == "message.failed"
        for one in reversed(self.decisions):
            fits = one.row <= k and one.what in whats and one.node == event.node_id
            fits = fits and (page is None or one.number == page)
            if fits and (one.came_true or failed or one.what in ("is_late", "unreachable")):
                return one
        return None

    def _second(self, at: datetime) -> int:
        return int((at.replace(tzinfo=None) - self.start).total_seconds())

    def _clock(self, second: int) -> str:
        return self._wall((self.start + timedelta(seconds=second)).replace(tzinfo=UTC))

    def _wall(self, at: datetime) -> str:
        """A moment on the customer's own clock."""
        return f"{local(at, self.zone):%a %-d %b, %H:%M}"


def _by_visit(moments: Sequence[Moment]) -> Iterator[Moment]:
    """The moments with the number of the visit they belong to."""
    visit, last = -1, None
    for one in moments:
        if one.type == "session.started":
            visit, last = visit + 1, one.at
        on_site = one.type in SHOPPING or one.kind in ("left", "order")
        if one.channel or last is None or not (on_site or one.type == "session.started"):
            yield one
        elif one.at - last <= VISIT_OVER:
            last = one.at
            yield replace(one, visit=visit)
        else:
            yield one
