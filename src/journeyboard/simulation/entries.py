"""A journey's own fields compiled: entry, re-entry, windows, control group and experiments."""

from __future__ import annotations

from typing import Any

from journeyboard.journey.graph import AudienceEntry, DateEntry, EventEntry, Journey, ScoreEntry
from journeyboard.simulation.assembly import Assembly, shares
from journeyboard.simulation.kernel import layout as at
from journeyboard.simulation.kernel.layout import CHANNEL_NAMES
from journeyboard.simulation.remembered import once
from journeyboard.simulation.settings import BILLION, event_number

REENTRY = ("never", "always", "after")


def journey_fields(b: Assembly, number: int, journey: Journey) -> list[int]:
    f = [0] * at.JOURNEY_WIDTH
    f[at.J_WHERE] = f[at.J_CONDITION] = f[at.J_TYPE] = f[at.J_CONTROL_ASSIGNMENT] = -1
    f[at.J_FILTER] = b.conditions.add(journey.entry_filter)
    f[at.J_REENTRY], f[at.J_AFTER] = REENTRY.index(journey.reentry.allow), journey.reentry.after
    f[at.J_START] = b.target(journey.start)
    f[at.J_SALT] = b.salt(journey.id, "control group")
    f[at.J_RANK] = number
    smart = journey.smart_sending or b.flight.brand.smart_sending
    f[at.J_SMART] = smart or 0
    fixed = journey.timezone != "profile"
    f[at.J_ZONE] = b.clocks.zones.index(journey.timezone) if fixed else -1
    f[at.J_OPENS] = b.flight.launches.get(journey.id, 0)
    entry_fields(b, f, journey)
    window_fields(b, f, journey)
    experiment_fields(b, f, number, journey)
    return f


def entry_fields(b: Assembly, f: list[int], journey: Journey) -> None:
    entry = journey.entry
    match entry:
        case EventEntry():
            f[at.J_ENTRY], f[at.J_TYPE] = at.ENTRY_EVENT, event_number(entry.event)
            f[at.J_KEY] = int(entry.key is not None)
            f[at.J_WHERE] = b.conditions.add(entry.where)
        case AudienceEntry():
            f[at.J_ENTRY], f[at.J_WHEN] = at.ENTRY_AUDIENCE, int(entry.when == "daily")
            f[at.J_CONDITION] = b.conditions.add(entry.condition)
            f[at.J_COHORT] = 0 if entry.when == "daily" else b.flight.cohort_days
        case ScoreEntry():
            f[at.J_ENTRY] = at.ENTRY_AUDIENCE
            f[at.J_CONDITION] = b.conditions.add(score_condition(entry))
            f[at.J_COHORT] = b.flight.cohort_days
        case DateEntry():
            f[at.J_ENTRY] = at.ENTRY_DATE
            f[at.J_CONDITION] = b.conditions.add(entry.audience)
            date_fields(b, f, journey, entry)


def date_fields(b: Assembly, f: list[int], journey: Journey, entry: DateEntry) -> None:
    if entry.attribute:
        f[at.J_DATES], f[at.J_N_DATES] = -1 - len(b.dates), 1
        when = entry.model_dump_json(), b.flight.start, b.flight.brand.timezone
        b.dates.append(
            once(b.flight.people, "dates", when, lambda: b.clocks.birthdays(entry), kept=8)
        )
        return
    f[at.J_DATES], f[at.J_N_DATES] = len(b.tables["dates"]), entry.times
    b.tables["dates"] += b.clocks.dates(journey, entry).ravel().tolist()


def window_fields(b: Assembly, f: list[int], journey: Journey) -> None:
    rule = journey.quiet_hours or b.flight.brand.quiet_hours
    channels = [] if rule is None else rule.channels
    f[at.J_QUIET_CHANNELS] = sum(1 << CHANNEL_NAMES.index(c) for c in set(channels))
    if rule is None:
        b.tables["places"] += [-1] * len(b.clocks.places)
        return
    key = (rule.start, rule.end, rule.law)
    if key not in b.windows:
        b.windows[key] = len(b.tables["windows"]) // 2
        for intervals in b.clocks.windows(rule):
            b.tables["windows"] += [len(b.tables["intervals"]) // 2, len(intervals)]
            b.tables["intervals"] += intervals.ravel().tolist()
    first = b.windows[key]
    b.tables["places"] += [first + k for k in range(len(b.clocks.places))]


def experiment_fields(b: Assembly, f: list[int], number: int, journey: Journey) -> None:
    group = journey.control_group
    if group:
        f[at.J_CONTROL_ASSIGNMENT] = b.assignment(
            number, journey, "control_group", [("treated", 1 - group.share), (group.name, group.share)], 1
        )  # fmt: skip
        f[at.J_CONTROL] = round(group.share * BILLION)
    f[at.J_FACTORS] = len(b.tables["factors"]) // 4
    f[at.J_N_FACTORS] = len(journey.experiments)
    b.factors = {}
    for name, levels in sorted(journey.experiments.items()):
        control = list(levels).index("control") if "control" in levels else 0
        a = b.assignment(number, journey, name, list(levels.items()), control)
        b.factors[name] = a
        b.tables["factors"] += [b.salt(journey.id, "factor", name), a, len(b.tables["arms"]), len(levels)]  # fmt: skip
        b.tables["arms"] += shares(list(levels.values()))


def score_condition(entry: ScoreEntry) -> Any:
    """A score entry as the condition that holds beyond its threshold."""
    from journeyboard.audience.conditions import Score, ScoreIs

    op = "gte" if entry.direction == "above" else "lte"
    return Score(score=ScoreIs(name=entry.score, op=op, value=entry.threshold))
