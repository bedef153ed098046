"""What is filled in where a user's table says nothing: documented defaults, and traits from history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from journeyboard.audience import randomness as dice
from journeyboard.audience.generate import start_day
from journeyboard.audience.habits import Habits, believed_rates
from journeyboard.audience.history import totals
from journeyboard.audience.people import (
    COLUMNS,
    CONSENT_COLUMNS,
    ORDER_COLUMNS,
    START,
    TRAITS,
    Audience,
)
from journeyboard.audience.shelf import BrandLike, shelf
from journeyboard.audience.traits import stages, traits
from journeyboard.errors import BadInput

if TYPE_CHECKING:
    import pandas as pd

_TIMES = ("consent_at", "created_at", "first_order_at", "last_order_at")
UNKNOWN_AGE_DAYS = 365.0
"""How long a customer is taken to be known when no date says it."""


def completed(
    rows: Sequence[Mapping[str, Any]],
    start: str = START,
    orders: pd.DataFrame | None = None,
    *,
    seed: int = 1,
    brand: BrandLike | None = None,
) -> Audience:
    """An audience of these rows (each has a unique profile_key), everything missing filled in.

    Consents default to never_subscribed, e-mail about orders to subscribed where there is an address,
    SMS about orders to the SMS marketing consent. With `orders`, counts, sums and dates come from
    them. Traits that are not given follow from the history by the model of `habits` and from the hash
    of the profile key, so they do not depend on the other rows.
    """
    import pandas as pd

    if not rows:
        raise BadInput("An audience needs at least one customer.")
    frame = pd.DataFrame(list(rows))
    history = _history(frame, orders)
    _fill_identity(frame)
    _fill_times(frame)
    _fill_purchases(frame, history)
    _fill_favourites(frame, history, seed, brand)
    _fill_consents(frame)
    _fill_traits(frame, start_day(start), seed, brand)
    others = [name for name in frame.columns if name not in COLUMNS]
    return Audience(frame[[*COLUMNS, *others]], history, start)


def _history(frame: pd.DataFrame, orders: pd.DataFrame | None) -> pd.DataFrame:
    """The orders of these customers, in their order and then by time."""
    import pandas as pd

    if orders is None or orders.empty:
        empty = pd.DataFrame({name: pd.Series(dtype="str") for name in ORDER_COLUMNS})
        return empty.astype({"at": "datetime64[us]", "value": "float64", "margin": "float64"})
    place = orders["profile_key"].map(_places(frame))
    known = orders.assign(place=place)[place.notna()]
    ordered = known.sort_values(["place", "at", "order_id"], kind="stable")
    return ordered[list(ORDER_COLUMNS)].reset_index(drop=True)


def _places(frame: pd.DataFrame) -> dict[str, int]:
    return {key: place for place, key in enumerate(frame["profile_key"])}


def _column(frame: pd.DataFrame, name: str, default: Any = None) -> pd.Series[Any]:
    """The column, as objects, `default` (one value, or one a row) where it is missing or empty."""
    import pandas as pd

    column = (
        frame[name].astype(object) if name in frame else pd.Series(index=frame.index, dtype=object)
    )
    return column.where(column.notna(), default)


def _fill_identity(frame: pd.DataFrame) -> None:
    for name in ("first_name", "last_name", "email", "phone", "zone", "acquisition_source"):
        frame[name] = _column(frame, name).astype("str")
    region = _column(frame, "region")
    country = _column(frame, "country", region.str.extract(r"^([A-Z]{2})-")[0]).fillna("US")
    full = region.where(
        region.isna() | region.astype(str).str.contains("-"), country + "-" + region
    )
    full = full.where(region != country, country)
    frame["country"], frame["region"] = country.astype("str"), full.fillna(country).astype("str")
    frame["language"] = _column(frame, "language", "en").astype("str")
    frame["consent_source"] = _column(frame, "consent_source").astype("str")
    frame["birthday"] = _column(frame, "birthday")


def _fill_times(frame: pd.DataFrame) -> None:
    import pandas as pd

    for name in _TIMES:
        times = pd.to_datetime(_column(frame, name), utc=True, errors="coerce")
        frame[name] = times.dt.tz_localize(None).astype("datetime64[us]")


def _fill_purchases(frame: pd.DataFrame, history: pd.DataFrame) -> None:
    for name in ("orders", "refunds"):
        frame[name] = _column(frame, name, 0).astype("int64")
    frame["revenue"] = _column(frame, "revenue", 0.0).astype("float64")
    bought = frame["last_order_at"].notna() | frame["first_order_at"].notna()
    frame["orders"] = frame["orders"].where(~bought, frame["orders"].clip(lower=1))
    if not history.empty:
        _sum_up(frame, history)
    for name in ("first_order_at", "consent_at"):
        frame["created_at"] = frame["created_at"].where(frame["created_at"].notna(), frame[name])


def _sum_up(frame: pd.DataFrame, history: pd.DataFrame) -> None:
    """Counts, sums and dates from the history, for all customers who are in it."""
    places = _places(frame)
    customer = np.array([places[key] for key in history["profile_key"]], dtype=np.int64)
    at = history["at"].to_numpy(dtype="datetime64[us]").astype(np.int64)
    refunded = (history["status"] == "refunded").to_numpy(dtype=bool)
    sums = totals(customer, at, history["value"].to_numpy(), refunded, len(frame))
    known = sums.orders > 0
    columns = {
        "orders": sums.orders,
        "revenue": np.round(sums.revenue, 2),
        "first_order_at": sums.first.astype("datetime64[us]"),
        "last_order_at": sums.last.astype("datetime64[us]"),
        "refunds": sums.refunds,
    }
    for name, column in columns.items():
        frame[name] = frame[name].where(~known, column)


def _fill_favourites(
    frame: pd.DataFrame, history: pd.DataFrame, seed: int, brand: BrandLike | None
) -> None:
    """The most ordered product (the earlier one of equals), else one by the brand's shares."""
    goods, keys = shelf(brand), dice.text_keys(seed, frame["profile_key"])
    drawn = goods.ids[dice.picks(keys, "favourite", goods.share)]
    counts = history.dropna(subset=["product"]).groupby(["profile_key", "product"], sort=False)
    most = (
        counts.size().reset_index(name="times").sort_values("times", ascending=False, kind="stable")
    )
    favourite = most.drop_duplicates("profile_key").set_index("profile_key")["product"]
    given = _column(frame, "favourite_product")
    found = given.where(given.notna(), frame["profile_key"].map(favourite).astype(object))
    frame["favourite_product"] = found.where(found.notna(), drawn).astype("str")


def _fill_consents(frame: pd.DataFrame) -> None:
    never = {name: _column(frame, name, "never_subscribed") for name in CONSENT_COLUMNS}
    never["consent_sms_transactional"] = _column(
        frame, "consent_sms_transactional", never["consent_sms_marketing"]
    )
    reachable = frame["email"].notna().map({True: "subscribed", False: "never_subscribed"})
    never["consent_email_transactional"] = _column(frame, "consent_email_transactional", reachable)
    for name, column in never.items():
        frame[name] = column.astype("str")
    frame["sms_double_opt_in"] = _column(frame, "sms_double_opt_in", False).astype(bool)


def _fill_traits(
    frame: pd.DataFrame, day: np.datetime64, seed: int, brand: BrandLike | None
) -> None:
    keys = dice.text_keys(seed, frame["profile_key"])
    habits = Habits().paced(shelf(brand).replenish_days)
    orders = frame["orders"].to_numpy(dtype=np.float64)
    last, age, since = _exposure(frame, day)
    rate, alive = believed_rates(keys, orders, last, age, habits)
    pace = np.where(orders > 0, rate, rate / habits.slowness)
    has_phone = frame["phone"].notna().to_numpy(dtype=bool)
    drawn = traits(keys, rate, pace, alive, has_phone)
    for name in TRAITS:
        given = _column(frame, name).astype("float64").to_numpy()
        frame[name] = np.where(np.isnan(given), drawn[name], given)
    stage = stages(orders, since, frame["trait_session_rate"].to_numpy())
    stated = _column(frame, "stage")
    frame["stage"] = stated.where(stated.notna(), stage).astype("str")


def _days(day: np.datetime64, times: pd.Series[Any]) -> NDArray[np.float64]:
    """Days from each time to the day, NaN for no time."""
    import pandas as pd

    days = (pd.Timestamp(day) - times).dt.total_seconds() / 86_400
    return np.asarray(days, dtype=np.float64)


def _exposure(
    frame: pd.DataFrame, day: np.datetime64
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Days from the first order to the last, from the first (or creation) to now, and since the last."""
    created, first, last = (
        _days(day, frame[name]) for name in ("created_at", "first_order_at", "last_order_at")
    )
    since = np.where(np.isnan(last), first, last)
    began = np.where(np.isnan(first), created, first)
    age = np.maximum(np.where(np.isnan(began), UNKNOWN_AGE_DAYS, began), 0.0)
    age = np.maximum(age, np.nan_to_num(since))
    since = np.clip(np.where(np.isnan(since), age, since), 0.0, age)
    return age - since, age, np.where(frame["orders"].to_numpy() > 0, since, np.inf)
