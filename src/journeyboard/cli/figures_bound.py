"""The engine against the same program in C, compiled on this machine: how much the language costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from typing import TYPE_CHECKING

from journeyboard.cli.course import Figure, on_cpu

if TYPE_CHECKING:
    from journeyboard.simulation.flight import Program

LABEL = "Engine against the same program in C, 1 core"


def against_c(program: Program, fly: Callable[[], object], rounds: int) -> Iterator[Figure]:
    """Customers a second of both, in turns, and steps of journeys a second; a reason where there is no C."""
    from journeyboard.cli.checkout import benchmark

    module = benchmark("c_bound/__init__.py")
    if module is None:
        yield Figure("c_ratio", LABEL, None, reason="needs a checkout")
        return
    try:
        bound = module.CBound(program)
    except module.Refused as why:
        yield Figure("c_ratio", LABEL, None, reason=str(why))
        return
    bound.fly()
    pairs = [(on_cpu(fly), bound.fly()) for _ in range(rounds)]
    count, ours = program.size, [seconds for seconds, _ in pairs]
    theirs = [flown.seconds for _, flown in pairs]
    steps = pairs[0][1].node_visits
    yield Figure("c", "The designed life in C", count / median(theirs), "customers/s")
    ratio = median(c / mine for mine, c in zip(ours, theirs, strict=True))
    yield Figure("c_ratio", LABEL, ratio, "×", "≥ 0.55 ×", 2)
    yield Figure(
        "steps", "Steps of journeys that the engine takes", steps / median(ours), "a second"
    )
