"""What the journey changed for one customer, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from journeyboard.journey.graph import Journey
from journeyboard.records import CURRENCY_SYMBOLS
from journeyboard.simulation.tracing.reasons import channel_words
from journeyboard.simulation.tracing.traced import Life, Moment


@dataclass(frozen=True)
class Telling:
    """What the sentence needs besides the lives: the currency, the first day, and what flew."""

    currency: str
    start: datetime
    journeys: Sequence[Journey]

    @property
    def all(self) -> str:
        """What flew, in the number it flew in."""
        return "the journey" if len(self.journeys) == 1 else "the journeys"

    def title(self, node: str | None, journey: str = "") -> str:
        """What a step is called, of this journey if one is named."""
        mine = [one for one in self.journeys if one.id == journey] or self.journeys
        found = next((n for one in mine for n in one.nodes if n.id == node), None)
        return (found.title or found.label) if found else node or ""

    def name(self, journey: str) -> str:
        """What a journey is called."""
        return next((one.name for one in self.journeys if one.id == journey), journey)

    def money(self, value: float) -> str:
        """An amount with its currency."""
        return amount(value, self.currency)

    def day(self, one: Moment) -> str:
        """The day of the run on which something happened, the first being day 1."""
        return f"day {(one.at.replace(tzinfo=None) - self.start).days + 1}"


def summary(lives: Sequence[Life], told: Telling) -> str:
    """What the first life has that the second has not; what it brought where there is one only."""
    designed = lives[0]
    if len(lives) < 2:
        orders = int(designed.outcomes["orders"])
        return f"{_many(orders, 'order')} for {told.money(designed.outcomes['revenue'])}."
    return " ".join([_orders(designed, lives[1], told), *_opt_outs(designed, lives[1], told)])


def _orders(life: Life, other: Life, told: Telling) -> str:
    mine, theirs = int(life.outcomes["orders"]), int(other.outcomes["orders"])
    new = [one for one in life.moments if one.type == "order.placed" and one.where == "here"]
    lost = [one for one in other.moments if one.type == "order.placed" and one.where == "here"]
    without = _without(other, told)
    if mine > theirs and new:
        instead = "not at all" if theirs == 0 else f"{_many(theirs, 'order')} instead of {mine}"
        return f"{_placed(new[0], told)}; {without} {instead}."
    if mine < theirs and lost:
        return f"{without[:1].upper()}{without[1:]}, they would have ordered for {told.money(lost[0].value or 0)} on {told.day(lost[0])}; {told.all} lost it."  # fmt: skip
    if new and lost:
        return _moved(new[0], lost[0], life, other, told)
    return _unchanged(life, mine, without)


def _placed(order: Moment, told: Telling) -> str:
    cause = next((one for one in order.shares if one.source == "message"), None)
    because = f" because of “{told.title(cause.node)}” ({100 * cause.share:.0f} % of the wish)" if cause else ""  # fmt: skip
    return f"Ordered for {told.money(order.value or 0)} on {told.day(order)}{because}"


def _moved(new: Moment, old: Moment, life: Life, other: Life, told: Telling) -> str:
    days = (old.at - new.at).total_seconds() / 86_400
    placed = f"Ordered for {told.money(new.value or 0)} on {told.day(new)}"
    saved = life.outcomes["discount"] - other.outcomes["discount"]
    price = f", {told.money(saved)} less by a code" if saved > 0 else ""
    if abs(days) * 24 < 1:
        return f"{placed}{price}; {_without(other, told)} they would have ordered just then, too."
    side = "earlier" if days > 0 else "later"
    return f"{placed}{price}, {_span(abs(days))} {side} than {_without(other, told)}."


def _span(days: float) -> str:
    return _many(round(days), "day") if days >= 1.5 else _many(max(round(days * 24), 1), "hour")


def _unchanged(life: Life, orders: int, without: str) -> str:
    got = sum(one.type == "message.delivered" for one in life.moments)
    bought = _many(orders, "order") if orders else "no order"
    if not got:
        return f"Nothing was delivered to them; {bought} in both lives."
    return f"{_many(got, 'message')} arrived and changed nothing: {bought}, {without} as with it."


def _opt_outs(life: Life, other: Life, told: Telling) -> list[str]:
    new = [one for one in life.moments if one.type == "consent.unsubscribed" and one.where == "here"]  # fmt: skip
    gone = [f"{one.what} on {told.day(one)}." for one in new]
    return gone if not any(one.type == "consent.unsubscribed" for one in other.moments) else []


def _without(other: Life, told: Telling) -> str:
    """The other life as a circumstance: without whatever it is that lacks there, or in another arm."""
    kind, *names = other.key.split("/")
    match kind, names:
        case "untouched", _:
            return f"without {told.all}"
        case "without_channel", [channel]:
            return f"without {channel_words(channel)}"
        case "without_journey", [journey]:
            return f"without “{told.name(journey)}”"
        case "without_message", [journey, node]:
            return f"without “{told.title(node, journey)}”"
        case "arm", [*_, arm]:
            return f"in the arm “{arm}”"
    return "in the other life"


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def amount(value: float, currency: str) -> str:
    """Money with its currency.

    >>> amount(56.0, "USD"), amount(8, "SEK")
    ('$56.00', 'SEK 8.00')
    """
    return f"{CURRENCY_SYMBOLS.get(currency, f'{currency} ')}{value:,.2f}"
