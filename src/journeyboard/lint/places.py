"""Where a journey's customers live, and the rows of the table of laws and carrier rules that hold there.

A journey is judged by its own `jurisdictions`, whatever else its brand sells to: one brand may run one
journey for the United States and another for France.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from journeyboard.errors import BadInput
from journeyboard.journey.edits import SetField
from journeyboard.lint.rule import Fault, Rule, Severity, Source
from journeyboard.lint.subject import Subject
from journeyboard.message.rules import Rule as Row
from journeyboard.message.rules import applicable, lineage


class Binding(NamedTuple):
    """A row of the table and the jurisdiction of the journey for which it holds."""

    place: str
    row: Row

    def severity(self, law: Severity = "error") -> Severity:
        """Custom, and voice rules taken over for texts, only warn."""
        return law if self.row.is_law else "warning"

    @property
    def source(self) -> Source:
        """Where the row comes from."""
        return Source.of(self.row)


def places(subject: Subject) -> tuple[str, ...]:
    """The journey's jurisdictions as the table spells them; those it does not know are left out."""
    known = (_lineage(place) for place in subject.jurisdictions)
    return tuple(dict.fromkeys(above[0] for above in known if above))


def bindings(subject: Subject, *rules: str) -> tuple[Binding, ...]:
    """The first row for each of these rules in each jurisdiction of the journey, in its order."""
    found = (
        Binding(place, row)
        for place in subject.once(places)
        for rule in rules
        for row in applicable(place, rule)[:1]
    )
    return tuple(found)


def binding(subject: Subject, *rules: str) -> Binding | None:
    """The first of the `bindings`, None where none of the rules holds."""
    return next(iter(bindings(subject, *rules)), None)


def unfit_jurisdiction(subject: Subject) -> Iterator[Fault]:
    """A jurisdiction that does not exist, or in which the brand does not sell.

    Hours, caps and consent are checked for the places a journey names, the United States where it names
    none, so a wrong place means checks of the wrong law. Write country codes such as FR, or US states
    such as US-TX, in `jurisdictions`. (section 2.7)
    """
    for place in subject.jurisdictions:
        if not _lineage(place):
            yield Fault(f"“{place}” is no jurisdiction; write a code such as FR or US-TX.")
    brand = subject.brand
    # A stand-in for a brand without a file sells nowhere in particular.
    sells = brand.jurisdictions if brand and "jurisdictions" in brand.model_fields_set else ()
    if brand and sells and not any(_sold(place, sells) for place in subject.jurisdictions):
        here = ", ".join(subject.jurisdictions) or "no place"
        yield Fault(
            f"{brand.name} does not sell in {here}; choose among {', '.join(sells)}.",
            fix=SetField(path="jurisdictions", value=list(sells)),
        )


def _sold(place: str, sells: tuple[str, ...]) -> bool:
    """A state belongs to its country, and a member to the EU, whichever of them the brand names."""
    mine = set(_lineage(place))
    return any(mine & set(_lineage(other)) for other in sells)


@lru_cache(maxsize=256)
def _lineage(place: str) -> tuple[str, ...]:
    try:
        return lineage(place)
    except BadInput:
        return ()


PLACES: tuple[Rule, ...] = (
    Rule("JB209", "compliance.unfit-jurisdiction", "warning", unfit_jurisdiction),
)
"""In the order of their codes."""
