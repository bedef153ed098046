"""What a run has shown about one journey, for the rules that need it: offers taken, sizes of tests."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import MessageBase
from journeyboard.lint.evidence import Assigned, Evidence, OfferTaken

if TYPE_CHECKING:
    import pandas as pd

    from journeyboard.measurement.log import EventLog
    from journeyboard.simulation.results import Run

Credited = Counter[tuple[str, str]]
"""By message id and what is counted: bought, anyway, discount (in cents)."""
_BUYERS = """
WITH got AS (
  SELECT profile_key, node_id, coalesce(variant, '') AS variant, "at"
  FROM events WHERE type = 'message.delivered' AND journey_id = ?
),
bought AS (SELECT profile_key, max("at") AS "at" FROM events WHERE type = 'order.placed' GROUP BY ALL)
SELECT profile_key, arg_max(node_id, got."at") AS node_id
FROM got JOIN bought USING (profile_key)
WHERE got."at" <= bought."at" AND list_contains(?, got.node_id || '/' || got.variant)
GROUP BY ALL
"""
_ASKED = ["profile_key", "orders", "untouched_orders", "discount", "untouched_discount"]


def evidence_of(run: Run, journey: Journey, name: str = "") -> Evidence:
    """What the run has shown about the journey; `name` is the run's for people.

    A buyer belongs to the last offer that was delivered before the last order, so nobody counts twice.
    Somebody buys anyway who orders as often in the life in which nothing is sent. Parts are
    read one after the other. Offers that only a factor's level brings are left out: the log does not tell them.
    """
    return Evidence(name or run.digest[:8], _offers(run, journey), _tests(run, journey))


def _offers(run: Run, journey: Journey) -> dict[str, OfferTaken]:
    offering = [key for node in journey.nodes if isinstance(node, MessageBase) for key in _keys(node)]  # fmt: skip
    found = Credited()
    for piece in run.log.pieces() if offering else ():
        found.update(_credited(run.path, piece, journey.id, offering))
    return {
        node: OfferTaken(
            found[node, "bought"], found[node, "anyway"], found[node, "discount"] / 100, run.currency
        )
        for node in dict.fromkeys(node for node, _ in found)
    }  # fmt: skip


def _keys(node: MessageBase) -> list[str]:
    """The message's texts that carry an offer, as id and variant with a stroke between them."""
    own = node.offer is not None and node.offer.kind != "none"
    if not node.variants:
        return [f"{node.id}/"] if own else []
    return [
        f"{node.id}/{variant.name}"
        for variant in node.variants
        if (variant.offer.kind != "none" if variant.offer else own)
    ]


def _credited(folder: Path, piece: EventLog, journey: str, offering: list[str]) -> Credited:
    found = Credited()
    outcomes = _outcomes(folder / "outcomes", piece)
    buyers = piece.sql(_BUYERS, [journey, offering]).merge(outcomes, on="profile_key")
    buyers["anyway"] = buyers["untouched_orders"] >= buyers["orders"]
    buyers["given"] = buyers["discount"] - buyers["untouched_discount"]
    for node, its in buyers.groupby("node_id", observed=True):
        found[str(node), "bought"] = len(its)
        found[str(node), "anyway"] = int(its["anyway"].sum())
        found[str(node), "discount"] = int(its.loc[its["anyway"], "given"].clip(lower=0).sum())
    return found


def _outcomes(folder: Path, piece: EventLog) -> pd.DataFrame:
    """The outcomes of the customers in this part."""
    import pandas as pd
    import pyarrow.parquet as pq

    tables = [pq.read_table(folder / part.name, columns=_ASKED, partitioning=None) for part in piece.parts]  # fmt: skip
    frame: pd.DataFrame = pd.concat([table.to_pandas() for table in tables])
    return frame


def _tests(run: Run, journey: Journey) -> dict[str, Assigned]:
    """By random split, or control_group: who was assigned, and how many of them buy as control."""
    found = {}
    for test in run.truth().experiments or ():
        if test["journey_id"] == journey.id and test["n"]:
            control = next(arm for arm in test["arms"] if arm["is_control"])
            name = str(test["experiment_id"]).removeprefix(f"{journey.id}/")
            found[name] = Assigned(int(test["n"]), int(control["converted"]))
    return found
