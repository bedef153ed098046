"""What the journey changed for one customer, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from journeyboard.simulation.tracing.reasons import channel_words
from journeyboard.simulation.tracing.traced import Life, Moment

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
Titles = Callable[[str | None], str]


def summary(lives: Sequence[Life], currency: str, start: datetime, title: Titles, journeys: int = 1) -> str:  # fmt: skip
    """What the first life has that the second has not; what it brought where there is one only."""
    designed = lives[0]
    if len(lives) < 2:
        return _alone(designed, currency)
    other = lives[1]
    told = [_orders(designed, other, currency, start, title)]
    told += _opt_outs(designed, other, start)
    sentence = " ".join(one for one in told if one)
    return sentence if journeys == 1 else sentence.replace("the journey", "the journeys")


def _alone(life: Life, currency: str) -> str:
    orders = int(life.outcomes["orders"])
    return f"{_many(orders, 'order')} for {amount(life.outcomes['revenue'], currency)}."


def _orders(life: Life, other: Life, currency: str, start: datetime, title: Titles) -> str:
    mine, theirs = int(life.outcomes["orders"]), int(other.outcomes["orders"])
    new = [one for one in life.moments if one.type == "order.placed" and one.where == "here"]
    lost = [one for one in other.moments if one.type == "order.placed" and one.where == "here"]
    without = _without(other)
    if mine > theirs and new:
        instead = "not at all" if theirs == 0 else f"{_many(theirs, 'order')} instead of {mine}"
        return f"{_placed(new[0], currency, start, title)}; {without} {instead}."
    if mine < theirs and lost:
        return f"{without.capitalize()}, they would have ordered for {amount(lost[0].value or 0, currency)} on {_day(lost[0], start)}; the journey lost it."  # fmt: skip
    if new and lost:
        return _moved(new[0], lost[0], life, other, currency, start)
    return _unchanged(life, mine, without)


def _placed(order: Moment, currency: str, start: datetime, title: Titles) -> str:
    cause = next((one for one in order.shares if one.source == "message"), None)
    because = f" because of “{title(cause.node)}” ({100 * cause.share:.0f} % of the wish)" if cause else ""  # fmt: skip
    return f"Ordered for {amount(order.value or 0, currency)} on {_day(order, start)}{because}"


def _moved(new: Moment, old: Moment, life: Life, other: Life, currency: str, start: datetime) -> str:  # fmt: skip
    days = (old.at - new.at).total_seconds() / 86_400
    placed = f"Ordered for {amount(new.value or 0, currency)} on {_day(new, start)}"
    saved = life.outcomes["discount"] - other.outcomes["discount"]
    price = f", {amount(saved, currency)} less by a code" if saved > 0 else ""
    if abs(days) * 24 < 1:
        return f"{placed}{price}; {_without(other)} they would have ordered just then, too."
    side = "earlier" if days > 0 else "later"
    return f"{placed}{price}, {_span(abs(days))} {side} than {_without(other)}."


def _span(days: float) -> str:
    return _many(round(days), "day") if days >= 1.5 else _many(max(round(days * 24), 1), "hour")


def _unchanged(life: Life, orders: int, without: str) -> str:
    got = sum(one.type == "message.delivered" for one in life.moments)
    bought = _many(orders, "order") if orders else "no order"
    if not got:
        return f"Nothing was delivered to them; {bought} in both lives."
    return f"{_many(got, 'message')} arrived and changed nothing: {bought}, {without} as with it."


def _opt_outs(life: Life, other: Life, start: datetime) -> list[str]:
    new = [one for one in life.moments if one.type == "consent.unsubscribed" and one.where == "here"]  # fmt: skip
    gone = [f"{one.what} on {_day(one, start)}." for one in new]
    return gone if not any(one.type == "consent.unsubscribed" for one in other.moments) else []


def _without(other: Life) -> str:
    kind, _, name = other.key.partition("/")
    words = {
        "untouched": "without the journey",
        "without_channel": f"without {channel_words(name)}",
    }
    return words.get(kind, f"without “{name}”" if name else kind)


def _day(one: Moment, start: datetime) -> str:
    return f"day {(one.at.replace(tzinfo=None) - start).days + 1}"


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def amount(value: float, currency: str) -> str:
    """Money with its currency.

    >>> amount(56.0, "USD"), amount(8, "SEK")
    ('$56.00', 'SEK 8.00')
    """
    return f"{SYMBOLS[currency]}{value:,.2f}" if currency in SYMBOLS else f"{currency} {value:,.2f}"
