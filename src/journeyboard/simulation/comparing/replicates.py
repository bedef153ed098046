"""Replicates: one design, or two, flown over many seeds, with intervals over the seeds beside the error within a run."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from journeyboard.errors import BadInput
from journeyboard.measurement.estimate import Estimate, Sums, mean
from journeyboard.simulation.comparing.measures import MEASURES, Effect, effect_of, values_of
from journeyboard.simulation.run import START
from journeyboard.simulation.trial import DESIGNED, UNTOUCHED, Cancel, Field, refuse_limits

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.simulation.behaviour import Behaviour
    from journeyboard.simulation.circumstances import Circumstances


@dataclass(frozen=True)
class Spread:
    """One measure's difference over several seeds, each seed a run of fresh customers and dice.

    `estimate` is the mean over the seeds with Student's t interval; `within` the Monte Carlo error that
    a single run states for itself (root mean square), `between` the standard deviation over the
    seeds: where the runs are honest the two agree. `values` holds each seed's difference.
    """

    key: str
    values: tuple[float, ...]
    estimate: Estimate
    within: float | None
    between: float | None

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values."""
        return asdict(self)


@dataclass(frozen=True)
class Replicates:
    """What was replicated, over which seeds with how many customers each, and every measure's spread."""

    what: str
    currency: str
    seeds: tuple[int, ...]
    customers: int
    days: int
    spreads: tuple[Spread, ...]

    def __getitem__(self, key: str) -> Spread:
        return next(one for one in self.spreads if one.key == key)

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        plain = {"what": self.what, "currency": self.currency, "seeds": list(self.seeds)}
        rest = {"customers": self.customers, "days": self.days}
        return {**plain, **rest, "spreads": [one.to_dict() for one in self.spreads]}


def replicates(
    designs: Journey | tuple[Journey, Journey],
    people_of: Callable[[int], Audience],
    seeds: Sequence[int],
    *,
    brand: Brand | None = None,
    days: int = 90,
    start: str | date = START,
    behaviour: Behaviour | None = None,
    circumstances: Circumstances | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancel: Cancel | None = None,
) -> Replicates:
    """What one design adds against nothing sent, or the second of two against the first, seed by seed.

    `people_of(seed)` makes the customers of each run; they should be others for each seed.
    Means over the k seeds have the interval mean ± t(k − 1)·s/√k. Raises BadInput for fewer than two
    different seeds and for limits of the sender, and RunCancelled when `cancel` said so.
    """
    refuse_limits(circumstances)
    if len(set(seeds)) < 2:
        raise BadInput("one seed is no replicate.", advice="Name at least two different seeds.")
    effects: list[dict[str, Effect]] = []
    for seed in dict.fromkeys(seeds):
        field = Field(people_of(seed), brand, seed, days, start, behaviour, circumstances)
        found, currency = _one_run(field, designs, cancel)
        effects.append(found)
        if progress:
            progress(len(effects), len(set(seeds)))
    what = f"{designs[1].name} − {designs[0].name}" if isinstance(designs, tuple) else designs.name
    spreads = tuple(_spread(key, [one[key] for one in effects]) for key in MEASURES)
    return Replicates(what, currency, tuple(dict.fromkeys(seeds)), effects[0]["orders"].n, days, spreads)  # fmt: skip


def _one_run(
    field: Field, designs: Journey | tuple[Journey, Journey], cancel: Cancel | None
) -> tuple[dict[str, Effect], str]:
    """Every measure's difference in one run, and the currency."""
    if isinstance(designs, tuple):
        first, second = designs
        a = field.fly(first, cancel=cancel)
        b = field.fly(second.model_copy(update={"id": first.id}), cancel=cancel)
        life = DESIGNED
    else:
        a = b = field.fly(designs, lives=(DESIGNED, UNTOUCHED), cancel=cancel)
        life = UNTOUCHED
    found = {key: effect_of(values_of(b, key) - values_of(a, key, life)) for key in MEASURES}
    return found, a.program.flight.brand.currency


def _spread(key: str, effects: Sequence[Effect]) -> Spread:
    values = tuple(one.total for one in effects)
    sums = Sums.of(values)
    errors = [one.error for one in effects if one.error is not None]
    within = math.sqrt(sum(e * e for e in errors) / len(errors)) if errors else None
    return Spread(key, values, mean(sums), within, math.sqrt(sums.variance))
