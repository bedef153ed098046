"""How customers buy when nobody writes to them: an MBG/NBD model, its draws and its inversion.

Source: Fader, Hardie and Lee, "Counting Your Customers the Easy Way" (Marketing Science 24, 2005),
in the form of Batislam, Denizel and Filiztekin (International Journal of Research in Marketing 24,
2007), in which a customer may also drop out after the first order. Assumptions: while alive a
customer orders at a constant rate (Poisson), rates are gamma distributed; after every order the
customer drops out with an own probability, beta distributed; rate and dropout are independent.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience import randomness as dice


class Habits(NamedTuple):
    """The population: gamma `shape` and mean days between orders, beta `a` and `b` of dropping out.

    The defaults are fitted to `data/targets.csv`, not to one brand. `buys_at_once` is the share of
    new profiles that come with an order, `interested` the share of the others that would ever
    order, at `slowness` times their later rate.
    """

    shape: float = 1.5
    mean_days: float = 175.0
    a: float = 1.0
    b: float = 1.2
    buys_at_once: float = 0.5
    interested: float = 0.35
    slowness: float = 0.25

    def paced(self, replenish_days: float) -> Habits:
        """The same population for products that last this long (the default shelf: 72 days)."""
        return self._replace(mean_days=self.mean_days * replenish_days / 72.0)


def order_rates(keys: dice.Words, habits: Habits) -> dice.Floats:
    """Orders per day of each customer while alive."""
    draws = dice.gammas(keys, "order rate", habits.shape) / habits.shape
    return dice.settled(draws / habits.mean_days)


def dropouts(keys: dice.Words, habits: Habits) -> dice.Floats:
    """The probability of each customer to drop out after an order."""
    from scipy.special import betaincinv

    draws = betaincinv(habits.a, habits.b, dice.uniforms(keys, "dropout"))
    return dice.settled(np.asarray(draws, dtype=np.float64))


def alive_probability(
    repeats: dice.Floats, last: dice.Floats, age: dice.Floats, habits: Habits
) -> dice.Floats:
    """P(alive) after `repeats` repeat orders, the last `last` days after the first, `age` days ago.

    Batislam et al. 2007, for customers whose first order was `age` days before now.
    """
    alpha = habits.shape * habits.mean_days
    faded = ((alpha + age) / (alpha + last)) ** (habits.shape + repeats)
    return np.asarray(1 / (1 + habits.a / (habits.b + repeats) * faded), dtype=np.float64)


def believed_rates(
    keys: dice.Words,
    orders: dice.Floats,
    last: dice.Floats,
    age: dice.Floats,
    habits: Habits,
) -> tuple[dice.Floats, NDArray[np.bool_]]:
    """Orders per day from now on, and who is alive, drawn from what a real history leaves open.

    `orders` were placed, the last `last` days after the first, which was `age` days ago; for those
    who never bought `age` counts from the creation of the profile. Rates are gamma posteriors
    (shape plus repeat orders, exposure until the last order or, if alive, until now).
    """
    bought, repeats = orders > 0, np.maximum(orders - 1, 0)
    chance = np.where(
        bought, alive_probability(repeats, last, age, habits), _still_interested(age, habits)
    )
    alive = dice.uniforms(keys, "still alive") < chance
    pace = np.where(bought, 1.0, habits.slowness)
    exposure = np.where(bought, np.where(alive, age, last), age * habits.slowness)
    alpha = habits.shape * habits.mean_days
    draws = dice.gammas(keys, "order rate", habits.shape + repeats)
    return dice.settled(draws / (alpha + exposure) * pace), alive


def _still_interested(age: dice.Floats, habits: Habits) -> dice.Floats:
    """Of those who have not bought `age` days after signing up: how many ever would."""
    alpha = habits.shape * habits.mean_days
    waiting = habits.interested * (alpha / (alpha + age * habits.slowness)) ** habits.shape
    return np.asarray(waiting / (waiting + 1 - habits.interested), dtype=np.float64)
