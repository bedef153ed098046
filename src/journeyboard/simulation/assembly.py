"""The tables of a program while they are collected, and what every part of a journey adds to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.errors import BadInput
from journeyboard.journey import nodes as kinds
from journeyboard.journey.brand import Product
from journeyboard.journey.graph import FrequencyCap, Journey
from journeyboard.simulation.clocks import Clocks
from journeyboard.simulation.codes import Conditions
from journeyboard.simulation.dice import salt
from journeyboard.simulation.flight import Assignment, Flight
from journeyboard.simulation.kernel import layout as at
from journeyboard.simulation.kernel.layout import CHANNEL_NAMES, REASONS
from journeyboard.simulation.remembered import once
from journeyboard.simulation.replies import LESS_CAP, may_ask_for_less
from journeyboard.simulation.settings import BILLION, Setting, message_row
from journeyboard.simulation.texts import texts_by_customer
from journeyboard.simulation.world import world_salts

SOMETHING = Product(id="something", name="Something", price=50.0, margin=0.6)
"""What a brand without products sells, so that it can be flown all the same (assumption)."""


@dataclass
class Assembly:
    """Collects the tables of a program, journey by journey."""

    flight: Flight
    tables: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in at.HEADER})
    salts: list[int] = field(default_factory=world_salts)
    nodes: list[str] = field(default_factory=list)
    variants: list[str] = field(default_factory=lambda: [""])
    reasons: list[str] = field(default_factory=lambda: list(REASONS))
    assignments: list[Assignment] = field(default_factory=list)
    parts: list[NDArray[np.uint8]] = field(default_factory=list)
    dates: list[NDArray[np.int64]] = field(default_factory=list)
    channels: set[str] = field(default_factory=set)
    windows: dict[tuple[Any, ...], int] = field(default_factory=dict)
    place: dict[str, int] = field(default_factory=dict)
    fallbacks: dict[str, int] = field(default_factory=dict)
    factors: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        flight = self.flight
        fixed = {j.timezone for j in flight.journeys} - {"profile"}
        when = flight.start, flight.days, flight.brand.timezone, tuple(sorted(fixed))
        self.clocks = once(
            flight.people, "clocks", when, lambda: Clocks(flight.people.columns, *when), kept=4
        )
        self.conditions = Conditions(
            flight.people, flight.start.strftime("%Y-%m-%d"), flight.brand.segments
        )
        for journey in flight.journeys:
            for node in journey.nodes:
                if isinstance(node, kinds.Update):
                    for name, value in written(node).items():
                        self.conditions.slot(name, (value,))
        self.add_world()

    def add_world(self) -> None:
        """Products, clocks, and the brand's caps."""
        brand, upto = self.flight.brand, 0.0
        products = brand.products or (SOMETHING,)
        total = sum(product.share for product in products) or 1.0
        for product in products:
            upto += product.share / total
            self.tables["products"] += [
                round(product.price * 100), round(product.margin * 10000), round(upto * 1_000_000), 0,
            ]  # fmt: skip
        for offsets in self.clocks.offsets:
            self.tables["zones"] += [len(self.tables["offsets"]) // 2, len(offsets)]
            self.tables["offsets"] += offsets.ravel().tolist()
        for cap in brand.caps:
            self.add_cap(-1, cap)
        if may_ask_for_less(self.flight):
            self.add_cap(at.ONLY_LESS, brand.less or LESS_CAP)

    def add_cap(self, journey: int, cap: FrequencyCap) -> None:
        """A cap of a journey, of the brand (-1), or of those who asked for fewer texts."""
        channel = -1 if cap.channel is None else CHANNEL_NAMES.index(cap.channel)
        purpose = -1 if cap.purpose is None else int(cap.purpose == "transactional")
        self.tables["caps"] += [journey, cap.max, cap.per, channel, purpose]

    def assignment(self, number: int, journey: Journey, name: str, arms: Sequence[tuple[str, float]], control: int | None) -> int:  # fmt: skip
        """A new experiment of (arm, weight): its number."""
        if len(self.assignments) >= at.MAX_ASSIGNMENTS - 1:
            raise BadInput(f"at most {at.MAX_ASSIGNMENTS - 1} experiments can fly together.")
        total = sum(weight for _, weight in arms) or 1.0
        made = Assignment(
            number, f"{journey.id}/{name}", tuple(arm for arm, _ in arms), control,
            journey.goal.window, tuple(weight / total for _, weight in arms),
        )  # fmt: skip
        self.assignments.append(made)
        self.tables["assignments"] += [journey.goal.window, number, 0, 0]
        return len(self.assignments) - 1

    def target(self, node_id: str | None) -> int:
        """The number of a node of the journey being added; -1 is out."""
        return self.place.get(node_id, -1) if node_id else -1

    def salt(self, *names: str) -> int:
        """The place of a new salt made from stable names."""
        self.salts.append(salt(*names))
        return len(self.salts) - 1

    def reason(self, reason: str) -> int:
        """The number of an exit's own reason."""
        if reason not in self.reasons:
            self.reasons.append(reason)
        return self.reasons.index(reason) or self.reasons.index("end_of_path")

    def add_setting(self, setting: Setting) -> None:
        """A setting row of a message, with its parts for every customer."""
        self.channels.add(setting.channel)
        if setting.variant not in self.variants:
            self.variants.append(setting.variant)
        try:
            parts, missing = texts_by_customer(setting, self.flight)
        except BadInput as error:
            raise BadInput(error.problem, place=replace(error.place, node=setting.node.id), advice=error.advice) from error  # fmt: skip
        column = -1
        if setting.node.missing == "skip":
            column = self.conditions.add_bit(f"missing {len(self.parts)}", missing)
        row = message_row(setting, self.variants.index(setting.variant), len(self.parts), column)
        self.parts.append(parts)
        self.tables["rows"] += row


def written(node: kinds.Update) -> dict[str, Any]:
    """What an update node writes: attributes, and `list:<name>` for lists."""
    values: dict[str, Any] = dict(node.set)
    values |= {f"list:{name}": True for name in node.add_to}
    return values | {f"list:{name}": False for name in node.remove_from}


def shares(weights: list[float]) -> list[int]:
    """Cumulative shares in billionths; the last is beyond every draw."""
    total = sum(weights) or 1.0
    upto = np.cumsum(weights) / total
    return [round(x * BILLION) for x in upto[:-1]] + [BILLION + 1]
