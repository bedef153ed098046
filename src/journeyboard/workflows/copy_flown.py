"""What a journey's messages cost in a run, by message and country."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey

DAYS = 90


class Sent(NamedTuple):
    """Messages sent to one country, and their sum in the brand's currency."""

    sent: int
    cost: float


class FlownCosts(NamedTuple):
    """A run's messages by (node id, channel) and country; `reached` counts customers by node id, and
    `ordered` those of them who order within `window` seconds of getting there first."""

    customers: int
    days: int
    by_message: dict[tuple[str, str], dict[str, Sent]]
    reached: dict[str, int]
    ordered: dict[str, int]
    window: int


def flown_costs(journey: Journey, brand: Brand, people: Audience, days: int = DAYS) -> FlownCosts:
    """Fly the customers through the journey alone and add up what was sent.

    Raises BadInput for a journey that cannot be flown.
    """
    from journeyboard.simulation.run import simulate
    from journeyboard.workflows.copy import OTHER

    run = simulate(journey, people, brand=brand, days=days)
    columns = ["type", "node_id", "channel", "profile_key", "cost", "at"]
    events = run.events.select(columns).to_pandas()
    there = events[events["type"] == "message.sent"].astype({"cost": float})
    homes = people.frame.set_index("profile_key")["country"].fillna(OTHER)
    there = there.assign(country=there["profile_key"].map(homes))
    keys = ["node_id", "channel", "country"]
    found: dict[tuple[str, str], dict[str, Sent]] = {}
    for (node, channel, country), rows in there.groupby(keys, observed=True)["cost"]:
        cell = Sent(len(rows), float(rows.fillna(0.0).sum()))
        found.setdefault((str(node), str(channel)), {})[str(country)] = cell
    stepped = events[events["type"] == "journey.step_entered"]
    window = journey.goal.window
    return FlownCosts(
        len(people), days, found, _customers(stepped), _customers(_ordering(events, window)), window
    )


def _customers(rows: pd.DataFrame) -> dict[str, int]:
    """Different customers by node id."""
    told = rows.groupby("node_id", observed=True)["profile_key"].nunique()
    return {str(node): int(number) for node, number in told.items()}


def _ordering(events: pd.DataFrame, window: int) -> pd.DataFrame:
    """Who came to a step and ordered within so many seconds of the first time: one row an order."""
    import pandas as pd

    keys = ["node_id", "profile_key"]
    came = events[events["type"] == "journey.step_entered"].astype(dict.fromkeys(keys, object))
    first = came.groupby(keys)["at"].min().reset_index()
    orders = events.loc[events["type"] == "order.placed", ["profile_key", "at"]]
    both = first.merge(
        orders.astype({"profile_key": object}), on="profile_key", suffixes=("", "_order")
    )
    waited = both["at_order"] - both["at"]
    return both[(waited >= pd.Timedelta(0)) & (waited <= pd.Timedelta(seconds=window))]
