"""Delivery and response times, opens, replies, complaints and ads: what message events say directly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from journeyboard.simulation.calibration.answer import FEW, Findings
from journeyboard.simulation.calibration.fit import Floats, lognormal_wait, share_seen, wilson
from journeyboard.simulation.calibration.messages import Messages
from journeyboard.simulation.calibration.read import Evidence
from journeyboard.simulation.calibration.traits import REACHED, Traits
from journeyboard.simulation.kernel.ground import TIP

if TYPE_CHECKING:
    import pandas as pd

MINUTE = 60
SETTLED = 3_600
"""Seconds after sending within which a delivery is known."""
LEAST_WAITS = 10
WAIT_METHOD = "lognormal by maximum likelihood, waits cut off by the end of the log allowed for"
TOO_FEW = "fewer than ten {} in the log"


def fit_delivery(evidence: Evidence, messages: Messages, traits: Traits, findings: Findings) -> None:  # fmt: skip
    """Shares delivered, and the seconds it takes."""
    table = messages.table
    keys = ("delivery.sms", "delivery.email", "delivery.push")
    if not evidence.has("message.sent") or not evidence.has("message.delivered"):
        reason = "the log does not have both sendings and deliveries"
        findings.keep(reason, *keys, "delivery.seconds_median", "delivery.seconds_sigma")
        return
    settled = table[table["sent"] < evidence.end - SETTLED]
    for k, key in enumerate(keys):
        rows = settled[settled["channel"] == k]
        note = ""
        if k == 0 and traits.known:
            rows = rows[traits.reachable[rows["who"]]]
        elif k == 0:
            note = "Numbers that can never be reached are among the failures, as nothing is known of them."
        if not len(rows):
            findings.keep("no such messages in the log", key)
            continue
        arrived = int(rows["delivered"].notna().sum())
        findings.add(key, wilson(arrived, len(rows)), len(rows), arrived, "share with score interval", note)  # fmt: skip
    seconds = (table["delivered"] - table["sent"] - 1).dropna()
    limits = evidence.end - table.loc[seconds.index, "sent"] - 1
    fit_wait(findings, "delivery.seconds", seconds, limits, 1.0, "deliveries")


def fit_wait(
    findings: Findings, key: str, waits: pd.Series[float], limits: pd.Series[float], unit: float, many: str,
    weights: Floats | None = None,
) -> None:  # fmt: skip
    """Median (in `unit` seconds) and spread of a wait; `weights` as in `lognormal_wait`."""
    names = f"{key}_median", f"{key}_sigma"
    good = (waits >= 0) & (limits > 0)
    found = np.asarray(waits[good], np.float64)
    settled = None
    if len(found) >= LEAST_WAITS and found.std() > 0:
        weighed = None if weights is None else weights[good.to_numpy()]
        settled = lognormal_wait(found, np.asarray(limits[good], np.float64), weighed)
    if settled is None:
        findings.keep(TOO_FEW.format(many), *names)
        return
    median, sigma = settled
    scaled = (median[0] / unit, median[1] / unit, median[2] / unit)
    findings.add(names[0], scaled, len(found), len(found), WAIT_METHOD)
    findings.add(names[1], sigma, len(found), len(found), WAIT_METHOD)


def fit_looks(evidence: Evidence, messages: Messages, findings: Findings) -> None:
    """From delivery to the first sign of somebody, and how many look where an open says so."""
    table = messages.delivered
    findings.keep("no event says that somebody looked at a text; clicks and opt-outs are read on top of it", "notice.sms")  # fmt: skip
    for k, channel in enumerate(REACHED):
        rows = table[table["channel"] == k]
        opens = k > 0 and bool(rows["looked"].notna().any())
        signs = ["looked"] if opens else ["clicked", "opted_out"]
        looked = rows[signs].min(axis=1).dropna()
        since = rows.loc[looked.index, "delivered"]
        waits, limits = looked - since - 1, evidence.end - since - 1
        what = "opens" if opens else "responses"
        fit_wait(findings, f"latency.{channel}", waits, limits, MINUTE, f"{what} on this channel")
        if k > 0:
            _fit_notice(evidence, rows, channel, opens, findings)


def _fit_notice(evidence: Evidence, rows: pd.DataFrame, channel: str, opens: bool, findings: Findings) -> None:  # fmt: skip
    from scipy.special import ndtr

    key = f"notice.{channel}"
    if not opens:
        proxy = ("open.privacy_proxy",) if channel == "email" else ()
        findings.keep("no opens by people on this channel in the log", key, *proxy)
        return
    b = findings.behaviour()
    left = np.log(np.maximum(evidence.end - rows["delivered"].to_numpy(float), 1.0))
    median = np.log(MINUTE * b[f"latency.{channel}_median"])
    exposure: Floats = ndtr((left - median) / b[f"latency.{channel}_sigma"])
    happened = rows["looked"].notna().to_numpy()
    machines = bool(rows["machine"].notna().any())
    note = "" if machines or channel != "email" else "The log marks no opens by machines, so some of these may be machines."  # fmt: skip
    method = "opens among delivered, those still to come allowed for"
    findings.add(key, share_seen(happened, exposure), len(rows), happened.sum(), method, note)
    if channel == "email" and machines:
        count = int(rows["machine"].notna().sum())
        findings.add("open.privacy_proxy", wilson(count, len(rows)), len(rows), count, "share with score interval")  # fmt: skip
    elif channel == "email":
        findings.keep("the log does not mark opens by machines", "open.privacy_proxy")


def fit_answers(evidence: Evidence, messages: Messages, findings: Findings) -> None:
    """Replies to texts, spam reports of opened e-mails, clicks on ads."""
    texts = messages.delivered[messages.delivered["channel"] == 0]
    notice = findings.behaviour()["notice.sms"]
    ids = texts["message"][texts["role"] == TIP].unique()
    replies = evidence.kind("message.replied")
    of_tip = replies["message_id"].isin(ids)
    looked_tip = notice * int((texts["role"] == TIP).sum())
    looked = notice * len(texts) - looked_tip
    _share(findings, "reply.sms", int((~of_tip).sum()), looked, "no replies to texts in the log")
    _share(findings, "reply.tip", int(of_tip.sum()), looked_tip, "no replies to usage tips in the log")  # fmt: skip
    emails = messages.delivered[messages.delivered["channel"] == 1]
    opened = float(emails["looked"].notna().sum())
    complaints = len(evidence.kind("message.complained"))
    _share(findings, "complaint.email", complaints, opened, "no spam reports in the log")
    shown, clicked = evidence.kind("ad.impression"), len(evidence.kind("ad.clicked"))
    _share(findings, "ads.click", clicked, float(len(shown)), "no ad impressions and clicks in the log")  # fmt: skip
    findings.keep("ad slots that were not served leave no event", "ads.serve")
    findings.keep("no control group for ads alone", "ads.order")


def _share(findings: Findings, key: str, events: int, n: float, reason: str) -> None:
    if not events or n < max(events, FEW):
        findings.keep(reason, key)
        return
    note = "The share of texts that are looked at is the default's." if key.startswith("reply") else ""  # fmt: skip
    findings.add(key, wilson(events, n), n, events, "share with score interval", note)
