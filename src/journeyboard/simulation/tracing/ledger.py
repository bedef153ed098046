"""Where the hazard of an order came from: the customer's own habit, an abandoned cart, and each message.

An order falls due when cumulated hazard reaches a threshold (`kernel.hazard`). The parts are sums of
rates over the seconds in which they ran, so for every such order they add up to what was needed, but
for the last second's rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from journeyboard.simulation.kernel.layout import DAY, USUAL
from journeyboard.simulation.tracing.traced import Decision, Share


@dataclass(frozen=True)
class Wish:
    """Hazard that something added: units of 2^-40 per second, from `start` until before `end`."""

    node: str | None
    start: int
    end: int
    rate: int


@dataclass(frozen=True)
class Due:
    """An order that fell due at second `at`: how much hazard it `needed`, and from where it came."""

    at: int
    needed: int
    parts: tuple[tuple[str, str | None, int], ...]

    @property
    def shares(self) -> tuple[Share, ...]:
        """The parts as shares of all, the greatest first."""
        total = sum(amount for _, _, amount in self.parts) or 1
        found = [Share(source, node, amount / total) for source, node, amount in self.parts if amount]  # fmt: skip
        return tuple(sorted(found, key=lambda one: -one.share))


def due_orders(decisions: Sequence[Decision], own: int, low: int, season: Sequence[int] = ()) -> list[Due]:  # fmt: skip
    """Every order of a life that fell due by its hazard; `own` and `low` are the customer's rates, usually
    and shortly after an order, and `season` the factors of the days where there is one (thousandths)."""
    wishes, calm = list(_wishes(decisions)), list(_calm(decisions))
    found, before, at = [], 0, 0
    thresholds = [one for one in decisions if one.what == "threshold"]
    for reached, after in pairwise(thresholds):
        mine = _own(calm, at, after.at, own, low, season)
        parts = _parts(wishes, mine, at, after.at)
        found.append(Due(after.at, reached.number - before, parts))
        before, at = reached.number, after.at
    return found


def _wishes(decisions: Sequence[Decision]) -> Iterator[Wish]:
    """What was added, each until it faded or an order met the need."""
    met: int | None = None
    for one in reversed(decisions):
        if one.what == "satisfied":
            met = one.at
        elif one.what == "wish":
            faded = one.at + int(one.limit)
            end = faded if met is None else min(faded, met)
            yield Wish(one.node, one.at, end, one.number)


def _calm(decisions: Sequence[Decision]) -> Iterator[tuple[int, int]]:
    """The spans shortly after an order, each until the next one begins."""
    orders = [one for one in decisions if one.what == "satisfied"]
    for k, one in enumerate(orders):
        later = [after.at for after in orders[k + 1 : k + 2]]
        yield one.at, min([one.number, *later])


def _own(calm: Sequence[tuple[int, int]], first: int, last: int, own: int, low: int, season: Sequence[int]) -> int:  # fmt: skip
    """What the customer's own hazard came to between two moments."""
    if not season:
        quiet = sum(_overlap(start, end, first, last) for start, end in calm)
        return low * quiet + own * (last - first - quiet)
    total = 0
    for day in range(first // DAY, (last - 1) // DAY + 1):
        begin, end = max(first, day * DAY), min(last, (day + 1) * DAY)
        mine, less = (rate * season[day] // USUAL for rate in (own, low))
        total += _own(calm, begin, end, mine, less, ())
    return total


def _parts(wishes: Sequence[Wish], own: int, first: int, last: int) -> tuple[tuple[str, str | None, int], ...]:  # fmt: skip
    parts: dict[tuple[str, str | None], int] = {("own", None): own}
    for wish in wishes:
        source = ("message", wish.node) if wish.node else ("cart", None)
        amount = wish.rate * _overlap(wish.start, wish.end, first, last)
        parts[source] = parts.get(source, 0) + amount
    return tuple((source, node, amount) for (source, node), amount in parts.items())


def _overlap(start: int, end: int, first: int, last: int) -> int:
    return max(0, min(end, last) - max(start, first))
