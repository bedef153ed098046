"""Handing over: budget, the sender's queue, and the moment at which a message leaves."""

from __future__ import annotations

from functools import partial

from . import dice, reading
from .conditions import consent_state
from .content import MessageCopy
from .numbers import DAY
from .record import SENDS, WORLD, Life, Place
from .windows import opening

LONGEST_WAIT = 10 * 3600
BILLION = 1_000_000_000


def price(life: Life, message: MessageCopy) -> int:
    """What one message to this customer costs."""
    prices = life.flight.brand.prices
    if message.channel == "sms":
        return life.customer.sms_price * life.flight.text(message, life.customer).parts
    each = {"mms": prices.mms, "email": prices.email, "push": prices.push}
    return round(each[message.channel] * 1e6)


def units(life: Life, message: MessageCopy) -> int:
    """What a message counts for at the sender: the parts of a text, one for anything else."""
    return life.flight.text(message, life.customer).parts if message.channel == "sms" else 1


def is_spent(life: Life, message: MessageCopy, number: int) -> bool:
    """Whether the budget is used up; in its last minute a share of the messages is still paid for."""
    cutoffs = life.flight.flight.ledger.cutoffs
    if cutoffs is None or price(life, message) == 0:
        return False
    minute, share = cutoffs[life.now // DAY].tolist()
    if life.now // 60 != minute:
        return bool(life.now // 60 > minute)
    draw = dice.uniform(life.customer.key, message.salt, number, 42)
    return bool(int(draw * BILLION) >= share)


def dispatch(life: Life, place: Place, message: MessageCopy, quiet: str) -> str:
    """To the sender: counted for the caps from now on, sent at once or when its turn has come.

    Nothing of it happens in the life without this message.
    """
    number = life.visits[place.journey.id, message.node.id]
    if is_spent(life, message, number):
        worth = units(life, message)
        reading.note(life, place, message, "message.skipped", "budget", value=worth)
        return "skipped"
    if life.leaves_out(place, message.node.id):
        return "sent"
    if len(life.sends) < SENDS:
        life.sends.append((life.now, message.channel, message.node.purpose))
    else:
        life.overflow += 1
    queue = life.flight.flight.ledger.queues.get(message.base)
    if queue is None:
        depart(life, place, message, number)
        return "sent"
    worth = units(life, message)
    reading.note(life, place, message, "message.queued", "throughput", value=worth)
    waiting, coming = queue[life.now // 60].tolist()
    draw = dice.uniform(life.customer.key, message.salt, number, 41)
    ahead = waiting + coming * int(draw * BILLION) // BILLION
    leaves = life.now // 60 * 60 + ahead
    if ahead > LONGEST_WAIT:
        reading.note(life, place, message, "message.failed", "queue_full")
    elif leaves <= life.now:
        depart(life, place, message, number)
    else:
        life.later(leaves, WORLD, partial(turn_comes, life, place, message, number, quiet))
    return "sent"


def turn_comes(life: Life, place: Place, message: MessageCopy, number: int, quiet: str) -> None:
    """Nothing goes to who has opted out meanwhile; a closed window stops nothing and is told."""
    if consent_state(life, message.channel, message.node.purpose) == "unsubscribed":
        reading.note(life, place, message, "message.skipped", "opted_out")
        return
    is_open = opening(life, place, message, quiet) == life.now
    depart(life, place, message, number, "" if is_open else "outside_window")


def depart(life: Life, place: Place, message: MessageCopy, number: int, reason: str = "") -> None:
    """Send and pay; it arrives or fails after some seconds."""
    cost = price(life, message)
    reading.note(life, place, message, "message.sent", reason, cost=cost)
    life.tally("cost", cost)
    key, chance = life.customer.key, life.flight.numbers[f"delivery.{message.base}"]
    arrives = dice.uniform(key, message.salt, number, 1) < chance
    if message.base == "sms" and not life.customer.trait("reachable"):
        arrives = False
    seconds = 1 + life.flight.numbers.wait("deliver", dice.bits(key, message.salt, number, 2))
    comes = partial(reading.deliver, life, place, message, number)
    fails = partial(reading.fail, life, place, message)
    life.later(life.now + seconds, WORLD, comes if arrives else fails)
