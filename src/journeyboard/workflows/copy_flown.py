"""What a journey's messages cost in a run, by message and country."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey

DAYS = 90


class Sent(NamedTuple):
    """Messages sent to one country, and their sum in the brand's currency."""

    sent: int
    cost: float


class FlownCosts(NamedTuple):
    """A run's messages by (node id, channel) and country; `reached` counts customers by node id."""

    customers: int
    days: int
    by_message: dict[tuple[str, str], dict[str, Sent]]
    reached: dict[str, int]


def flown_costs(journey: Journey, brand: Brand, people: Audience, days: int = DAYS) -> FlownCosts:
    """Fly the customers through the journey alone and add up what was sent.

    Raises BadInput for a journey that cannot be flown.
    """
    from journeyboard.simulation.run import simulate
    from journeyboard.workflows.copy import OTHER

    run = simulate(journey, people, brand=brand, days=days)
    columns = ["type", "node_id", "channel", "profile_key", "cost"]
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
    reached = stepped.groupby("node_id", observed=True)["profile_key"].nunique()
    return FlownCosts(len(people), days, found, {str(k): int(n) for k, n in reached.items()})
