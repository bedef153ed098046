"""The truth of a run: what every customer's other lives say that the journey did, exactly."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING, Any

from journeyboard.errors import RunError
from journeyboard.simulation.kernel.layout import COST, LOST_VALUE, MARGIN, OUTCOMES
from journeyboard.simulation.sums import FOR_AUDIENCES

if TYPE_CHECKING:
    from journeyboard.simulation.flight import Assignment

FATES = ("persuaded", "sure_things", "lost_causes", "lost")
UNITS = {"revenue": 100, "discount": 100, "margin": 100, "lost_value": 100, "cost": 1_000_000, "net_margin": 1_000_000, "net_value": 1_000_000}  # fmt: skip
"""Whole numbers of one unit of the currency: cents, and millionths for message cost and what is net of it."""
PER_CUSTOMER = ("orders", "revenue", "margin", "net_margin", "opt_outs", "lost_value", "net_value")
IN_AUDIENCES = ("converted", *PER_CUSTOMER)
Z = 1.96
"""Standard errors on either side of a value within which 95 of 100 other runs would lie."""
NOT_FLOWN = {
    "arms": "what each arm would have brought everybody assigned was not flown",
    "channels": "the lives without each channel were not flown",
    "journeys": "the lives without each journey were not flown",
    "messages": "the lives without each message were not flown",
}
"""Why a run that did without some lives has no answer."""
CENT = 10_000
"""Millionths in a cent."""

Life = dict[str, Any]


@dataclass(frozen=True)
class Truth:
    """What lives of the same customers differ by; each sum is exact for this run, to the cent.

    `experiments` compare each arm with the control arm for everybody who was assigned, as if all of
    them had been in it; `programme` compares the run with one in which nothing was sent; `channels`,
    `journeys` and `messages` (by “journey/node”) compare it with the run without each of them;
    `audiences` hold the programme's and the texts' own increments by audience (a customer may be in
    several); `overlap` is what the programme added less what is gone with each channel, or each
    message, left out alone.

    Every `incremental_x` has an `incremental_x_error`, in the same unit: the standard error of the
    sum over the n customers of the run, √n · sd, where sd is the standard deviation of the paired
    difference between a customer's two lives (its n-th part is the error per customer, sd / √n). The
    run's own increment has no error; this one says how far another run, of other customers and other
    dice from the same population, would typically lie from the expected value.

    Under limits of the sender every life meets the queue and the budget's end of the designed run: a
    life with fewer messages would have found shorter queues and money left, which these sums leave out.

    `net_margin` is margin (after discounts) less message cost; `net_value` is that less `lost_value`,
    the brand's subscriber value for every opt-out of a channel.

    Where a run did without some lives (`simulate(lives=...)`), what they would tell is None, and
    `not_flown` says why, by kind of lives.
    """

    experiments: tuple[Life, ...] | None
    programme: Life
    channels: dict[str, Life] | None
    journeys: dict[str, Life] | None
    messages: dict[str, Life] | None
    audiences: dict[str, Life]
    overlap: dict[str, Life | None]
    not_flown: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """As plain values: money in the currency, rates as fractions."""
        return {
            "experiments": None if self.experiments is None else list(self.experiments),
            "programme": self.programme,
            "channels": self.channels,
            "journeys": self.journeys,
            "messages": self.messages,
            "audiences": self.audiences,
            "overlap": self.overlap,
        } | ({"not_flown": self.not_flown} if self.not_flown else {})


def truth_of(sums: Mapping[str, Any], assignments: Sequence[Assignment], journeys: Sequence[str], not_flown: Collection[str] = ()) -> Truth:  # fmt: skip
    """The truth from the sums of all parts. Raises RunError for those of an earlier version."""
    if "overlap/message" not in sums and "messages" not in not_flown:
        raise RunError("this run was flown by an earlier version, which kept less of the truth; fly it again.")  # fmt: skip
    audiences = ("/".join(("audience", *name)) for name in FOR_AUDIENCES)
    kinds = ("designed", "untouched", "without_", "arm/")
    lives = {key: _read(values) for key, values in sums.items() if key.startswith(kinds)}
    everybody, texts = (_named(sums, prefix) for prefix in audiences)
    tests = [a for a in assignments if a.control is not None and "arms" not in not_flown]
    without = {kind: None if kind in not_flown else _named(lives, f"without_{kind[:-1]}") for kind in ("channels", "journeys", "messages")}  # fmt: skip
    overlap = {kind: sums.get(f"overlap/{kind[:-1]}") for kind in ("channels", "messages")}
    return Truth(
        None if "arms" in not_flown else tuple(_experiment(a, journeys, lives) for a in tests),
        lives["untouched"] | {"subscriber_value_lost": lives["untouched"]["lost_value"]},
        **without,
        audiences={name: _audience(own, texts.get(name)) for name, own in everybody.items()},
        overlap={kind: own and _increments(own) for kind, own in overlap.items()},
        not_flown={kind: why for kind, why in NOT_FLOWN.items() if kind in not_flown},
    )


def _named(lives: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {
        key.removeprefix(f"{kind}/"): life
        for key, life in lives.items()
        if key.startswith(f"{kind}/")
    }


def _experiment(a: Assignment, journeys: Sequence[str], lives: Mapping[str, Life]) -> Life:
    arms = [{"arm": arm, "is_control": k == a.control, **lives[f"arm/{a.id}/{arm}"]} for k, arm in enumerate(a.arms)]  # fmt: skip
    return {
        "journey_id": journeys[a.journey],
        "experiment_id": a.id,
        "control": a.arms[a.control or 0],
        "window": a.window,
        "n": arms[0]["n"],
        "arms": arms,
    }


def _audience(programme: Mapping[str, Any], texts: Mapping[str, Any] | None) -> Life:
    """An audience in short: its size, what the programme added and, where there are texts, they alone."""
    found = _short(_read(programme))
    return found if texts is None else found | {"sms": _short(_read(texts))}


def _short(life: Life) -> Life:
    wanted = [f"incremental_{name}{end}" for name in IN_AUDIENCES for end in ("", "_error")]
    return {name: life[name] for name in ("n", *wanted)}


def _read(sums: Mapping[str, Sequence[int]]) -> Life:
    """One life's sums in words: what happened with it, and what it added."""
    n = sums["n"][0]
    persuaded, sure, _, lost = sums["fates"]
    found: Life = {"n": n, "converted": persuaded + sure, "converted_without": sure + lost}
    with_ = dict(zip(OUTCOMES, sums["with"], strict=True))
    with_ |= {"net_margin": net(sums["with"]), "net_value": net(sums["with"], lost=True)}
    found |= {name: _in_units(name, value) for name, value in with_.items()}
    change = _increments({**sums, "converted": [persuaded - lost, persuaded + lost]})
    found |= change
    found["conversion"] = (persuaded + sure) / n if n else None
    found["incremental_conversion"] = (persuaded - lost) / n if n else None
    for name in PER_CUSTOMER:
        found[f"{name}_per_customer"] = found[name] / n if n else None
        added = change[f"incremental_{name}"]
        found[f"incremental_{name}_per_customer"] = added / n if n else None
    return found | dict(zip(FATES, sums["fates"], strict=True))


def _increments(sums: Mapping[str, Sequence[int]]) -> Life:
    """What was added of everything, and its standard error; None where one customer is too few."""
    n = sums["n"][0]
    found: Life = {"n": n}
    for name, added, squares in _moments(sums):
        found[f"incremental_{name}"] = _in_units(name, added)
        found[f"incremental_{name}_error"] = total_error(n, added, squares, UNITS.get(name, 1))
    return found


def _moments(sums: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, int, int]]:
    """The sum and the squares of what was added, of each outcome and of what is net."""
    added, squares = sums["added"], sums["squares"]
    yield "converted", sums["converted"][0], sums["converted"][1]
    yield from zip(OUTCOMES, added, squares, strict=True)
    with_cost, with_lost, cost_with_lost = sums["products"]
    margin, cost, lost = squares[MARGIN], squares[COST], squares[LOST_VALUE]
    yield "net_margin", net(added), CENT**2 * margin - 2 * CENT * with_cost + cost
    worth = CENT**2 * (margin - 2 * with_lost + lost)
    yield "net_value", net(added, lost=True), worth - 2 * CENT * (with_cost - cost_with_lost) + cost


def net(outcomes: Sequence[int], *, lost: bool = False) -> int:
    """Margin less message cost, in millionths; with `lost` less the lost subscriber value, too."""
    return CENT * (outcomes[MARGIN] - (outcomes[LOST_VALUE] if lost else 0)) - outcomes[COST]


def total_error(n: int, added: int, squares: int, unit: int) -> float | None:
    """√n · sd of the paired differences, sd² = (Σd² - (Σd)² / n) / (n - 1); None below two customers.

    Six digits behind the point: an error is no exact sum.
    """
    return round(sqrt(max(n * squares - added**2, 0) / (n - 1)) / unit, 6) if n > 1 else None


def _in_units(name: str, value: int) -> float | int:
    unit = UNITS.get(name, 1)
    return value / unit if unit > 1 else value
