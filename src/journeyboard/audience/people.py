"""The audience: customers and their order history as two tables, ready to be flown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience.columns import Columns, TableColumns, table_of
from journeyboard.errors import BadInput
from journeyboard.records import Channel, Consent, Customer, Purpose

if TYPE_CHECKING:
    import pandas as pd

START: Final = "2026-03-02"
"""The day a simulation starts unless told otherwise; histories end before it (midnight UTC)."""

CONSENTS: Final[tuple[tuple[Channel, Purpose], ...]] = (
    ("sms", "marketing"),
    ("sms", "transactional"),
    ("email", "marketing"),
    ("email", "transactional"),
    ("push", "marketing"),
    ("ads", "marketing"),
)
TRAITS: Final = (
    "trait_order_rate",
    "trait_alive",
    "trait_session_rate",
    "trait_price_sensitivity",
    "trait_affinity_sms",
    "trait_affinity_email",
    "trait_affinity_push",
    "trait_affinity_ads",
    "trait_attention_hour",
    "trait_fatigue",
    "trait_reachable",
)
CONSENT_COLUMNS: Final = tuple(f"consent_{channel}_{purpose}" for channel, purpose in CONSENTS)
COLUMNS: Final = (
    "profile_key",
    "first_name",
    "last_name",
    "email",
    "phone",
    "country",
    "region",
    "zone",
    "language",
    "stage",
    *CONSENT_COLUMNS,
    "sms_double_opt_in",
    "consent_at",
    "consent_source",
    "created_at",
    "acquisition_source",
    "orders",
    "revenue",
    "first_order_at",
    "last_order_at",
    "refunds",
    "favourite_product",
    "birthday",
    *TRAITS,
)
ASKED_FOR_LESS: Final = "sms_less"
"""An own column that the engine knows: true for who asked for fewer texts (the brand's `less` cap)."""
ORDER_COLUMNS: Final = ("profile_key", "at", "order_id", "value", "margin", "product", "status")


@dataclass(frozen=True, eq=False)
class Audience:
    """Customers (`frame`, one row each) and their `orders` before the day `start`.

    `frame` has the columns COLUMNS in this order, then any others of the user's own file and
    `score_<name>`; `orders` has ORDER_COLUMNS and is sorted by customer and time. Times are naive
    UTC in microseconds, money is in the brand's currency, rates are per day. Missing text is
    pandas' missing value, a missing time is NaT.

    An audience is never changed in place, neither its fields nor inside its tables: what is worked
    out of it is remembered. Whoever wants other customers makes a new one.

    `chosen_from` is the whole audience that these customers are some of. Audiences that compare
    customers with each other (the RFM names) compare those of the whole, so that nobody belongs to
    another one because fewer fly.
    """

    frame: pd.DataFrame
    orders: pd.DataFrame
    start: str = START
    chosen_from: Audience | None = field(default=None, repr=False)

    @classmethod
    def drawn(cls, columns: Columns, orders: Columns, start: str = START) -> Audience:
        """The same from columns, whose tables are only made for who asks for them."""
        made = object.__new__(cls)
        told = {"columns": columns, "order_columns": orders, "start": start, "chosen_from": None}
        for name, value in told.items():
            object.__setattr__(made, name, value)
        return made

    def __getattr__(self, name: str) -> Any:
        """A table of an audience that was drawn; all others have theirs from the start."""
        if name not in ("frame", "orders"):
            raise AttributeError(f"an audience has no attribute {name!r}")
        table = table_of(self.columns if name == "frame" else self.order_columns)
        object.__setattr__(self, name, table)
        return table

    def __len__(self) -> int:
        return len(self.columns["profile_key"])

    @cached_property
    def columns(self) -> Columns:
        """The columns of `frame` as arrays."""
        return TableColumns(self.frame)

    @cached_property
    def order_columns(self) -> Columns:
        """The columns of `orders` as arrays."""
        return TableColumns(self.orders)

    @cached_property
    def buyers(self) -> NDArray[np.int64]:
        """For each order the place of its customer, -1 for nobody's."""
        keys = self.order_columns["profile_key"]
        places = (self._places.get(key, -1) for key in keys.tolist())
        return np.fromiter(places, np.int64, len(keys))

    def customer(self, key: str) -> Customer:
        """The record of one customer; raises BadInput when there is none with this key."""
        place = self._places.get(key)
        if place is None:
            raise BadInput(f"There is no customer “{key}” in this audience.")
        return _customer({str(name): value for name, value in self.frame.iloc[place].items()})

    @cached_property
    def digest(self) -> str:
        """The hash of everything in both tables, in hexadecimal."""
        from journeyboard.audience.digest import content_digest

        return content_digest(self.start, self.frame, self.orders)

    @cached_property
    def segments(self) -> dict[str, NDArray[np.bool_]]:
        """Who belongs to each built-in segment at the start."""
        from journeyboard.audience.segments import membership

        return membership(self)

    def where(self, chosen: NDArray[np.bool_]) -> Audience:
        """Only the chosen customers (one boolean a customer), with their orders, in the audiences
        that they belong to here."""
        frame = self.frame[chosen].reset_index(drop=True)
        theirs = self.orders["profile_key"].isin(frame["profile_key"])
        orders = self.orders[theirs].reset_index(drop=True)
        return Audience(frame, orders, self.start, self.whole)

    @property
    def whole(self) -> Audience:
        """The audience among which its customers are ranked: itself, unless they were chosen from one."""
        return self.chosen_from or self

    @cached_property
    def rfm_names(self) -> dict[datetime, dict[str, str]]:
        """The RFM name of each buyer by profile key, at each moment for which they were worked out."""
        return {}

    def to_dict(self) -> dict[str, Any]:
        """Size, digest and the share of customers that may be reached on each channel."""
        frame = self.frame
        return {
            "customers": len(self),
            "orders": len(self.orders),
            "start": self.start,
            "digest": self.digest,
            "consent": {
                column.removeprefix("consent_"): float((frame[column] == "subscribed").mean())
                for column in CONSENT_COLUMNS
            },
        }

    @cached_property
    def _places(self) -> dict[str, int]:
        keys = self.columns["profile_key"].tolist()
        return dict(zip(reversed(keys), reversed(range(len(keys))), strict=True))


def gather(customers: Iterable[Customer], start: str = START) -> Audience:
    """An audience of these customers; what a record lacks is filled as for an imported one.

    Its order history is empty: only the sums in the records are known.
    """
    from journeyboard.audience.defaults import completed

    return completed([_row(customer) for customer in customers], start)


def _customer(row: Mapping[str, Any]) -> Customer:
    known = {name: _plain(value) for name, value in row.items()}
    names = [field.name for field in fields(Customer) if field.name in known]
    consumed = {*names, *TRAITS, *CONSENT_COLUMNS, "sms_double_opt_in"}
    return Customer(
        **{name: known[name] for name in names},
        consents=tuple(_consent(known, channel, purpose) for channel, purpose in CONSENTS),
        attributes={name: known[name] for name in known if name not in consumed},
        traits={name.removeprefix("trait_"): float(known[name]) for name in TRAITS},
    )


def _consent(row: Mapping[str, Any], channel: Channel, purpose: Purpose) -> Consent:
    state = row[f"consent_{channel}_{purpose}"]
    if state == "never_subscribed":
        return Consent(channel, purpose, state)
    confirmed = bool(row["sms_double_opt_in"]) and (channel, purpose) == ("sms", "marketing")
    at, source = row["consent_at"], row["consent_source"]
    return Consent(channel, purpose, state, at=at, source=source, double_opt_in=confirmed)


def _row(customer: Customer) -> dict[str, Any]:
    row = {field.name: getattr(customer, field.name) for field in fields(Customer)}
    for nested in ("consents", "attributes", "traits"):
        del row[nested]
    row |= dict(customer.attributes)
    row |= {f"trait_{name}": value for name, value in customer.traits.items()}
    for consent in customer.consents:
        row[f"consent_{consent.channel}_{consent.purpose}"] = consent.state
        row["consent_at"] = row.get("consent_at") or consent.at
        row["consent_source"] = row.get("consent_source") or consent.source
        row["sms_double_opt_in"] = row.get("sms_double_opt_in", False) or consent.double_opt_in
    return row


def _plain(value: Any) -> Any:
    """A value of a table as a plain one: None when missing, an aware UTC time, a Python number."""
    import pandas as pd

    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime().replace(tzinfo=UTC)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value.item() if isinstance(value, np.generic) else value
