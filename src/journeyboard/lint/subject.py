"""A journey under review: what rules ask of it, each worked out once for all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from journeyboard.journey.graph import Journey
from journeyboard.journey.landing import landings
from journeyboard.journey.nodes import MessageBase, Node
from journeyboard.journey.questions import reachable
from journeyboard.journey.spans import Offset
from journeyboard.lint.evidence import NOTHING_FLOWN, Evidence
from journeyboard.lint.wordings import Wording, wordings

if TYPE_CHECKING:
    from journeyboard.journey.brand import Brand

T = TypeVar("T")


class Subject:
    """The journey, its brand (None: unknown), the brand's other journeys, and what runs have shown.

    What several rules of a family need is a function of the subject, asked for through `once`.
    """

    def __init__(
        self,
        journey: Journey,
        brand: Brand | None = None,
        others: tuple[Journey, ...] = (),
        evidence: Evidence = NOTHING_FLOWN,
    ) -> None:
        self.journey = journey
        self.brand = brand
        self.others = others
        self.evidence = evidence
        self._found: dict[Callable[[Subject], Any], Any] = {}

    def once(self, question: Callable[[Subject], T]) -> T:
        """The answer to a question about this subject, worked out the first time it is asked."""
        if question not in self._found:
            self._found[question] = question(self)
        answer: T = self._found[question]
        return answer

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Every node by its id."""
        return {node.id: node for node in self.journey.nodes}

    @cached_property
    def reachable(self) -> frozenset[str]:
        """The ids of all nodes somebody can get to."""
        return reachable(self.journey)

    @cached_property
    def landings(self) -> dict[str, Offset]:
        """By the id of every message and goal that is reached: its earliest and latest offset."""
        return landings(self.journey)

    @cached_property
    def messages(self) -> tuple[MessageBase, ...]:
        """Every message of the journey, in file order."""
        return tuple(node for node in self.journey.nodes if isinstance(node, MessageBase))

    @cached_property
    def wordings(self) -> tuple[Wording, ...]:
        """Every text a customer may see, variants, levels and fallbacks included."""
        return tuple(wording for node in self.messages for wording in wordings(node))

    @cached_property
    def texts(self) -> dict[str, tuple[Wording, ...]]:
        """By message everything that is written in it, but its links."""
        found: dict[str, list[Wording]] = {}
        for wording in self.wordings:
            if wording.field != "url":
                found.setdefault(wording.node.id, []).append(wording)
        return {node_id: tuple(written) for node_id, written in found.items()}

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """Where its customers live: the journey's own choice, such as `US` or `US-FL`."""
        return self.journey.jurisdictions
