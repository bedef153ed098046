"""Rules about how much is too much: pressure, gaps, caps and colliding journeys; JB700 to JB707."""

from __future__ import annotations

from collections.abc import Iterator

from journeyboard.journey.edits import SetField
from journeyboard.journey.graph import AudienceEntry, DateEntry, EventEntry, Journey, ScoreEntry
from journeyboard.journey.nodes import MessageBase
from journeyboard.lint.earlier import kind_of, marketing, nearest
from journeyboard.lint.fatigue_series import no_sunset
from journeyboard.lint.pressure import all_gaps, is_text, text_gaps
from journeyboard.lint.pressure_caps import (
    Most,
    entries_within,
    has_cap,
    least_gap,
    messages_alone,
    text_times,
    texts_alone,
    texts_together,
)
from journeyboard.lint.rule import Fault, Rule, Source
from journeyboard.lint.subject import Subject
from journeyboard.lint.timing_steps import CARTS
from journeyboard.message.duration import format_duration

HOUR, YEAR = 3_600, 31_536_000
TEXTS, MESSAGES = Most(2, 6), Most(5, 15)
"""The most in any 7 and any 30 days before a finding: texts, and messages of all channels."""
GAP, SAME_HOUR = 16 * HOUR, HOUR
_CAPS = (
    {"max": 2, "per": "7 days", "channel": "sms"},
    {"max": 6, "per": "30 days", "channel": "sms"},
)


def too_many_texts(subject: Subject) -> Iterator[Fault]:
    """One customer can get more than 2 marketing texts in 7 days, or more than 6 in 30.

    Opt-outs rise with texts per week faster than orders do, and an opt-out is for good. Counts every
    way, loop and entry at its quickest, and all journeys of the brand together, less what caps hold
    back. Spread the texts, use other channels, or set caps. (FRQ-02; the numbers are design defaults)
    """
    alone = subject.once(texts_alone)
    if _exceeds(alone, TEXTS):
        yield Fault(
            f"One customer can get {_counted(alone, 'text')}; keep to 2 and 6.",
            None,
            _with_caps(subject.journey),
        )
    elif subject.others and alone.month and _exceeds(both := texts_together(subject), TEXTS):
        yield Fault(
            f"With the brand's {len(subject.others)} other journeys one customer can get "
            f"{_counted(both, 'text')}; lower the brand's caps.",
            severity="info",
        )


def too_many_messages(subject: Subject) -> Iterator[Fault]:
    """One customer can get more than 5 marketing messages in 7 days, or more than 15 in 30, on all channels.

    It is one inbox of attention: e-mails and pushes tire people of the texts, too. Spread them, or set
    a cap without a channel, which counts all together. (FRQ-02; the numbers are design defaults)
    """
    alone = subject.once(messages_alone)
    if _exceeds(alone, MESSAGES):
        yield Fault(f"One customer can get {_counted(alone, 'message')}; keep to 5 and 15.")


def no_gap(subject: Subject) -> Iterator[Fault]:
    """Two marketing texts can come within 16 hours, and nothing keeps them apart.

    The second text of a day is the one that people opt out after. Put a day between them, or set smart
    sending to 16 hours, which leaves the second one out. (FRQ-04)
    """
    enforced = least_gap(subject)
    for text, before, gap in _close(subject):
        if max(gap, enforced) < GAP and not (gap == 0 and _at_once(subject, before, text)):
            yield Fault(
                f"It can come {format_duration(gap)} after “{before}”; keep 16 hours between texts.",
                text,
                SetField(path="smart_sending", value="16 hours"),
            )


def no_reentry_limit(subject: Subject) -> Iterator[Fault]:
    """Customers can enter again at any time.

    Who leaves three carts in a day gets three times the same words. Let people enter again only some
    time after they last did. (FRQ-04)
    """
    journey = subject.journey
    bounded = isinstance(journey.entry, DateEntry) or getattr(journey.entry, "when", "") == "start"
    # Each order costs an order: nobody makes them by the dozen.
    bounded |= getattr(journey.entry, "event", "").startswith("order.")
    if journey.reentry.allow == "always" and not bounded and subject.once(marketing):
        yield Fault(
            "Customers can enter again at any time; let some days pass first.",
            None,
            SetField(path="reentry", value={"allow": "after", "after": "14 days"}),
        )


def no_cap(subject: Subject) -> Iterator[Fault]:
    """Nothing caps how many marketing texts one customer gets.

    Each journey looks modest by itself; together, and with every new one, they are too much, and no
    rule stops it. Cap the texts of the brand, or at least of this journey. (FRQ-02, section 6.4)
    """
    several = len(subject.once(text_times)) > 1
    texts = bool(subject.once(text_times))
    again = subject.journey.reentry.allow == "always" or entries_within(subject.journey, YEAR) > 1
    if texts and (several or again or subject.others) and not has_cap(subject):
        yield Fault(
            "Nothing limits the texts one customer gets; set a cap.",
            None,
            _with_caps(subject.journey),
        )


def twice_said(subject: Subject) -> Iterator[Fault]:
    """Two channels say the same within an hour.

    The second buzz brings nothing new, and both count as pressure. Choose the channel by consent and
    habit, and use the other as its fallback. (section 6.4: frequency)
    """
    told: set[str] = set()
    for spot, following in subject.once(all_gaps).items():
        first = subject.nodes[spot.node]
        for to, gap in following.items():
            second = subject.nodes[to.node]
            if gap <= SAME_HOUR and to.node not in told and _is_same(first, second):
                told.add(to.node)
                when = f"{format_duration(gap)} after" if gap else "together with"
                yield Fault(
                    f"It says the same as “{spot.node}”, {when} it; choose one channel.", to.node
                )


def colliding(subject: Subject) -> Iterator[Fault]:
    """Two journeys text the same customer at the same moment, and nothing says which comes first.

    Whoever leaves a cart gets two reminders, or the caps let through whichever id comes first in the
    alphabet. Order them in the brand's priority list, or give them different priorities. (JRN-04)
    """
    journey, brand = subject.journey, subject.brand
    listed = brand.priority if brand else ()
    for other in subject.others:
        ranked = journey.priority != other.priority or {journey.id, other.id} & set(listed)
        if not ranked and _meet(journey, other) and _both_text(subject, other):
            yield Fault(
                f"It meets “{other.id}” in the same customers; give them different priorities."
            )


def _with_caps(journey: Journey) -> SetField:
    own = (cap.model_dump(mode="json", exclude_defaults=True) for cap in journey.caps)
    return SetField(path="caps", value=[*own, *_CAPS])


def _exceeds(most: Most, limit: Most) -> bool:
    return most.week > limit.week or most.month > limit.month


def _counted(most: Most, what: str) -> str:
    plural = "s" if most.week != 1 else ""
    return f"{most.week} marketing {what}{plural} in 7 days and {most.month} in 30"


def _close(subject: Subject) -> Iterator[tuple[str, str, int]]:
    """For each text the one that can come least before it, and the seconds between."""
    nearest_before: dict[str, tuple[int, str]] = {}
    for spot, following in subject.once(text_gaps).items():
        for to, gap in following.items():
            found = nearest_before.get(to.node)
            if found is None or (gap, spot.node) < found:
                nearest_before[to.node] = (gap, spot.node)
    for message in subject.messages:
        if message.id in nearest_before:
            gap, before = nearest_before[message.id]
            yield message.id, before, gap


def _at_once(subject: Subject, before: str, text: str) -> bool:
    """Whether no timing step lies between them: a finding of its own."""
    timing = frozenset(n.id for n in subject.journey.nodes if n.family == "timing")
    following = vars(subject.nodes[before])["next"]
    return text in nearest(subject, following, timing)


def _is_same(first: object, second: object) -> bool:
    if not isinstance(first, MessageBase) or not isinstance(second, MessageBase):
        return False
    return kind_of(first) != kind_of(second) and first.role == second.role


def _meet(journey: Journey, other: Journey) -> bool:
    """Whether both can take in one customer at one moment, and neither lets go for the other."""
    one, two = journey.entry, other.entry
    if isinstance(one, EventEntry) and isinstance(two, EventEntry):
        same = one.event == two.event or (one.event in CARTS and two.event in CARTS)
        return same and not (_leaves_at(journey, two.event) or _leaves_at(other, one.event))
    return isinstance(one, AudienceEntry | ScoreEntry) and isinstance(
        two, AudienceEntry | ScoreEntry
    )


def _leaves_at(journey: Journey, event: str) -> bool:
    return any(rule.event == event for rule in journey.exit_rules)


def _both_text(subject: Subject, other: Journey) -> bool:
    return any(is_text(m) for m in subject.once(marketing)) and any(map(is_text, other.nodes))


_FREQUENCY = Source(
    "Design defaults; frequency as a cause of opt-outs: Validity survey", "2023", "secondary"
)

FATIGUE: tuple[Rule, ...] = (
    Rule("JB700", "fatigue.too-many-texts", "warning", too_many_texts, _FREQUENCY),
    Rule("JB701", "fatigue.too-many-messages", "info", too_many_messages, _FREQUENCY),
    Rule("JB702", "fatigue.no-gap", "warning", no_gap, _FREQUENCY),
    Rule("JB703", "fatigue.no-reentry-limit", "warning", no_reentry_limit),
    Rule("JB704", "fatigue.no-cap", "warning", no_cap, _FREQUENCY),
    Rule("JB705", "fatigue.twice-said", "warning", twice_said),
    Rule("JB706", "fatigue.no-sunset", "info", no_sunset),
    Rule("JB707", "fatigue.colliding", "warning", colliding),
)
"""In the order the screen shows them."""
