"""Rules about how a journey is measured: its goal, its window, its costs; JB600 to JB611."""

from __future__ import annotations

import re
from collections.abc import Iterator

from journeyboard.journey.edits import SetField
from journeyboard.journey.nodes import Exit, MessageBase, Sms
from journeyboard.lint.experiment import last_landing
from journeyboard.lint.links import untagged_link, wrong_medium
from journeyboard.lint.metrics import email_opens, sms_opens, unknown_metric, unmoved_metric
from journeyboard.lint.rule import Fault, Rule, Source
from journeyboard.lint.subject import Subject
from journeyboard.message.duration import format_duration

DAY = 86_400
SHORTEST, LONGEST = DAY, 90 * DAY
OWN_EVENTS = ("message.sent", "message.queued", "message.delivered", "message.failed",
    "message.skipped", "journey.", "ad.impression", "webhook.")  # fmt: skip
"""What the sender does, by the beginnings of the event types."""
_BUSY = re.compile(
    r"\b(?:texts?|messages?|sms|e-?mails?|sends?|sending|sent|push(?:es)?|opens?|open rate|impressions?|reach|volume)\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"order|purchas|margin|revenue|profit|sale|cost|saved|complain|review|reactivat|retention|repeat|stay|customer"
    r"|subscriber|friend|lift|increment|value|churn|opt-?out|conver|return|click|repl",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\b(?:last|first)[ -](?:click|touch)\b|\battribut\w+|\broas\b|\bplatform-reported\b", re.I
)
_CAUSE = re.compile(r"\b(?:lift|uplift|increment\w*|caused?|added|brought|extra|because)\b", re.I)

VENDORS = Source(
    "OneSignal metrics glossary and help pages of Omnisend and Instant: SMS opens are not tracked",
    "2026",
    "primary",
)
PRIVACY = Source("Apple Mail Privacy Protection loads pictures unread", "2021", "general")
CHANNELS = Source("Google Analytics 4, default channel group", "", "general")
WINDOWS = Source(
    "Klaviyo's default: 5 days after a click and 12 hours after delivery (accounts since October 2024)",
    "2024",
    "primary",
)


def no_north_star(subject: Subject) -> Iterator[Fault]:
    """It is not said which number the journey is meant to move.

    Then every result can be called a success. Name one number that matters to the business and to
    customers, such as incremental margin per customer, and what it must not cost. (section 5.3)
    """
    if subject.messages and not subject.journey.north_star.strip():
        yield Fault("No north star says what this journey is for; name one number.")


def vain_goal(subject: Subject) -> Iterator[Fault]:
    """The goal counts what the sender does, not what customers do.

    Sending more always moves it, and nothing is learnt. Count something that customers decide on: an
    order, a review, staying subscribed. (section 5.3)
    """
    event, star = subject.journey.goal.event, subject.journey.north_star
    if event.startswith(OWN_EVENTS):
        yield Fault(f"“{event}” is done by you, not by customers; count what they do.")
    counted = re.split(r"\bper\b|/", star, maxsplit=1, flags=re.IGNORECASE)[0]
    if _BUSY.search(counted) and not _RESULT.search(star):
        yield Fault(f"The north star “{_short(star)}” counts sending; count what it brings.")


def odd_window(subject: Subject) -> Iterator[Fault]:
    """The goal counts for so short or so long that the number means little.

    Within a day the slower half has not decided yet; after three months nearly everything counted
    would have happened anyway, and only a control group can tell. Platforms count for one to seven days
    after a message. Longer than 90 days is fair only while messages still go out. (MEA-03)
    """
    window = subject.journey.goal.window
    if window < SHORTEST:
        yield Fault(
            f"The goal counts for {format_duration(window)} only; count for a day at least.",
            None,
            _counting(SHORTEST),
        )
    _, landing = subject.once(last_landing)
    longest = max(LONGEST, -(-landing // DAY) * DAY + 7 * DAY)
    if window > longest:
        yield Fault(
            f"The goal counts for {format_duration(window)}; count for {longest // DAY} days at most.",
            None,
            _counting(longest),
        )


def _counting(seconds: int) -> SetField:
    return SetField(path="goal.window", value=format_duration(seconds))


def uncosted(subject: Subject) -> Iterator[Fault]:
    """Something whose cost is left out of the result: an offer, or the texts themselves.

    A discount always sells; whether it pays depends on the margin it eats, and a text costs a cent or
    more for every part. Give the brand's products their prices and margins, say who bears a discount,
    and write what the provider charges into the brand's prices. (MEA-06)
    """
    brand = subject.brand
    texts = any(isinstance(node, Sms) for node in subject.messages)
    if texts and brand is not None and not any(brand.prices.sms_part.values()):
        yield Fault("The brand's texts cost nothing; write the price of a part into its prices.")
    for node in subject.messages:
        if _gives(node) and brand is not None and not brand.products:
            yield Fault("What this offer costs is unknown; add the brand's products.", node.id)
        elif _free(node):
            yield Fault("This discount is counted as free; say who bears it.", node.id)


def _gives(node: MessageBase) -> bool:
    offers = [node.offer, *(variant.offer for variant in node.variants)]
    return any(offer and offer.kind != "none" for offer in offers)


def _free(node: MessageBase) -> bool:
    return node.offer is not None and node.offer.kind != "none" and node.offer.margin_cost == 0


def credited_lift(subject: Subject) -> Iterator[Fault]:
    """What a platform gives itself credit for is called a lift.

    Attribution counts everybody who bought after a click or a delivery, also those who were about to;
    reported ratios to the true lift are between two and four. Use the difference to a control group and
    call the other number attributed. (MEA-01, section 3)
    """
    journey = subject.journey
    for name, text in (("north star", journey.north_star), ("description", journey.description)):
        if (credit := _CREDIT.search(text)) and _CAUSE.search(text):
            yield Fault(
                f"The {name} takes “{credit[0]}” for a lift; measure against a control group.",
                field=name.replace(" ", "_"),
            )


def nameless_exit(subject: Subject) -> Iterator[Fault]:
    """Several ways out, and one does not say why customers leave there.

    Reports count customers by the reason of their exit; without it, finished and given up look the same.
    Write a word or two. (MEA-03)
    """
    exits = [n for n in subject.journey.nodes if isinstance(n, Exit) and n.id in subject.reachable]
    for node in exits if len(exits) > 1 else ():
        if not node.reason.strip():
            yield Fault("This exit does not say why customers leave; give its reason.", node.id)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


MEASUREMENT: tuple[Rule, ...] = (
    Rule("JB600", "measurement.sms-opens", "warning", sms_opens, VENDORS),
    Rule("JB601", "measurement.email-opens", "info", email_opens, PRIVACY),
    Rule("JB602", "measurement.no-north-star", "info", no_north_star),
    Rule("JB603", "measurement.vain-goal", "warning", vain_goal),
    Rule("JB604", "measurement.odd-window", "info", odd_window, WINDOWS),
    Rule("JB605", "measurement.wrong-medium", "warning", wrong_medium, CHANNELS),
    Rule("JB606", "measurement.untagged-link", "info", untagged_link, CHANNELS),
    Rule("JB607", "measurement.unmoved-metric", "info", unmoved_metric),
    Rule("JB608", "measurement.uncosted", "warning", uncosted),
    Rule("JB609", "measurement.credited-lift", "info", credited_lift),
    Rule("JB610", "measurement.nameless-exit", "info", nameless_exit),
    Rule("JB611", "measurement.unknown-metric", "info", unknown_metric),
)
"""In the order the screen shows them."""
