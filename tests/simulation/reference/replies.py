"""What a customer writes back by their own decision, and what it does to their consent."""

from __future__ import annotations

from functools import partial

from journeyboard.journey.graph import FrequencyCap

from .conditions import consent_state
from .numbers import DAY
from .record import WORLD, Life, Row

TEXTS = (("sms", "marketing"), ("sms", "transactional"))
USUAL_LESS = FrequencyCap(max=1, per=14 * DAY, channel="sms", purpose="marketing")
"""What fewer texts means where the brand does not say."""


def plan_reply(life: Life, number: int = 0) -> None:
    """The customer's next reply; the one after it is planned when it has been said."""
    if number < len(life.customer.replies):
        at, choice = life.customer.replies[number]
        life.later(at, WORLD, partial(reply, life, number, choice))


def reply(life: Life, number: int, choice: str) -> None:
    """An answer to the last text that arrived, in every life the same words at the same time."""
    answered = last_text(life)
    log(life, "message.replied", answered)
    if choice == "stop":
        stop(life, answered)
    elif choice == "start":
        start(life, answered)
    elif choice == "less" and not life.less:
        life.less = True
        log(life, "consent.updated", answered)
    plan_reply(life, number + 1)


def stop(life: Life, answered: Row | None) -> None:
    """No text of any kind from now on."""
    had = [consent_state(life, *pair) == "subscribed" for pair in TEXTS]
    life.consent |= dict.fromkeys(TEXTS, "unsubscribed")
    if any(had):
        log(life, "consent.unsubscribed", answered)
        life.count_opt_out("sms")


def start(life: Life, answered: Row | None) -> None:
    """Takes back a STOP and a LESS; it is no consent of somebody who never gave one."""
    back = [pair for pair in TEXTS if consent_state(life, *pair) == "unsubscribed"]
    changed = bool(back) or life.less
    life.consent |= dict.fromkeys(back, "subscribed")
    life.less = False
    if changed:
        log(life, "consent.subscribed", answered)


def last_text(life: Life) -> Row | None:
    """The last text or picture message that arrived."""
    texts = (row for row in reversed(life.rows) if row.type == "message.delivered")
    return next((row for row in texts if row.channel in ("sms", "mms")), None)


def log(life: Life, type: str, answered: Row | None) -> None:
    """A row under the message that is answered; of nobody's where there is none."""
    if answered is None:
        life.log(type, channel="sms")
        return
    place = next(place for place in life.places if place.journey.id == answered.journey)
    life.log(type, place=place, node=answered.node, channel="sms", variant=answered.variant)


def less_cap(life: Life) -> list[FrequencyCap]:
    """The cap of those who asked for fewer."""
    return [life.flight.brand.less or USUAL_LESS] if life.less else []
