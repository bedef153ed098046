"""What the engine holds goes out the second its window opens: never outside it, never earlier, never later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings

from journeyboard.errors import BadInput
from journeyboard.journey.graph import Journey
from journeyboard.message.rules import window_for
from journeyboard.message.timing import QuietHours, intersect, next_allowed
from journeyboard.message.zones import zone_info
from journeyboard.simulation.flight import Flight
from journeyboard.simulation.preview import preview

from .flights import brand, journey, people
from .flown import flown
from .reference.customer import customer
from .reference.record import Row
from .shop import BRAND, LIVELY, audience
from .strategies import flights, journeys

FEW = settings(max_examples=25)
GONE = ("journey.exited", "journey.entered")


def moment(flight: Flight, row: Row) -> datetime:
    """When the row happened (UTC)."""
    return flight.start.replace(tzinfo=UTC) + timedelta(seconds=row.at)


def opening(flight: Flight, place: int, row: Row) -> datetime:
    """When the window of this customer opens, from the moment of the row on."""
    one = next(journey for journey in flight.journeys if journey.id == row.journey)
    rule = one.quiet_hours or flight.brand.quiet_hours
    assert rule is not None
    who = customer(flight, place)
    law = [window_for(who.jurisdiction)] if rule.law else []
    window = intersect([QuietHours(rule.start, rule.end).window(), *law])
    return next_allowed(moment(flight, row), who.zones, window, jurisdiction=who.jurisdiction)


@FEW
@given(flights())
def test_a_held_message_goes_out_when_its_window_opens_and_not_a_second_earlier(
    flight: Flight,
) -> None:
    for place, rows in enumerate(flown(flight).rows):
        held: dict[tuple[str | None, str | None], Row] = {}
        for row in rows:
            key = (row.journey, row.node)
            if row.type == "message.queued":
                assert opening(flight, place, row) > moment(flight, row)
                held[key] = row
            elif row.reason == "never_open":
                assert never_opens(flight, place, row)
            elif row.type in ("message.sent", "message.skipped") and key in held:
                before = held.pop(key)
                if row.type == "message.sent":
                    assert moment(flight, row) == opening(flight, place, before)
            elif row.type in GONE:
                held = {one: r for one, r in held.items() if r.journey != row.journey}


def never_opens(flight: Flight, place: int, row: Row) -> bool:
    """Whether the window stays closed until the flight is over."""
    end = flight.start.replace(tzinfo=UTC) + timedelta(days=flight.days)
    try:
        return opening(flight, place, row) >= end
    except BadInput:
        return True


@settings(max_examples=12)
@given(journeys())
def test_in_a_preview_nothing_is_moved_before_it_was_due(one: Journey) -> None:
    crowd = audience()
    for key in crowd.frame["profile_key"][:3]:
        told = preview(one, key, people=crowd, brand=BRAND, days=12, behaviour=LIVELY)
        for message in told.messages:
            assert message.due <= message.at
            assert (
                message.local.utcoffset()
                == message.at.astimezone(zone_info(message.zone)).utcoffset()
            )


def test_texts_of_the_samples_wait_for_the_morning_of_each_customer() -> None:
    """Everybody enters at once in the middle of the American night."""
    crowd, waited = people(300), 0
    night = datetime(2026, 3, 3, 7, tzinfo=UTC)
    for key in crowd.frame["profile_key"][:80]:
        told = preview(
            journey("checkout_rescue"), key, people=crowd, brand=brand(), entered_at=night,
            arm=("checkout_rescue/holdout", "rescue"),
        )  # fmt: skip
        for message in told.messages:
            if message.channel == "sms" and message.status == "delivered":
                assert 8 <= message.local.hour < 21
                waited += message.at > message.due
    assert waited > 3
