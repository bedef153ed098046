"""The program of each range of customers: compiled once for an audience, range by range for a crowd."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from journeyboard.audience.crowd import Crowd
from journeyboard.simulation.buffers import Shelf
from journeyboard.simulation.dice import keys_of
from journeyboard.simulation.flight import Flight, Program
from journeyboard.simulation.lives import without
from journeyboard.simulation.program import compile_flight

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience


class Section(NamedTuple):
    """Customers `first` to `last` of a program, whose first one is number `offset` of the run."""

    program: Program
    first: int
    last: int
    offset: int


@dataclass(frozen=True)
class Sections:
    """The programs of a flight, by ranges of at most `length` customers, without some kinds of lives."""

    flight: Flight
    crowd: Crowd | None
    length: int
    not_flown: tuple[str, ...] = ()

    @cached_property
    def size(self) -> int:
        """How many customers fly."""
        return len(self.crowd or self.flight.people)

    @cached_property
    def head(self) -> Program:
        """The program of an audience, or of a crowd's first range: all others have its names."""
        if self.crowd is None:
            return without(compile_flight(self.flight), self.not_flown)
        return self._compiled(self.crowd, 0, min(self.length, self.size), Shelf())

    @cached_property
    def digest(self) -> str:
        """The hash of everything that decides the events, in hexadecimal."""
        if self.crowd is None:
            return self.head.digest
        told = f"{self.head.digest} {self.size} {self.length} {self.crowd.repeats}"
        return blake2b(told.encode(), digest_size=16).hexdigest()

    def section(self, first: int, last: int, shelf: Shelf) -> Section:
        """The program of these customers, which may lie on the shelf; several threads may ask at once."""
        if self.crowd is None:
            return Section(self.head, first, last, 0)
        return Section(self._compiled(self.crowd, first, last, shelf), 0, last - first, first)

    def _compiled(self, crowd: Crowd, first: int, last: int, shelf: Shelf) -> Program:
        made = crowd.part(first, last)
        program = without(compile_flight(replace(self.flight, people=made.people)), self.not_flown)
        if made.labels is None:
            return program
        who = shelf.copy("people", program.people)
        who["key"] = keys_of(made.labels, self.flight.seed)
        return replace(program, people=who, labels=made.labels)


def first_of(people: Audience | Crowd, length: int) -> tuple[Audience, Crowd | None]:
    """(an audience that stands for these customers while a flight is made, the crowd if it is one)."""
    if isinstance(people, Crowd):
        return people.part(0, min(length, len(people))).people, people
    return people, None
