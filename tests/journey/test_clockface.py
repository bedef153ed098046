"""The ledger on a clock, by hand: nights, clock changes, factors, and what has no bound."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.journey.brand import Brand
from journeyboard.journey.clockface import Line, ledger, path_name
from journeyboard.journey.graph import Journey
from journeyboard.journey.questions import paths
from journeyboard.journey.reach import Clock, clock_of, window_of
from journeyboard.message.timing import is_allowed, local
from journeyboard.message.zones import zone_info
from journeyboard.records import Customer

BRAND = Brand(id="b", name="B")
ZONES = ("America/New_York", "Europe/London", "Europe/Paris", "Australia/Sydney", "America/Santiago", "Asia/Kolkata")  # fmt: skip
PLACES = {"America/New_York": "US-NY", "Europe/London": "GB", "Europe/Paris": "FR", "Australia/Sydney": "NZ", "America/Santiago": "CL", "Asia/Kolkata": "IN"}  # fmt: skip
QUIET = {"start": "21:00", "end": "08:00", "law": False}


def made(*nodes: dict[str, Any], **settings: Any) -> Journey:
    """A straight journey of these nodes."""
    chain = [
        {"id": f"n{k}", **node, "next": f"n{k + 1}" if k + 1 < len(nodes) else None}
        for k, node in enumerate(nodes)
    ]
    base = {"id": "j", "name": "J", "start": "n0", "nodes": chain, "quiet_hours": QUIET}
    return Journey.model_validate(base | settings)


def lines(journey: Journey, zone: str, entry: datetime) -> tuple[Line, ...]:
    """The ledger of its only path."""
    return ledger(journey, BRAND, paths(journey).paths[0], Clock((zone,), PLACES[zone]), entry)


def at(zone: str, *clock: int, fold: int = 0) -> datetime:
    """The instant at which a zone's clock shows this."""
    return datetime(*clock, fold=fold, tzinfo=zone_info(zone)).astimezone(UTC)  # type: ignore[arg-type, misc]


def test_a_text_due_at_night_lands_at_eight() -> None:
    (line,) = lines(made({"kind": "sms"}), "America/New_York", at("America/New_York", 2026, 3, 4, 22, 15))  # fmt: skip
    assert line.lands is not None
    assert line.lands == (
        at("America/New_York", 2026, 3, 5, 8),
        at("America/New_York", 2026, 3, 5, 8),
    )
    assert line.reason == "quiet hours 21:00 to 08:00 hold it until they end"


def test_an_email_needs_no_window_and_caps_are_named() -> None:
    journey = made({"kind": "email"}, caps=[{"max": 2, "per": "7 days"}, {"max": 1, "per": "1 day", "channel": "sms"}])  # fmt: skip
    entry = at("America/New_York", 2026, 3, 4, 23)
    (line,) = lines(journey, "America/New_York", entry)
    assert line.lands == (entry, entry)
    assert line.caps == ("at most 2 messages in 7 days (journey)",)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        (zone, day)
        for zone, days in {
            "America/New_York": ((2026, 3, 8), (2027, 3, 14), (2028, 3, 12), (2026, 11, 1), (2027, 11, 7), (2028, 11, 5)),
            "Europe/Paris": ((2026, 3, 29), (2027, 3, 28), (2028, 3, 26), (2026, 10, 25), (2027, 10, 31), (2028, 10, 29)),
            "Australia/Sydney": ((2026, 4, 5), (2027, 4, 4), (2028, 4, 2), (2026, 10, 4), (2027, 10, 3), (2028, 10, 1)),
        }.items()
        for day in days
    ],
)  # fmt: skip
def test_on_days_when_clocks_change_a_delay_keeps_its_hours_and_a_time_of_day_its_clock(
    zone: str, day: tuple[int, int, int]
) -> None:
    noon_before = at(zone, *day, 12) - timedelta(days=1)
    noon_before = at(zone, *local(noon_before, zone).timetuple()[:3], 12)
    waits = {"kind": "delay", "for": "20 hours"}
    until = {"kind": "delay", "for": "20 hours", "until_time": "09:30"}
    left = lines(made(waits), zone, noon_before)[0].leaves
    assert left == (noon_before + timedelta(hours=20),) * 2
    shown = local(left.earliest, zone)
    assert shown.date() == date(*day)
    assert shown.hour in (7, 9)  # 8 on any other day
    stops = local(lines(made(until), zone, noon_before)[0].leaves.earliest, zone)
    assert (stops.date(), stops.hour, stops.minute) == (date(*day), 9, 30)


def test_a_time_that_does_not_exist_is_the_moment_the_clock_jumps() -> None:
    zone = "America/New_York"
    entry = at(zone, 2026, 3, 7, 20)
    left = lines(made({"kind": "delay", "until_time": "02:30"}), zone, entry)[0].leaves
    assert left.earliest == at(zone, 2026, 3, 8, 3)
    twice = lines(made({"kind": "delay", "until_time": "01:30"}), zone, at(zone, 2026, 10, 31, 20))
    assert twice[0].leaves.earliest == at(zone, 2026, 11, 1, 1, 30)


def test_the_levels_of_a_factor_widen_the_delay() -> None:
    delay = {"kind": "delay", "for": "1 hour", "by": {"pace": {"slow": {"for": "2 days"}, "quick": {"for": "5 minutes"}}}}  # fmt: skip
    journey = made(delay, experiments={"pace": {"plain": 1, "slow": 1, "quick": 1}})
    entry = at("Europe/Paris", 2026, 6, 3, 10)
    left = lines(journey, "Europe/Paris", entry)[0].leaves
    assert left == (entry + timedelta(minutes=5), entry + timedelta(days=2))


def test_what_nothing_bounds_has_no_latest() -> None:
    journey = made({"kind": "delay", "anchor": "order.delivered", "for": "1 day"}, {"kind": "sms"})
    entry = at("Europe/London", 2026, 6, 3, 10)
    wait, text = lines(journey, "Europe/London", entry)
    assert wait.leaves == (entry + timedelta(days=1), None)
    assert text.lands is not None
    assert text.lands.latest is None


def test_a_text_that_would_be_stale_or_is_not_held_cannot_go_out() -> None:
    night = at("Europe/London", 2026, 6, 3, 23)
    for node in ({"stale_after": "2 hours"}, {"quiet_hours": "skip"}):
        (line,) = lines(made({"kind": "sms"} | node), "Europe/London", night)
        assert line.lands is None
        assert "cannot go out" in line.reason


@given(
    st.sampled_from(ZONES), st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)),
    st.integers(0, 200), st.booleans(), st.sampled_from(["20:00", "02:30", "00:00", "12:15"]),
)  # fmt: skip
def test_what_lands_is_inside_the_window_and_never_before_it_is_due(
    zone: str, entry: datetime, hours: int, law: bool, start: str
) -> None:
    rule = {"start": start, "end": "09:00", "law": law}
    nodes = ({"kind": "delay", "for": hours * 3600}, {"kind": "sms"})
    wait, text = lines(made(*nodes, quiet_hours=rule), zone, entry.replace(tzinfo=UTC))
    journey = made(*nodes, quiet_hours=rule)
    assert journey.quiet_hours is not None
    window = window_of(journey.quiet_hours, PLACES[zone])
    assert text.lands is not None
    landed = text.lands.earliest
    assert landed >= wait.leaves.earliest
    assert is_allowed(landed, zone, window)
    if landed > wait.leaves.earliest and not window.no_holidays:
        before = landed - timedelta(seconds=1)
        assert not is_allowed(before, zone, window)


def test_paths_are_named_by_their_branches() -> None:
    split = {
        "id": "who", "kind": "random_split",
        "arms": [{"name": "text", "weight": 1, "next": "sms"}, {"name": "none", "weight": 3}],
    }  # fmt: skip
    data = {"id": "j", "name": "J", "start": "who", "nodes": [split, {"id": "sms", "kind": "sms"}]}
    journey = Journey.model_validate(data)
    names = [path_name(journey, path) for path in paths(journey).paths]
    assert names == ["text 25 %", "none 75 %"]
    assert path_name(made({"kind": "sms"}), paths(made({"kind": "sms"})).paths[0]) == "straight through"  # fmt: skip


def test_a_customer_without_a_zone_goes_by_their_address_then_the_brand() -> None:
    assert clock_of(Customer("c", country="US", region="US-CA"), BRAND) == (("America/Los_Angeles",), "US-CA")  # fmt: skip
    assert clock_of(Customer("c", country="", region=""), BRAND).zones == (BRAND.timezone,)
    assert len(clock_of(Customer("c", country="US", region="US-TX"), BRAND).zones) > 1
