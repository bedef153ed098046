"""What follows an order: parcels, refunds, questions, reviews and referrals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from journeyboard.simulation.behaviour import Behaviour
from journeyboard.simulation.calibration.answer import Findings
from journeyboard.simulation.calibration.fit import Floats, around, minimum, share_seen, wilson
from journeyboard.simulation.calibration.messages import Messages
from journeyboard.simulation.calibration.read import Evidence
from journeyboard.simulation.calibration.waits import LEAST_WAITS, TOO_FEW, fit_wait
from journeyboard.simulation.kernel.ground import REVIEW_REQUEST, STATUS, TIP
from journeyboard.simulation.kernel.layout import DAY
from journeyboard.simulation.world import AFTERWARDS, HOUR

if TYPE_CHECKING:
    import pandas as pd

HANDED_OVER, ON_THE_WAY = 600, 3_600
LONGEST = 30 * DAY
"""After this long a parcel that no event reports is one that was not scanned."""
PARCEL_KEYS = (
    "parcel.fulfil_median", "parcel.fulfil_sigma", "parcel.transit_median", "parcel.transit_sigma",
    "parcel.late", "parcel.no_scan", "parcel.refund", "parcel.support", "parcel.referral",
)  # fmt: skip
SEEN = "share of delivered orders, what is still to come allowed for"


def fit_parcels(evidence: Evidence, messages: Messages, findings: Findings) -> None:
    """Times to the carrier and the door, late and unscanned parcels, and what they lead to."""
    orders = _orders(evidence)
    if not evidence.has("order.fulfilled") or not len(orders):
        findings.keep("no parcel events in the log", *PARCEL_KEYS)
    else:
        gone = orders["fulfilled"] - orders["placed"] - HANDED_OVER
        limits = evidence.end - orders["placed"] - HANDED_OVER
        fit_wait(findings, "parcel.fulfil", gone.dropna(), limits[gone.notna()], HOUR, "parcels")
        _fit_transit(evidence, orders, findings)
        _fit_aftermath(evidence, messages, orders, findings)
    _fit_asked(evidence, messages, findings)


def _orders(evidence: Evidence) -> pd.DataFrame:
    """One row an order with the moments of what followed (NaN for never)."""
    rows = evidence.events[evidence.events["order_id"].notna()]
    names = {
        "order.placed": "placed", "order.fulfilled": "fulfilled", "order.delivered": "delivered",
        "order.refunded": "refunded", "support.contacted": "asked", "review.submitted": "reviewed",
        "referral.made": "referred",
    }  # fmt: skip
    table = rows.assign(what=rows["type"].map(names)).dropna(subset="what")
    wide = table.pivot_table("at", ["who", "order_id"], "what", "min").reset_index()
    return wide.reindex(columns=["who", "order_id", *names.values()]).dropna(subset="placed")


def _fit_transit(evidence: Evidence, orders: pd.DataFrame, findings: Findings) -> None:
    """The way to the door is a mixture: late parcels take twice as long."""
    sent = orders.dropna(subset="fulfilled")
    waits = (sent["delivered"] - sent["fulfilled"] - ON_THE_WAY).dropna()
    limits = (evidence.end - sent.loc[waits.index, "fulfilled"]).to_numpy(float)
    old = sent[sent["fulfilled"] < evidence.end - LONGEST]
    if len(old):
        missing = int(old["delivered"].isna().sum())
        findings.add("parcel.no_scan", wilson(missing, len(old)), len(old), missing, "share with score interval")  # fmt: skip
    else:
        findings.keep("the log is too short to tell unscanned parcels from slow ones", "parcel.no_scan")  # fmt: skip
    keys = "parcel.transit_median", "parcel.transit_sigma", "parcel.late"
    fitted = _mixture(waits.to_numpy(float), limits) if len(waits) >= LEAST_WAITS else None
    if fitted is None:
        findings.keep(TOO_FEW.format("deliveries"), *keys)
        return
    theta, errors = fitted
    median = [part / HOUR for part in around(theta[0], errors[0])]
    method = "mixture of two lognormals by maximum likelihood, one twice as slow"
    late = [1 / (1 + np.exp(-(theta[2] + side * 1.959964 * errors[2]))) for side in (0, -1, 1)]
    findings.add(keys[0], (median[0], median[1], median[2]), len(waits), len(waits), method)
    findings.add(keys[1], around(theta[1], errors[1]), len(waits), len(waits), method)
    findings.add(keys[2], (late[0], late[1], late[2]), len(waits), late[0] * len(waits), method)


def _mixture(waits: Floats, limits: Floats) -> tuple[Floats, Floats] | None:
    """(log median, log spread, logit of the late share) with standard errors."""
    from scipy.special import expit, ndtr

    good = waits > 0
    logs, ends = np.log(waits[good]), np.log(np.maximum(limits[good], waits[good]))

    def loss(theta: Floats) -> float:
        mu, sigma, late = theta[0], np.exp(theta[1]), expit(theta[2])
        z, slow = (logs - mu) / sigma, (logs - mu - np.log(2)) / sigma
        density = ((1 - late) * np.exp(-z * z / 2) + late * np.exp(-slow * slow / 2)) / sigma
        seen = (1 - late) * ndtr((ends - mu) / sigma) + late * ndtr((ends - mu - np.log(2)) / sigma)
        return -float(np.log(np.maximum(density / seen, 1e-300)).sum())

    settled = minimum(loss, np.array([np.median(logs), np.log(max(logs.std() * 0.8, 0.05)), -2.0]))
    return None if settled is None else (settled[0], np.sqrt(np.diag(settled[1])))


def _fit_aftermath(evidence: Evidence, messages: Messages, orders: pd.DataFrame, findings: Findings) -> None:  # fmt: skip
    """Refunds, questions, reviews and referrals per delivered order that no message of theirs touched."""
    came = orders.dropna(subset="delivered")
    behaviour = findings.behaviour()
    refund, review = ((days * DAY, spread) for days, spread in AFTERWARDS)
    for key, column, role, wait, first in (
        ("parcel.refund", "refunded", TIP, refund, DAY),
        ("review.alone", "reviewed", REVIEW_REQUEST, review, DAY),
        ("parcel.referral", "referred", None, review, DAY),
    ):
        rows = came[~_touched(came, messages, role)]
        happened = rows[column].notna().to_numpy()
        if not happened.any():
            findings.keep("no such events in the log", key)
            continue
        left = evidence.end - rows["delivered"].to_numpy(float) - first
        exposure = _by_now(left, *wait)
        findings.add(key, share_seen(happened, exposure), len(rows), happened.sum(), SEEN)
    _fit_support(evidence, came[~_touched(came, messages, STATUS)], behaviour, findings)
    findings.keep("whether a message was read is not seen", "tip.refund_factor", "status.support_factor")  # fmt: skip


def _fit_support(evidence: Evidence, came: pd.DataFrame, b: Behaviour, findings: Findings) -> None:
    """Questions by parcels in time and late ones, each parcel late with the chance its own time gives it."""
    from scipy.special import expit, logit

    keys = "parcel.support", "parcel.support_late"
    asked = came["asked"].notna().to_numpy()
    if asked.sum() < LEAST_WAITS:
        findings.keep(TOO_FEW.format("questions to support"), *keys)
        return
    left = evidence.end - came["delivered"].to_numpy(float)
    seen = _by_now(left, HOUR * b["parcel.fulfil_median"], b["parcel.fulfil_sigma"])
    late = _lateness(came, b)

    def loss(theta: Floats) -> float:
        usual, slow = expit(theta)
        chance = np.clip(seen * ((1 - late) * usual + late * slow), 1e-12, 1 - 1e-12)
        return -float(np.where(asked, np.log(chance), np.log1p(-chance)).sum())

    settled = minimum(loss, logit(np.array([b[key] for key in keys])))
    if settled is None:
        findings.keep("the fit did not settle", *keys)
        return
    by_late = float(late[asked].sum())
    for k, events in enumerate((asked.sum() - by_late, by_late)):
        error = 1.959964 * np.sqrt(settled[1][k, k])
        value, low, high = (float(expit(settled[0][k] + side * error)) for side in (0, -1, 1))
        n = late.sum() if k else len(late) - late.sum()
        findings.add(keys[k], (value, low, high), n, events, SEEN)


def _lateness(came: pd.DataFrame, b: Behaviour) -> Floats:
    """The chance that a parcel was a late one, from the time it took."""
    waits = (came["delivered"] - came["fulfilled"] - ON_THE_WAY).to_numpy(float)
    logs = np.log(np.maximum(np.nan_to_num(waits, nan=1.0), 1.0))
    sigma, share = b["parcel.transit_sigma"], b["parcel.late"]
    z = (logs - np.log(HOUR * b["parcel.transit_median"])) / sigma
    slow = share * np.exp(-((z - np.log(2) / sigma) ** 2) / 2)
    return np.asarray(slow / np.maximum(slow + (1 - share) * np.exp(-z * z / 2), 1e-300))


def _touched(orders: pd.DataFrame, messages: Messages, role: int | None) -> NDArray[np.bool_]:
    """Orders of customers who were sent a message of this role at any time."""
    table = messages.delivered
    reached = table.loc[table["role"] == (-2 if role is None else role), "who"].unique()
    return np.asarray(orders["who"].isin(reached), np.bool_)


def _by_now(left: Floats, median: float, sigma: float) -> Floats:
    """How much of a lognormal wait is over after so many seconds."""
    from scipy.special import ndtr

    reach = np.log(np.maximum(left, 1.0) / median) / sigma
    return np.where(left > 0, ndtr(reach), 0.0)


def _fit_asked(evidence: Evidence, messages: Messages, findings: Findings) -> None:
    """Reviews within a day of clicking a request, 10 to 28 days after the order and otherwise."""
    table = messages.delivered
    asked = table[(table["role"] == REVIEW_REQUEST) & table["clicked"].notna()]
    keys = ("review.asked", "review.asked_early")
    if not len(asked) or not evidence.has("order.placed"):
        findings.keep("no clicks on review requests in the log", *keys)
        return
    import pandas as pd

    orders = evidence.kind("order.placed")[["who", "at"]].rename(columns={"at": "ordered"})
    reviews = evidence.kind("review.submitted")[["who", "at"]].rename(columns={"at": "written"})
    rows = asked[["who", "clicked"]].sort_values("clicked")
    rows = pd.merge_asof(rows, orders.sort_values("ordered"), left_on="clicked", right_on="ordered", by="who")  # fmt: skip
    before = reviews.assign(earlier=reviews["written"]).sort_values("written")
    rows = pd.merge_asof(rows, before, left_on="clicked", right_on="written", by="who").drop(columns="written")  # fmt: skip
    rows = rows[rows["ordered"].notna() & ~(rows["earlier"] > rows["ordered"])]
    rows = pd.merge_asof(rows, reviews.sort_values("written"), left_on="clicked", right_on="written", by="who", direction="forward", tolerance=float(DAY))  # type: ignore[arg-type]  # seconds, not days  # fmt: skip
    days = (rows["clicked"] - rows["ordered"]) // DAY
    for key, here in zip(keys, (days.between(10, 28), ~days.between(10, 28)), strict=True):
        n, written = int(here.sum()), int(rows.loc[here, "written"].notna().sum())
        if not n or not written:
            findings.keep("no reviews after a clicked request in the log", key)
            continue
        findings.add(key, wilson(written, n), n, written, "reviews within a day of the click")
