"""Rules about the hour at which marketing texts land, on the customer's clock; JB130 to JB133."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from journeyboard.journey.edits import SetField
from journeyboard.journey.graph import AudienceEntry, DateEntry, Entry, QuietRule
from journeyboard.journey.nodes import Delay, MessageBase
from journeyboard.lint.earlier import marketing, nearest
from journeyboard.lint.pressure import is_text
from journeyboard.lint.rule import Fault, Severity, Source
from journeyboard.lint.subject import Subject
from journeyboard.lint.timing_arrivals import ANY, Moment, arrivals
from journeyboard.lint.timing_places import Where, has_one_clock, names, places, row_of
from journeyboard.lint.wordings import channel_of
from journeyboard.message.almanac import holiday_dates
from journeyboard.message.duration import format_duration
from journeyboard.message.rules import rules
from journeyboard.message.timing import QuietHours
from journeyboard.message.window import ALWAYS, WEEKDAYS, WeeklyWindow, common, intersect
from journeyboard.message.zones import zone_names

RECIPIENTS = 100_000
"""Customers who are texted at once, where nobody has said how many there are."""
_SENDERS = {
    "short_code": ("short code", 100.0, "throughput_short_code"),
    "toll_free": ("toll-free number", 3.0, "throughput_toll_free"),
    "long_code": ("long code", 3.75, "throughput_10dlc_mixed_marketing"),
}
"""By type of sender: its name, parts per second at the lowest tier, and the row that says so."""


def outside_window(subject: Subject) -> Iterator[Fault]:
    """A marketing text can land outside the hours of the place where the customer lives.

    At night it wakes people, and in the United States each such text may cost USD 500 and more. Let
    quiet hours hold it, and let them add the law's own windows. Custom, rules borrowed from voice calls,
    and a state of the chosen country only warn; whether hours bind texts that people asked for is
    disputed. (TIM-01)
    """
    rule = _quiet(subject)
    for text in _texts(subject):
        why, advice, fix = _unheld(subject, rule, text)
        broken = [at for at in subject.once(places) if why and _breaks(subject, text, at)]
        if broken:
            worst = next((at for at in broken if at.is_law and at.chosen), broken[0])
            severity: Severity = "error" if worst.is_law and worst.chosen else "warning"
            yield Fault(
                f"{why}, so it can land outside the hours of {names(broken)} ({worst.code}: {worst.hours}); {advice}.",
                text.id,
                fix,
                severity,
                worst.source,
                worst.code,
            )


def sender_clock(subject: Subject) -> Iterator[Fault]:
    """The journey goes by the sender's clock instead of each customer's.

    Half past nine in New York is half past six in California: what looks like a morning text lands
    before breakfast, or is held and comes late. Set the time zone to `profile`. A zone that all of the
    journey's places share is no mistake. (TIM-02)
    """
    journey = subject.journey
    zone = journey.timezone
    if zone == "profile" or (zone in zone_names() and has_one_clock(subject, zone)):
        return
    clocked = isinstance(journey.entry, DateEntry) or any(
        isinstance(node, Delay) and (node.until_time or node.weekdays) for node in journey.nodes
    )
    texts = any(is_text(node) for node in journey.nodes)
    severity: Severity = "error" if clocked and texts else "warning" if clocked else "info"
    yield Fault(
        f"Times of day are {zone}'s, not the customers'; set the time zone to “profile”.",
        None,
        SetField(path="timezone", value="profile"),
        severity,
    )


def drains_past_window(subject: Subject) -> Iterator[Fault]:
    """A broadcast takes longer to go out than its window stays open.

    A sender lets so many parts through a second and no more: the last customers get the text the
    next morning, or not at all. Start earlier, spread it over days, or ask the provider for more. Nobody
    says how many there will be: 100,000 recipients are assumed, one part each, and where the brand file
    has no `sms_parts_per_second` the lowest tier of its kind of sender. (TIM-03)
    """
    brand = subject.brand
    if brand is None or not _starts_at_once(subject.journey.entry):
        return
    told = brand.senders.sms_parts_per_second
    kind, usual, row = _SENDERS.get(brand.senders.sms_type, ("", 0.0, ""))
    rate = told or usual
    due = ((left, text) for text in _texts(subject) if (left := _left_open(subject, text)))
    left, text = min(due, key=lambda found: found[0], default=(0, None))
    if text and rate and RECIPIENTS / rate > left * 60:
        whose = "the sender's" if told else f"the least of a {kind}"
        takes = format_duration(round(RECIPIENTS / rate / 60) * 60)
        yield Fault(
            f"At {rate:g} parts a second ({whose}) {RECIPIENTS:,} texts take {takes}, and the window "
            f"closes after {format_duration(left * 60)}; start earlier, or spread them over days.",
            text.id,
            source=Source.of(rules("US", row)[0]) if row else None,
        )


def no_send_day(subject: Subject) -> Iterator[Fault]:
    """A text is planned for a day on which texts may not be sent there.

    Some places allow no marketing on Sundays or public holidays. Held texts come a day late, all at
    once with what that day brings, and what they announce may be over. Choose another day. (TIM-04)
    """
    journey = subject.journey
    at_entry = _before_any_wait(subject, journey.start)
    if isinstance(journey.entry, DateEntry) and journey.entry.at and at_entry:
        yield from _closed_dates(subject, journey.entry)
    for node in journey.nodes:
        days = frozenset(node.weekdays) if isinstance(node, Delay) else frozenset()
        if days and _before_any_wait(subject, node.next):  # type: ignore[union-attr]
            yield from _closed_weekdays(subject, node.id, days)


def _starts_at_once(entry: Entry) -> bool:
    """Whether everybody enters at one moment."""
    if isinstance(entry, DateEntry):
        return entry.at is not None
    return isinstance(entry, AudienceEntry) and entry.when == "start"


def _texts(subject: Subject) -> Iterator[MessageBase]:
    return (message for message in subject.once(marketing) if is_text(message))


def _quiet(subject: Subject) -> QuietRule | None:
    return subject.journey.quiet_hours or (subject.brand.quiet_hours if subject.brand else None)


def _unheld(
    subject: Subject, rule: QuietRule | None, text: MessageBase
) -> tuple[str, str, SetField | None]:
    """Why the law's window does not hold this text, what to do, and the edit that does it."""
    channel = channel_of(text)
    if rule is None:
        fix = SetField(path="quiet_hours", value={})
        return "The journey has no quiet hours", "set quiet hours", fix
    if text.quiet_hours == "ignore":
        fix = SetField(node=text.id, path="quiet_hours", value="hold")
        return "It ignores quiet hours", "hold it", fix
    if channel not in rule.channels:
        fix = _changed(subject, rule, "channels", [*rule.channels, channel])
        return "Quiet hours leave its channel out", "add the channel", fix
    if not rule.law:
        words = f"Quiet hours from {rule.start} to {rule.end} do not ask the law"
        return words, "let them add the law", _changed(subject, rule, "law", True)
    return "", "", None


def _changed(subject: Subject, rule: QuietRule, name: str, value: object) -> SetField:
    """The edit of one setting; a journey that goes by its brand's hours takes them over first."""
    if subject.journey.quiet_hours:
        return SetField(path=f"quiet_hours.{name}", value=value)
    return SetField(path="quiet_hours", value={**rule.model_dump(mode="json"), name: value})


def _breaks(subject: Subject, text: MessageBase, where: Where) -> bool:
    """Whether what lets the text out allows a moment that the place does not."""
    rule = _quiet(subject)
    held = rule is not None and text.quiet_hours != "ignore" and channel_of(text) in rule.channels
    hours = QuietHours(rule.start, rule.end).window() if rule and held else ALWAYS
    on_profile = subject.journey.timezone == "profile"
    moments = subject.once(arrivals)[text.id] if on_profile else frozenset({ANY})
    return any(_is_outside(hours, moment, where.window) for moment in moments)


def _is_outside(hours: WeeklyWindow, moment: Moment, law: WeeklyWindow) -> bool:
    """Whether the text can go out on that moment's days although the law is closed."""
    if moment.minute is not None:
        minute = moment.minute
        return law.no_holidays or any(not law.is_open(day, minute) for day in moment.days)
    inside = (common(hours.days[day], law.days[day]) == hours.days[day] for day in moment.days)
    return law.no_holidays or not all(inside)


def _left_open(subject: Subject, text: MessageBase) -> int | None:
    """Minutes from the time at which everybody is due to the end of the window; None where unsettled."""
    moments = subject.once(arrivals)[text.id]
    rule = _quiet(subject)
    quiet = QuietHours(rule.start, rule.end).window() if rule else ALWAYS
    laws = [where.window for where in subject.once(places)[:1]]
    day = intersect([quiet, *laws]).days[0]
    times = [moment.minute for moment in moments]
    if len(times) != 1 or times[0] is None:
        return None
    at = times[0]
    return next((end - at for start, end in day if start <= at < end), None)


def _before_any_wait(subject: Subject, start: str | None) -> bool:
    """Whether a marketing text follows at once."""
    stops = frozenset(
        node.id for node in subject.journey.nodes if node.family in ("message", "timing")
    )
    return any(is_text(subject.nodes[step]) for step in nearest(subject, start, stops))


def _closed_dates(subject: Subject, entry: DateEntry) -> Iterator[Fault]:
    dates = list(_dates(entry))
    closed = [(day, at) for day in dates if (at := _closing(subject, day))]
    if not closed:
        return
    day, where = closed[0]
    which = f"{len(closed)} of its {len(dates)} dates are" if len(dates) > 1 else "Its date is"
    yield Fault(
        f"{which} closed for texts, such as {day:%A %d %b %Y} in {names(where)}; choose another day.",
        None,
        None,
        "warning" if any(at.chosen for _, here in closed for at in here) else "info",
        _closing_source(where[0]),
        where[0].code,
    )


def _dates(entry: DateEntry) -> Iterator[date]:
    first = entry.at
    every = timedelta(seconds=entry.repeat_every or 0)
    for k in range(entry.times if first and every else 1):
        if first:
            yield (first + timedelta(seconds=entry.offset) + k * every).date()


def _closing(subject: Subject, day: date) -> list[Where]:
    """The places that are closed on that day, those that were chosen first; holidays only of those."""
    years = range(day.year, day.year + 1)
    return [
        where
        for where in subject.once(places)
        if not where.window.days[day.weekday()]
        or (where.chosen and where.window.no_holidays and day in holiday_dates(where.code, years))
    ]


def _closed_weekdays(subject: Subject, node_id: str, days: frozenset[str]) -> Iterator[Fault]:
    """Places where none of the days that a delay waits for is open."""
    numbers = [WEEKDAYS.index(day[:3].title()) for day in days]
    closed = [
        at for at in subject.once(places) if not any(at.window.days[number] for number in numbers)
    ]
    if closed:
        yield Fault(
            f"It waits for days on which texts may not go out in {names(closed)}; choose another day.",
            node_id,
            SetField(node=node_id, path="weekdays", value=["monday"]),
            "warning" if closed[0].chosen else "info",
            _closing_source(closed[0]),
            closed[0].code,
        )


def _closing_source(where: Where) -> Source:
    row = row_of(where.code, "no_send_day")
    return Source.of(row) if row else where.source
