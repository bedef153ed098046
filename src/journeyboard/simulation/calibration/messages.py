"""Every message of a log with its fate: delivered, looked at, clicked, opted out of, and what kind it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from journeyboard.journey.nodes import MessageBase
from journeyboard.records import STAGES
from journeyboard.simulation.calibration.read import Evidence
from journeyboard.simulation.calibration.traits import REACHED
from journeyboard.simulation.kernel.ground import ROLE_STAGE, ROLES
from journeyboard.simulation.settings import fallback_setting, has_link, message_settings

if TYPE_CHECKING:
    import pandas as pd

    from journeyboard.journey.graph import Journey

MACHINE = "privacy_proxy"


class Kind(NamedTuple):
    """What a message is to the model: its role and stage by number, its purpose, whether it has a link."""

    role: int
    stage: int
    marketing: bool
    link: bool


UNKNOWN = Kind(-1, -1, True, True)
"""A message of no journey that is known: taken for marketing with a link, of the plain role."""


def message_kinds(journeys: Iterable[Journey]) -> dict[tuple[str, str, str], Kind]:
    """The kinds of all messages by (journey/node, channel, variant); where levels change one, the first's."""
    found: dict[tuple[str, str, str], Kind] = {}
    for journey in journeys:
        for node in journey.nodes:
            if isinstance(node, MessageBase):
                for channel, variant, kind in _kinds(journey, node):
                    found.setdefault((f"{journey.id}/{node.id}", channel, variant), kind)
    return found


def _kinds(journey: Journey, node: Any) -> Iterator[tuple[str, str, Kind]]:
    settings = list(message_settings(journey, node)[0])
    if node.fallback:
        settings.append(fallback_setting(node))
    for one in settings:
        role = ROLES.index(one.node.role)
        stage = STAGES.index(one.node.stage) if one.node.stage else ROLE_STAGE[role]
        kind = Kind(role, stage, one.node.purpose == "marketing", has_link(one.node))
        yield one.channel, one.variant, kind


@dataclass(frozen=True, eq=False)
class Messages:
    """One row a message that was sent (`table`), in the order of customers and time.

    Columns: who, message, channel (0 SMS, 1 e-mail, 2 push; a picture message is an SMS), sent,
    delivered, failed, looked (by a person), machine (opened by one), clicked, opted_out, role,
    stage, marketing, link; moments are seconds, NaN for never. `unknown` messages are of no
    journey that was given.
    """

    table: pd.DataFrame
    unknown: int

    @property
    def delivered(self) -> pd.DataFrame:
        """Those that arrived."""
        return self.table[self.table["delivered"].notna()]


def read_messages(evidence: Evidence, journeys: Sequence[Journey]) -> Messages:
    """Put the events of every message together."""
    known = message_kinds(journeys)
    sent = _numbered(evidence.kind("message.sent"))
    arrived = _numbered(evidence.kind("message.delivered", "message.failed"))
    table = _matched(sent, arrived, evidence)
    kinds = [_kind(known, *key) for key in zip(table["message"], table["full"], table["variant"], strict=True)]  # fmt: skip
    for name, column in zip(Kind._fields, zip(*kinds, strict=True), strict=False):
        table[name] = np.array(column)
    for name in ("role", "stage", "marketing", "link"):
        if name not in table:
            table[name] = np.zeros(0, np.int64)
    opened = evidence.kind("message.opened")
    by_machine = opened["reason"] == MACHINE
    leaving = evidence.kind("consent.unsubscribed")
    named = leaving["message_id"].notna()
    for name, rows in {
        "machine": opened[by_machine], "looked": opened[~by_machine],
        "clicked": evidence.kind("message.clicked"),
        "opted_out": leaving[named] if named.any() else leaving,
    }.items():  # fmt: skip
        table[name] = _following(table, rows)
    return Messages(table, sum(kind is UNKNOWN for kind in kinds))


def _kind(known: Mapping[tuple[str, str, str], Kind], message: str, channel: str, variant: str) -> Kind:  # fmt: skip
    return known.get((message, channel, variant)) or known.get((message, channel, "")) or UNKNOWN


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    """Message events with plain columns, and the how-manieth each is of its customer and message."""
    found = rows[["who", "at", "type"]].copy()
    found["full"] = rows["channel"].fillna("").astype(str)
    base = found["full"].replace({"mms": "sms"})
    found["channel"] = base.map({name: k for k, name in enumerate(REACHED)})
    found["message"] = rows["message_id"].fillna("").astype(str)
    found["variant"] = rows["variant"].fillna("").astype(str)
    found = found[found["channel"].notna()].copy()
    found["channel"] = found["channel"].astype(np.int64)
    found["turn"] = found.groupby(["who", "message", "channel"]).cumcount()
    return found


def _matched(sent: pd.DataFrame, arrived: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """Sent messages with their delivery; a log that lacks one of the two is taken at the other's word."""
    columns = ["who", "message", "channel", "turn"]
    if not len(sent):
        sent = arrived[arrived["type"] == "message.delivered"]
    table = sent.rename(columns={"at": "sent"}).drop(columns="type")
    if evidence.has("message.delivered"):
        fates = arrived[[*columns, "at", "type"]]
        table = table.merge(fates, on=columns, how="left")
        table["delivered"] = table["at"].where(table["type"] == "message.delivered")
        table["failed"] = table["type"] == "message.failed"
        table = table.drop(columns=["at", "type"])
    else:
        table["delivered"], table["failed"] = table["sent"], False
    return table.sort_values(["who", "sent"], kind="stable").reset_index(drop=True)


def _following(table: pd.DataFrame, rows: pd.DataFrame) -> pd.Series[Any]:
    """For each message the first of these events that followed it, by customer and message.

    Events that name no message follow the customer's last one on their channel.
    """
    import pandas as pd

    moments = pd.Series(np.nan, table.index)
    if not len(rows) or not len(table):
        return moments
    rows = _numbered(rows)
    by = ["who", "channel"] if (rows["message"] == "").all() else ["who", "channel", "message"]
    arrived = table.loc[table["delivered"].notna(), [*by, "delivered"]].assign(place=lambda t: t.index)  # fmt: skip
    found = pd.merge_asof(
        rows[[*by, "at"]].sort_values("at"), arrived.sort_values("delivered"),
        left_on="at", right_on="delivered", by=by,
    )  # fmt: skip
    first = found.dropna(subset="place").groupby("place")["at"].min()
    moments.loc[first.index.astype(np.int64)] = first.to_numpy()
    return moments
