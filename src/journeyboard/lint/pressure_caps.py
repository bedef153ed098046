"""How many marketing messages one customer can get from a journey, from all journeys, and what caps leave of them."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from journeyboard.journey.graph import DateEntry, FrequencyCap, Journey
from journeyboard.lint.pressure import (
    MONTH,
    WEEK,
    all_gaps,
    least_times,
    most_within,
    text_gaps,
)
from journeyboard.lint.subject import Subject


class Most(NamedTuple):
    """The most messages to one customer in any 7 and in any 30 days."""

    week: int
    month: int


def texts_alone(subject: Subject) -> Most:
    """Marketing texts of this journey, over all ways, loops and entries, within all caps."""
    return _capped(_drawn(subject, subject.once(text_times)), _caps(subject, texts=True))


def messages_alone(subject: Subject) -> Most:
    """Marketing messages of this journey on all channels but ads."""
    return _capped(_drawn(subject, subject.once(message_times)), _caps(subject, texts=False))


def texts_together(subject: Subject) -> Most:
    """Marketing texts of all of the brand's journeys, if each comes at its worst, within the brand's caps."""
    each = [texts_alone(Subject(other, subject.brand)) for other in subject.others]
    alone = subject.once(texts_alone)
    total = Most(alone.week + sum(m.week for m in each), alone.month + sum(m.month for m in each))
    return _capped(total, _brand_caps(subject, texts=True))


def text_times(subject: Subject) -> list[int]:
    """The least seconds in which 1, 2, 3 … marketing texts can come."""
    return least_times(subject.once(text_gaps))


def message_times(subject: Subject) -> list[int]:
    """The least seconds in which 1, 2, 3 … marketing messages can come."""
    return least_times(subject.once(all_gaps))


def entries_within(journey: Journey, seconds: int) -> int:
    """How often one customer can enter in a stretch so long, as far as the settings bound it."""
    entry, again = journey.entry, journey.reentry
    after = again.after if again.allow == "after" else 0
    if again.allow == "never":
        return 1
    if isinstance(entry, DateEntry):
        every = max(entry.repeat_every or 0, after)
        return min(entry.times, ceil(seconds / every)) if every and entry.repeat_every else 1
    return ceil(seconds / after) if after else 1


def has_cap(subject: Subject) -> bool:
    """Whether the journey or the brand caps marketing texts."""
    return any(_caps(subject, texts=True, smart=False))


def least_gap(subject: Subject) -> int:
    """The seconds between two texts that smart sending or a cap of one enforces; 0 for none."""
    return max((cap.per for cap in _caps(subject, texts=True) if cap.max <= 1), default=0)


def _drawn(subject: Subject, times: list[int]) -> Most:
    """What one pass brings, times the passes."""
    week, month = (
        most_within(times, span) * entries_within(subject.journey, span) for span in (WEEK, MONTH)
    )
    return Most(week, month)


def _capped(most: Most, caps: Iterator[FrequencyCap]) -> Most:
    week, month = most
    for cap in caps:
        if cap.per:
            week = min(week, cap.max * ceil(WEEK / cap.per))
            month = min(month, cap.max * ceil(MONTH / cap.per))
    return Most(week, month)


def _caps(subject: Subject, *, texts: bool, smart: bool = True) -> Iterator[FrequencyCap]:
    journey = subject.journey
    yield from _counting(journey.caps, texts=texts)
    yield from _brand_caps(subject, texts=texts, smart=smart and not journey.smart_sending)
    if smart and texts and journey.smart_sending:
        yield FrequencyCap(max=1, per=journey.smart_sending)


def _brand_caps(subject: Subject, *, texts: bool, smart: bool = True) -> Iterator[FrequencyCap]:
    if subject.brand:
        yield from _counting(subject.brand.caps, texts=texts)
        if smart and texts and subject.brand.smart_sending:
            yield FrequencyCap(max=1, per=subject.brand.smart_sending)


def _counting(caps: tuple[FrequencyCap, ...], *, texts: bool) -> Iterator[FrequencyCap]:
    """Caps that count marketing texts, or all marketing messages."""
    channels = (None, "sms") if texts else (None,)
    return (c for c in caps if c.channel in channels and c.purpose in (None, "marketing"))
