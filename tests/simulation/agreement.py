"""Whether kernel and specification tell the same of a flight, and where they first differ."""

from __future__ import annotations

from collections import Counter

from journeyboard.simulation.flight import Flight

from .flown import Flown, flown
from .reference.known import Known
from .reference.life import live
from .reference.record import Life, Row


def agree(flight: Flight, chunk: int = 64, others: int = 3) -> list[Life]:
    """Fly a flight both ways and compare: rows, assignments and counters of every customer, and
    the outcomes of all other lives of the first `others`. The specification's lives are returned."""
    found, known = flown(flight, chunk), Known(flight)
    lives = [live(known, place) for place in range(len(flight.people))]
    for place, life in enumerate(lives):
        assert first_difference(life.rows, found.rows[place]) is None, f"customer {place}"
        assert life.assigned == found.assigned[place], f"customer {place}"
        _agree_on_outcomes(found, known, life, place, place < others)
    assert sum((life.counts for life in lives), Counter()) == found.counts
    assert (sum(life.overflow for life in lives) > 0) <= (sum(found.overflow) > 0)
    return lives


def first_difference(specified: list[Row], flown: list[Row]) -> str | None:
    """The first row that differs, with the row before it."""
    for k in range(max(len(specified), len(flown))):
        ours, theirs = specified[k : k + 1], flown[k : k + 1]
        if ours != theirs:
            return f"after {flown[k - 1 : k]} the specification has {ours}, the kernel {theirs}"
    return None


def _agree_on_outcomes(found: Flown, known: Known, life: Life, place: int, all_lives: bool) -> None:
    for experiment, outcomes in found.windows[place].items():
        assert outcomes == _counted(life.windows.get(experiment, Counter())), experiment
    for kind in found.program.names.lives if all_lives else (("designed",),):
        other = life if kind == ("designed",) else live(known, place, kind)
        assert found.totals[place][kind] == _counted(other.totals), kind
        if kind[0] == "arm":
            was_assigned = kind[1] in life.assigned
            window = other.windows.get(kind[1], Counter()) if was_assigned else Counter()
            assert found.arms[place][kind] == _counted(window), kind


def _counted(outcomes: Counter[str]) -> dict[str, int]:
    return {name: number for name, number in outcomes.items() if number}
