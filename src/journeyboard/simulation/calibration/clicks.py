"""Clicks and opt-outs of a log: the chances of the kernel's own formula, and how well they fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from journeyboard.simulation.behaviour import Behaviour
from journeyboard.simulation.calibration.answer import FEW, Findings
from journeyboard.simulation.calibration.fit import Floats
from journeyboard.simulation.calibration.messages import Messages
from journeyboard.simulation.calibration.read import Evidence, Ints
from journeyboard.simulation.calibration.response import NODES, Column, Response, Risk, fit_response
from journeyboard.simulation.calibration.state import States
from journeyboard.simulation.calibration.traits import REACHED, Traits
from journeyboard.simulation.calibration.waits import fit_wait
from journeyboard.simulation.kernel.ground import ROLES

if TYPE_CHECKING:
    import pandas as pd

MOST_MESSAGES = 100_000
FACTOR_NEEDS, CHANNEL_NEEDS = 30, 5
NAMES = ("texts", "e-mails", "pushes")
METHOD = "maximum likelihood on every delivered message, in the model's own formula"


@dataclass(frozen=True, eq=False)
class Fitted:
    """A fitted response with the messages it was fitted to, for the report of fit."""

    what: str
    rows: pd.DataFrame
    risk: Risk
    response: Response
    at_delivery: Floats

    @property
    def at_event(self) -> Floats:
        """The log of the chance when each response came."""
        return np.asarray(self.risk.offset_event + self.risk.x_event @ self.response.b)

    @property
    def chance(self) -> Floats:
        """How likely each message was to be responded to."""
        return self.risk.chance(self.response.b)


def refit_latency(desk: Desk, fitted: Fitted, findings: Findings) -> None:
    """The wait until a look, from clicks where no open shows it, each weighed against its chance.

    A click at an hour the customer likes, or before the next message comes, was more likely than
    others: its weight is the chance at delivery over the chance when it came.
    """
    rows = fitted.rows[fitted.risk.happened]
    for k, channel in enumerate(REACHED):
        here = ((rows["channel"] == k) & rows["seen"].isna()).to_numpy()
        if here.sum() < FEW:
            continue
        weight = np.exp(fitted.at_delivery[here] - fitted.at_event[here])
        since = rows.loc[here, "delivered"]
        waits, limits = rows.loc[here, "clicked"] - since - 1, desk.evidence.end - since - 1
        fit_wait(findings, f"latency.{channel}", waits, limits, 60.0, "clicks", weight / weight.mean())  # fmt: skip


@dataclass(frozen=True, eq=False)
class Desk:
    """What both fits look things up in."""

    evidence: Evidence
    messages: Messages
    states: States
    traits: Traits
    behaviour: Behaviour


Values = Callable[["pd.DataFrame", Ints, Floats], list[NDArray[np.generic]]]


def fit_clicks(desk: Desk, findings: Findings) -> Fitted | None:
    """Click rates by channel and role, and what changes them."""
    known = desk.traits.known
    columns = _click_columns(known)
    if not known:
        findings.keep("the customers' best hours are unknown without their file", "click.hour_distance")  # fmt: skip
    if not desk.evidence.has("message.clicked"):
        findings.keep("no click events in the log", *(c.key for c in columns))
        return None
    by_hour = desk.behaviour["click.hour_distance"] ** np.array([*range(13), *range(1, 12)])
    usual = 0.0 if known else float(np.log(np.mean(by_hour)))

    def offset(rows: pd.DataFrame, who: Ints, at: Floats) -> Floats:
        own = desk.traits.affinity[who, _of(rows, "channel", at)]
        return np.asarray(np.log(np.maximum(own, 1e-6)) + usual)

    able = desk.messages.delivered[desk.messages.delivered["link"].astype(bool)]
    return _fitted(desk, findings, "clicked", able, columns, partial(_click_values, desk), offset, "clicks")  # fmt: skip


def _click_columns(known: bool) -> list[Column]:
    hour = [Column("click.hour_distance", "factor", FACTOR_NEEDS, "")] if known else []
    return [
        *(Column(f"click.{c}", "factor", CHANNEL_NEEDS, f"on {n}") for c, n in zip(REACHED, NAMES, strict=True)),
        *(Column(f"click.role_{role}", "factor", FACTOR_NEEDS, "on messages of this role") for role in ROLES),
        Column("click.open_cart", "factor", FACTOR_NEEDS, ""),
        Column("click.stage_distance", "factor", FACTOR_NEEDS, ""),
        Column("click.fatigue", "loss", FACTOR_NEEDS, ""), *hour,
    ]  # fmt: skip


def _click_values(desk: Desk, rows: pd.DataFrame, who: Ints, at: Floats) -> list[NDArray[np.generic]]:  # fmt: skip
    near = [desk.traits.hours_apart(who, at)] if desk.traits.known else []
    pressure = desk.states.pressure(who, at) * _of(rows, "marketing", at)
    return [
        *(_of(rows, "channel", at) == k for k in range(len(REACHED))),
        *(_of(rows, "role", at) == k for k in range(len(ROLES))),
        desk.states.cart_open(who, at), _apart(desk, rows, who, at), pressure, *near,
    ]  # fmt: skip


def fit_opt_outs(desk: Desk, findings: Findings) -> Fitted | None:
    """Opt-out rates by channel, first contact, pressure and distance of stages."""
    columns = [
        *(Column(f"opt_out.{c}", "factor", CHANNEL_NEEDS, f"from {n}") for c, n in zip(REACHED, NAMES, strict=True)),
        Column("opt_out.transactional", "factor", CHANNEL_NEEDS, "from transactional messages"),
        Column("opt_out.first", "factor", FACTOR_NEEDS, ""),
        Column("opt_out.pressure", "plain", FACTOR_NEEDS, ""),
        Column("opt_out.distance", "factor", FACTOR_NEEDS, ""),
    ]  # fmt: skip

    def values(rows: pd.DataFrame, who: Ints, at: Floats) -> list[NDArray[np.generic]]:
        marketing = _of(rows, "marketing", at)
        first = desk.states.received(who, at) == 1
        return [
            *(_of(rows, "channel", at) == k for k in range(len(REACHED))),
            marketing == 0, first * marketing, desk.states.pressure(who, at) * marketing,
            _apart(desk, rows, who, at) * marketing,
        ]  # fmt: skip

    if not desk.evidence.has("consent.unsubscribed"):
        findings.keep("no opt-out events in the log", *(c.key for c in columns))
        return None

    def offset(rows: pd.DataFrame, who: Ints, at: Floats) -> Floats:
        own = np.log(np.maximum(desk.traits.fatigue[who], 1e-6))
        return np.asarray(own * _of(rows, "marketing", at), np.float64)

    return _fitted(desk, findings, "opted_out", desk.messages.delivered, columns, values, offset, "opt-outs")  # fmt: skip


def _fitted(
    desk: Desk, findings: Findings, what: str, rows: pd.DataFrame, columns: Sequence[Column],
    values: Values, offset: Callable[[pd.DataFrame, Ints, Floats], Floats], many: str,
) -> Fitted | None:  # fmt: skip
    rows = _at_risk(rows, what)
    if not len(rows):
        findings.keep("no delivered messages in the log", *(c.key for c in columns))
        return None
    risk = _risk(desk, rows, what, values, offset)
    response = fit_response(risk, columns, [desk.behaviour[c.key] for c in columns], many)
    for key, reason in response.reasons.items():
        findings.keep(reason, key)
    for k in np.flatnonzero(response.free).tolist():
        interval = columns[k].interval(response.b[k], response.errors[k])
        findings.add(columns[k].key, interval, len(rows), response.counts[k], METHOD)
    events = rows[risk.happened]
    who, at = events["who"].to_numpy(np.int64), events["delivered"].to_numpy(float)
    x = np.stack([np.asarray(v, float) for v in values(events, who, at)], -1)
    return Fitted(what, rows, risk, response, offset(events, who, at) + x @ response.b)


def _at_risk(rows: pd.DataFrame, what: str) -> pd.DataFrame:
    """Messages that may be responded to: looked at where opens are logged, else delivered ones."""
    rows = rows.reset_index(drop=True)
    opened = [k for k in range(1, len(REACHED)) if rows.loc[rows["channel"] == k, "looked"].notna().any()]  # fmt: skip
    seen = rows["looked"].fillna(rows[what]).where(rows["channel"].isin(opened))
    rows = rows.assign(seen=seen)[~rows["channel"].isin(opened) | seen.notna()]
    if len(rows) > MOST_MESSAGES:
        rows = rows.sample(MOST_MESSAGES, random_state=1)
    return rows.reset_index(drop=True)


def _risk(desk: Desk, rows: pd.DataFrame, what: str, values: Values, offset: Callable[[pd.DataFrame, Ints, Floats], Floats]) -> Risk:  # fmt: skip
    moments, weight = _moments(desk, rows)
    who = np.broadcast_to(rows["who"].to_numpy()[:, None], moments.shape)
    happened = rows[what].notna().to_numpy()
    events = rows[happened]
    at, their = events[what].to_numpy(float), events["who"].to_numpy(np.int64)
    return Risk(
        np.stack([np.asarray(v, float) for v in values(rows, who, moments)], -1),
        offset(rows, who, moments), weight, happened,
        np.stack([np.asarray(v, float) for v in values(events, their, at)], -1),
        offset(events, their, at),
    )  # fmt: skip


def _moments(desk: Desk, rows: pd.DataFrame) -> tuple[Floats, Floats]:
    """(moments [n, nodes] at which each may be looked at, the chance of each)."""
    from scipy.special import ndtri

    b, steps = desk.behaviour, ndtri((np.arange(NODES) + 0.5) / NODES)
    moments = np.empty((len(rows), NODES))
    weight = np.empty((len(rows), NODES))
    for k, channel in enumerate(REACHED):
        here = (rows["channel"] == k).to_numpy()
        waits = 60 * b[f"latency.{channel}_median"] * np.exp(b[f"latency.{channel}_sigma"] * steps)
        moments[here] = rows["delivered"].to_numpy(float)[here, None] + waits
        weight[here] = b[f"notice.{channel}"] / NODES
    weight[moments > desk.evidence.end] = 0.0
    seen = rows["seen"].to_numpy(float)
    known = np.isfinite(seen)
    moments[known], weight[known] = seen[known, None], 1.0 / NODES
    return moments, weight


def _of(rows: pd.DataFrame, name: str, at: Floats) -> Ints:
    """A column of the messages, once for every moment."""
    column = rows[name].to_numpy(np.int64)
    return column if at.ndim == 1 else np.broadcast_to(column[:, None], at.shape)


def _apart(desk: Desk, rows: pd.DataFrame, who: Ints, at: Floats) -> Ints:
    """Stages between the message's own and the customer's; none where either is unknown."""
    own, theirs = _of(rows, "stage", at), desk.evidence.stage(who, at)
    return np.where((own < 0) | (theirs < 0), 0, np.abs(own - theirs))
