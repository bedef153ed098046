"""Compare: which stored designs there are, which two to look at first, and the two flown on one field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from journeyboard.audience.people import START
from journeyboard.errors import StoreError
from journeyboard.journey.graph import Journey
from journeyboard.simulation.comparing.hybrids import related
from journeyboard.storage.consents import choices
from journeyboard.storage.journeys import list_journeys, revisions
from journeyboard.storage.store import Store
from journeyboard.workflows.library import brand_of
from journeyboard.workflows.people import Cancel, People, Progress, gathered

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.simulation.behaviour import Behaviour
    from journeyboard.simulation.circumstances import Circumstances
    from journeyboard.simulation.comparing.compare import Comparison

AT, DRAFT = "@", "draft"
MOST_REVISIONS = 12
"""Older revisions of one journey that are offered."""


class Design(NamedTuple):
    """A journey as it stands somewhere: newest (`id`), at a revision (`id@3`), or as a draft (`id@draft`)."""

    journey_id: str
    version: str = ""

    @property
    def address(self) -> str:
        """How a link or a command line names it."""
        return f"{self.journey_id}{AT}{self.version}" if self.version else self.journey_id

    @property
    def number(self) -> int | None:
        """The revision's number; None for the newest. StoreError for anything else."""
        if not self.version:
            return None
        if not self.version.isdecimal():
            raise StoreError(
                f"“{self.version}” is no revision's number, such as {self.journey_id}@1."
            )
        return int(self.version)


def design_of(address: str) -> Design:
    """The design an address names.

    >>> design_of("rescue@3")
    Design(journey_id='rescue', version='3')
    """
    journey_id, _, version = address.partition(AT)
    return Design(journey_id, version)


def stored_designs(store: Store, drafts: Sequence[str] = ()) -> dict[str, str]:
    """Every stored design by address with its name, the journey opened last first.

    `drafts` are the journeys with an edit that is not saved yet.
    """
    found: dict[str, str] = {}
    for journey in list_journeys(store):
        if journey.id in drafts:
            found[Design(journey.id, DRAFT).address] = f"{journey.name} · not saved yet"
        found[journey.id] = f"{journey.name} · as saved" if journey.id in drafts else journey.name
        older = [one for one in revisions(store, journey.id) if one.number < journey.revision]
        for one in sorted(older, key=lambda one: -one.number)[:MOST_REVISIONS]:
            words = f": {one.message}" if one.message else ""
            found[Design(journey.id, str(one.number)).address] = (
                f"{journey.name} · revision {one.number}{words}"
            )
    return found


def first_pair(addresses: Sequence[str], read: Callable[[str], Journey | None]) -> tuple[str, str]:
    """What to compare at first: the last journey's two newest versions, else two journeys of one design.

    `read` gives a stored journey by its id.
    """
    for newer, older in pairwise(addresses):
        if design_of(newer).journey_id == design_of(older).journey_id:
            return older, newer
    for one, other in combinations(addresses, 2):
        first, second = read(one), read(other)
        if first and second and first.brand == second.brand and related(first, second):
            return (one, other) if one > other else (other, one)
    return addresses[0], addresses[min(1, len(addresses) - 1)]


@dataclass(frozen=True)
class Terms:
    """Who flies, and under which luck, for how long, from when (`YYYY-MM-DD`), in which world and circumstances."""

    people: People = field(default_factory=lambda: People("generated"))
    seed: int = 7
    days: int = 90
    start: str = START
    behaviour: Behaviour | None = None
    circumstances: Circumstances | None = None


def audience(store: Store, brand: Brand, terms: Terms, cancel: Cancel | None = None) -> Audience:
    """The customers of the terms, with what they chose about texts and e-mails in the app."""
    chosen = choices(store, brand.id) if terms.people.knows else ()
    return gathered(terms.people, brand, terms.start, choices=chosen, cancel=cancel)


def compared(
    store: Store,
    a: Journey,
    b: Journey,
    terms: Terms,
    *,
    names: tuple[str, str] | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Comparison:
    """Both designs on the same customers and dice, for the brand they belong to.

    Raises BadInput for designs of two brands, and RunCancelled when `cancel` said so.
    """
    from journeyboard.simulation.comparing.compare import compare, refuse_two_brands

    refuse_two_brands(a, b)
    brand = brand_of(store, a)
    people = audience(store, brand, terms, cancel)
    return compare(
        a, b, people, seed=terms.seed, brand=brand, days=terms.days, start=terms.start,
        behaviour=terms.behaviour, circumstances=terms.circumstances, names=names, progress=progress, cancel=cancel,
    )  # fmt: skip
