"""The send calendar: for every day of a month what goes out to whom, how full it gets, and what is special."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import DateEntry, Journey
from journeyboard.journey.nodes import MessageBase
from journeyboard.workflows.timing import Timing
from journeyboard.workflows.timing_days import (
    ClockChange,
    Holiday,
    changes_of,
    closed_in,
    holidays_of,
)
from journeyboard.workflows.together import Month

if TYPE_CHECKING:
    import pandas as pd

WEEK = 7
DAY = 86_400
HELD_BACK = ("frequency_cap", "smart_sending")
"""Reasons of skipping that mean: this customer is getting too much."""
CROWDED = 0.01
"""Share of subscribers over the cap from which on a day is marked."""
LEAD = WEEK - 1


@dataclass(frozen=True)
class DayMessage:
    """One message on one day: delivered, and held back by a cap or smart sending."""

    node: str
    title: str
    channel: str
    landed: int
    held_back: int


@dataclass(frozen=True)
class DayJourney:
    """One journey on one day; `clock` is the time of a dated send, empty for anything triggered."""

    journey: str
    name: str
    clock: str
    entered: int
    messages: tuple[DayMessage, ...]

    @property
    def landed(self) -> int:
        """Messages delivered on the day."""
        return sum(message.landed for message in self.messages)


@dataclass(frozen=True)
class Pressure:
    """Marketing texts in the seven days that end with this one.

    `sent` were sent, `due` also counts those that a cap or smart sending held back; `over` of the
    `subscribers` were due more than the `allowance` (None: no cap bounds a week).
    """

    sent: int
    due: int
    over: int
    subscribers: int
    allowance: int | None

    @property
    def mean(self) -> float:
        """Texts due per subscriber."""
        return self.due / self.subscribers if self.subscribers else 0.0

    @property
    def level(self) -> str:
        """`full` when the average subscriber is over the cap, `crowded` when one in a hundred is, or nothing."""
        if self.allowance is None or not self.subscribers:
            return ""
        if self.mean > self.allowance:
            return "full"
        return "crowded" if self.over >= CROWDED * self.subscribers and self.over else ""


@dataclass(frozen=True)
class CalendarDay:
    """A day of the calendar, on each customer's own clock."""

    day: date
    journeys: tuple[DayJourney, ...]
    pressure: Pressure
    holidays: tuple[Holiday, ...]
    closed: tuple[str, ...]
    changes: tuple[ClockChange, ...]

    def of(self, journeys: set[str]) -> CalendarDay:
        """Only these journeys; the pressure stays that of all."""
        kept = tuple(one for one in self.journeys if one.journey in journeys)
        return CalendarDay(self.day, kept, self.pressure, self.holidays, self.closed, self.changes)


def calendar_of(timing: Timing) -> tuple[CalendarDay, ...]:
    """Every day of the flown month; `timing` must lead by `LEAD` days, for the first week's pressure."""
    month = timing.flown.month
    places = Counter(clock.jurisdiction for clock in timing.clocks.values())
    holidays = sorted(holidays_of(places, month), key=lambda one: -_living(places, one.place))
    changes = changes_of((clock.zones[0] for clock in timing.clocks.values()), month)
    pressures = _pressures(timing)
    lines = _lines(timing)
    return tuple(
        CalendarDay(
            day,
            tuple(line for line in lines.get(day, ())),
            pressures[day],
            tuple(one for one in holidays if one.day == day),
            tuple(closed_in(places, day)),
            tuple(one for one in changes if one.day == day),
        )
        for day in month.days
    )


def _living(places: Counter[str], place: str) -> int:
    """How many customers live in a country or state."""
    return sum(many for one, many in places.items() if place in (one, one.partition("-")[0]))


def dated_sends(journey: Journey, month: Month) -> dict[date, str]:
    """The local times of a journey's dated entries in the month, by day; empty for anything triggered."""
    entry = journey.entry
    if not isinstance(entry, DateEntry) or entry.at is None or entry.attribute:
        return {}
    step, first = timedelta(seconds=entry.repeat_every or 0), entry.at.replace(tzinfo=None)
    moments = (
        first + timedelta(seconds=entry.offset) + k * step
        for k in range(entry.times if step else 1)
    )
    where = "" if journey.timezone == "profile" else f" in {journey.timezone}"
    found: dict[date, str] = {}
    for moment in moments:
        if moment.date() in month.days:
            before = f"{found[moment.date()]}, " if moment.date() in found else ""
            found[moment.date()] = f"{before}{moment:%H:%M}{where}"
    return found


def allowance(brand: Brand) -> int | None:
    """The most marketing texts the brand's caps let one customer have in seven days; None without a cap.

    A cap for a shorter time counts as often as it begins in a week, one for longer counts whole.
    """
    bounds = [
        cap.max * (-(-WEEK * DAY // cap.per) if cap.per < WEEK * DAY else 1)
        for cap in brand.caps
        if cap.channel in (None, "sms") and cap.purpose in (None, "marketing") and cap.per
    ]
    return min(bounds, default=None)


def _lines(timing: Timing) -> dict[date, list[DayJourney]]:
    """By day the journeys that do something, dated ones first, then by how much they send."""
    landed = _counted(timing.landings)
    skips = timing.sends[timing.sends["reason"].isin(HELD_BACK)]
    held = _counted(skips)
    entered = _counted(timing.entries, "journey_id")
    lines: dict[date, list[DayJourney]] = {day: [] for day in timing.flown.month.days}
    for journey in timing.flown.journeys:
        clocks = dated_sends(journey, timing.flown.month)
        for day in lines:
            messages = tuple(_messages(journey, day, landed, held))
            into = entered[day, journey.id]
            if messages or day in clocks:
                line = DayJourney(journey.id, journey.name, clocks.get(day, ""), into, messages)
                lines[day].append(line)
    for day, found in lines.items():
        lines[day] = sorted(found, key=lambda one: (not one.clock, -one.landed, one.name))
    return lines


def _counted(rows: pd.DataFrame, *more: str) -> Counter[Any]:
    """How often each (day, journey, node, channel), or (day, *more), occurs."""
    keys = list(more or ("journey_id", "node_id", "channel"))
    numbers: Any = rows.groupby([rows["local"].dt.normalize(), *keys]).size()
    return Counter({(key[0].date(), *key[1:]): int(number) for key, number in numbers.items()})


def _messages(
    journey: Journey, day: date, landed: Counter[Any], held: Counter[Any]
) -> list[DayMessage]:
    found = []
    for node in journey.nodes:
        if not isinstance(node, MessageBase):
            continue
        for channel in ("sms", "mms", "email", "push"):
            key = (day, journey.id, node.id, channel)
            if landed[key] or held[key]:
                title = node.title or node.label
                found.append(DayMessage(node.id, title, channel, landed[key], held[key]))
    return found


def _pressures(timing: Timing) -> dict[date, Pressure]:
    """The pressure of every day of the month."""
    import numpy as np

    frame = timing.flown.people.frame
    subscribed = frame.loc[frame["consent_sms_marketing"] == "subscribed", "profile_key"]
    place = {key: k for k, key in enumerate(subscribed)}
    days = timing.flown.month.days
    texts = _texts(timing, place)
    bound, found = allowance(timing.flown.brand), {}
    first = datetime.combine(days[0], datetime.min.time()) - timedelta(days=LEAD)
    table = np.zeros((2, len(place), LEAD + len(days)), np.int64)
    at = (texts["local"] - first).dt.days.to_numpy(np.int64)
    who = texts["profile_key"].map(place).to_numpy(np.int64)
    sent = texts["type"].eq("message.sent").to_numpy()
    np.add.at(table[0], (who[sent], at[sent]), 1)
    np.add.at(table[1], (who, at), 1)
    for k, day in enumerate(days):
        week = table[:, :, k : k + WEEK].sum(axis=2)
        over = int((week[1] > bound).sum()) if bound is not None else 0
        found[day] = Pressure(int(week[0].sum()), int(week[1].sum()), over, len(place), bound)
    return found


def _texts(timing: Timing, subscribers: dict[str, int]) -> pd.DataFrame:
    """Marketing texts to subscribers that were sent or that a cap held back."""
    import numpy as np

    sends = timing.sends
    due = sends["type"].eq("message.sent") | sends["reason"].isin(HELD_BACK)
    text = sends["channel"].isin(("sms", "mms")) & sends["profile_key"].isin(subscribers.keys())
    wanted = _marketing(timing.flown.journeys)
    names = zip(sends["journey_id"], sends["node_id"], strict=True)
    marketing = np.array([name in wanted for name in names], bool)
    return sends[due & text & marketing]


def _marketing(journeys: Sequence[Journey]) -> set[tuple[str, str]]:
    return {
        (journey.id, node.id)
        for journey in journeys
        for node in journey.nodes
        if isinstance(node, MessageBase) and node.purpose == "marketing"
    }
