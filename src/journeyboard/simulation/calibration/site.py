"""The site: visits, carts, checkout pages and the time on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from journeyboard.simulation.calibration.answer import Findings
from journeyboard.simulation.calibration.fit import poisson_rate, wilson
from journeyboard.simulation.calibration.read import Evidence
from journeyboard.simulation.calibration.traits import Traits
from journeyboard.simulation.calibration.waits import fit_wait

if TYPE_CHECKING:
    import pandas as pd

PAGES = ("cart", "start", "contact", "shipping", "payment", "order")
SHARES = {
    "checkout.cart_to_start": (0, "carts"),
    "checkout.contact": (2, "contact pages"),
    "checkout.shipping": (3, "shipping pages"),
    "checkout.payment": (4, "payment pages"),
}
PATIENCE = 3_600.0
"""Seconds without a further page after which a checkout counts as left."""
ONE_PAGE = 300.0
"""Seconds that hardly anybody spends on one page."""
OTHER = 9
"""The step of an order that came another way."""


def checkout_steps(evidence: Evidence) -> pd.DataFrame:
    """Carts, checkout pages and orders (who, at, step), with the step that came next and its wait.

    `next` is -1 where none came within an hour. An order without a stated way counts as the end of
    a checkout when its last page was less than an hour before.
    """
    rows = evidence.kind("cart.updated", "checkout.started", "checkout.progressed", "order.placed")
    step = np.select(
        [rows["type"] == "cart.updated", rows["type"] == "checkout.started"], [0, 1], -1
    )
    progressed = (rows["type"] == "checkout.progressed").to_numpy()
    page = rows["reason"].map({name: k for k, name in enumerate(PAGES)}).fillna(-1).to_numpy()
    step = np.where(progressed, page, step)
    table = rows[["who", "at", "order_id"]].assign(step=step.astype(int), reason=rows["reason"])
    placed = (rows["type"] == "order.placed").to_numpy()
    same = table["who"].eq(table["who"].shift())
    soon = (same & (table["at"] - table["at"].shift() < PATIENCE) & table["step"].shift().ge(1)).to_numpy()  # fmt: skip
    told = placed & table["reason"].isin(["checkout", "returned", "direct"]).to_numpy()
    ends = np.where(told, table["reason"] == "checkout", soon)
    table.loc[placed, "step"] = np.where(ends[placed], 5, OTHER)
    table = table[table["step"] >= 0].reset_index(drop=True)
    following = table["who"].shift(-1).eq(table["who"])
    table["wait"] = (table["at"].shift(-1) - table["at"]).where(following)
    table["next"] = table["step"].shift(-1).where(table["wait"] < PATIENCE).fillna(-1).astype(int)
    # An order by another way much later than any page takes is a return: the checkout was left before.
    table.loc[(table["next"] == OTHER) & (table["wait"] > ONE_PAGE), "next"] = -1
    return table


def abandoned(evidence: Evidence, steps: pd.DataFrame) -> pd.DataFrame:
    """(who, at) of checkouts that were left after they had been started."""
    pages = steps["step"].between(2, 4) & (steps["at"] < evidence.end - PATIENCE)
    left = pages & (steps["next"] != steps["step"] + 1) & (steps["next"] != OTHER)
    return steps.loc[left, ["who", "at"]]


def fit_checkout(evidence: Evidence, steps: pd.DataFrame, findings: Findings) -> None:
    """Who goes on from each page, and after how long."""
    settled = steps[(steps["at"] < evidence.end - PATIENCE) & (steps["next"] != OTHER)]
    for key, (step, many) in SHARES.items():
        rows = settled[settled["step"] == step]
        if not len(rows):
            findings.keep(f"no page events in the log ({many})", key)
            continue
        further = int((rows["next"] == step + 1).sum())
        findings.add(key, wilson(further, len(rows)), len(rows), further, "share with score interval")  # fmt: skip
    moved = settled[(settled["next"] == settled["step"] + 1)]
    limits = moved["at"] * 0 + PATIENCE
    fit_wait(findings, "checkout.step", moved["wait"] - 1, limits, 1.0, "page events")


def fit_visits(evidence: Evidence, traits: Traits, findings: Findings) -> None:
    """Visits against the customers' own rates."""
    if not traits.known:
        findings.keep("the customers' own rates are unknown without their file", "visits.rate")
        return
    visits = len(evidence.kind("session.started"))
    if not visits:
        findings.keep("no visits in the log", "visits.rate")
        return
    lapsed = findings.behaviour()["baseline.lapsed"]
    expected = (
        traits.visit_rate * np.where(traits.alive, 1.0, lapsed) * evidence.usual(evidence.end)
    )
    interval = poisson_rate(visits, float(expected.sum()))
    findings.add("visits.rate", interval, len(evidence.keys), visits, "visits against the customers' own rates, exact Poisson interval")  # fmt: skip
