"""Trials: designs flown again and again over the same customers, in memory, without an event log."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.errors import BadInput, RunCancelled
from journeyboard.simulation.flight import Program
from journeyboard.simulation.kernel.layout import OUTCOMES
from journeyboard.simulation.part import fly_range, node_counts
from journeyboard.simulation.run import CHUNK, START, flight_of
from journeyboard.simulation.truth import UNITS

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.simulation.behaviour import Behaviour
    from journeyboard.simulation.capacity import Settled
    from journeyboard.simulation.circumstances import Circumstances

Cancel = Callable[[], bool]
DESIGNED, UNTOUCHED = "designed", "untouched"


@dataclass(frozen=True)
class Trial:
    """One design flown: what it brought each customer in each life, and the counts of every step.

    `lives` are keys such as `designed`, `untouched`, `without_channel/sms`, `arm/<experiment>/<arm>`;
    `totals` [customers, lives, outcomes] are whole numbers (money in cents, message cost in millionths);
    `windows` [customers, assignments + 1, outcomes] are those inside each experiment's window, and
    `marks` [customers, assignments + 1, 2] when (second, -1 never) and into which arm each was assigned.
    `rows` are the events of the designed life (dtype ROW), empty unless they were asked for. `settled`
    is how the queue and the budget of this design were found; None without limits of the sender.
    """

    program: Program
    lives: tuple[str, ...]
    totals: NDArray[np.int64]
    windows: NDArray[np.int64]
    marks: NDArray[np.int64]
    counts: dict[str, dict[str, int]]
    rows: NDArray[Any]
    settled: Settled | None = None

    def outcome(self, name: str, life: str = DESIGNED) -> NDArray[np.float64]:
        """One outcome of every customer, shape [n], money in the currency; `converted` is 0 or 1."""
        k = self.lives.index(life)
        if name == "converted":
            return (self.totals[:, k, OUTCOMES.index("orders")] > 0).astype(np.float64)
        values = self.totals[:, k, OUTCOMES.index(name)].astype(np.float64)
        return values / UNITS.get(name, 1)


@dataclass(frozen=True)
class Field:
    """Where designs are tried: the same customers, brand, world and luck for each of them.

    Two designs flown on one field meet the same dice, so their differences are paired by customer.
    """

    people: Audience
    brand: Brand | None = None
    seed: int = 7
    days: int = 90
    start: str | date = START
    behaviour: Behaviour | None = None
    circumstances: Circumstances | None = None
    """Seasons, launches, the pace of entries, and limits of the sender: each design meets the queue and
    the budget that come of itself, which takes up to six flights for one."""

    def fly(
        self,
        journeys: Journey | Sequence[Journey],
        *,
        lives: Collection[str] | None = (DESIGNED,),
        rows: bool = False,
        cancel: Cancel | None = None,
    ) -> Trial:
        """One design, in these lives (None: all that the flight has; the designed one is always first).

        Raises BadInput for what cannot be flown, and RunCancelled when `cancel` said so.
        """
        from journeyboard.simulation.program import compile_flight

        program = compile_flight(
            flight_of(
                journeys, self.people, brand=self.brand, seed=self.seed, days=self.days,
                start=self.start, behaviour=self.behaviour, circumstances=self.circumstances,
            )
        )  # fmt: skip
        program, settled = self._under_limits(program, cancel)
        program = _only(program, lives)
        flown, buffers = fly_range(program, 0, program.size, CHUNK, lambda: _ask(cancel), keep=rows)
        return Trial(
            program, _keys(program), flown.totals, flown.windows, flown.marks,
            node_counts(program, buffers.counts), flown.rows, settled,
        )  # fmt: skip

    def _under_limits(self, program: Program, cancel: Cancel | None) -> tuple[Program, Settled | None]:  # fmt: skip
        """The design with its queue and budget; who flies stands for a list of as many, unless limits say more."""
        limits = self.circumstances.limits if self.circumstances else None
        if not limits:
            return program, None
        from journeyboard.simulation.capacity import settle

        whole = replace(limits, stands_for=limits.stands_for or program.size)
        return settle(program, whole, lambda: _ask(cancel))


def refuse_limits(circumstances: Circumstances | None) -> None:
    """BadInput for limits of the sender, where so many designs fly that their queues would take too long."""
    if circumstances is not None and circumstances.limits:
        raise BadInput("so many flights are made without limits of the sender.", advice="Leave the limits out, or compare two designs under them.")  # fmt: skip


def _keys(program: Program) -> tuple[str, ...]:
    return tuple("/".join(name) for name in program.names.lives)


def _only(program: Program, lives: Collection[str] | None) -> Program:
    """The same program with only these lives."""
    if lives is None:
        return program
    kept = [k for k, key in enumerate(_keys(program)) if k == 0 or key in lives]
    names = replace(program.names, lives=tuple(program.names.lives[k] for k in kept))
    return replace(program, lives=program.lives[kept], names=names)


def _ask(cancel: Cancel | None) -> None:
    if cancel is not None and cancel():
        raise RunCancelled("The flight was cancelled.")
