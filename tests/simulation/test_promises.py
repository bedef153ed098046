"""What every flight promises, whatever the journey: silence after opt-outs, windows, caps, coupling."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, timedelta
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyboard.audience.people import ASKED_FOR_LESS, Audience
from journeyboard.journey.file import load
from journeyboard.journey.graph import FrequencyCap, Journey
from journeyboard.journey.nodes import MessageBase
from journeyboard.message.rules import window_for
from journeyboard.message.timing import QuietHours, intersect, is_allowed
from journeyboard.simulation.behaviour import Behaviour
from journeyboard.simulation.flight import Flight
from journeyboard.simulation.replies import LESS_CAP
from journeyboard.simulation.run import flight_of

from .flown import Flown, flown
from .reference.customer import customer
from .reference.record import Row
from .shop import BRAND, LIVELY, audience
from .strategies import flights

ROOT = Path(__file__).resolve().parents[2]
NO_EFFECT = ("journey.", "message.", "ad.impression", "profile.updated", "webhook.called")
FEW = settings(max_examples=25)


def every_kind(days: int = 30, count: int = 40, behaviour: Behaviour = LIVELY) -> Flight:
    journey = load(Path(__file__).with_name("every_kind.journey.yaml"))
    return flight_of(journey, audience(count), brand=BRAND, behaviour=behaviour, days=days)


def base(channel: str | None) -> str | None:
    """The channel whose consent a message goes by."""
    return "sms" if channel == "mms" else channel


def purpose(flight: Flight, row: Row) -> str:
    """The purpose of the message of a row."""
    journey = next(journey for journey in flight.journeys if journey.id == row.journey)
    node = journey.node(row.node or "")
    assert isinstance(node, MessageBase)
    return node.purpose


@FEW
@given(flights())
def test_nobody_is_messaged_on_a_channel_after_opting_out_of_it(flight: Flight) -> None:
    """Service e-mails are the only exception: they need no marketing consent. START ends the silence."""
    for rows in flown(flight).rows:
        silent: set[str | None] = set()
        for row in rows:
            if row.type == "consent.unsubscribed":
                silent.add(row.channel)
            if row.type == "consent.subscribed":
                silent.discard(row.channel)
            if row.type == "message.sent" and base(row.channel) in silent:
                assert (row.channel, purpose(flight, row)) == ("email", "transactional")


@FEW
@given(flights())
def test_no_marketing_message_is_sent_outside_its_window(flight: Flight) -> None:
    for place, rows in enumerate(flown(flight).rows):
        for row in rows:
            if row.type == "message.sent" and purpose(flight, row) == "marketing":
                assert may_be_sent(flight, place, row)


def may_be_sent(flight: Flight, place: int, row: Row) -> bool:
    """Whether the window of this customer is open at this moment in each zone they may be in."""
    journey = next(journey for journey in flight.journeys if journey.id == row.journey)
    rule = journey.quiet_hours or flight.brand.quiet_hours
    ignored = journey.node(row.node or "").quiet_hours == "ignore"  # type: ignore[union-attr]
    if rule is None or row.channel not in rule.channels or ignored:
        return True
    who, at = customer(flight, place), flight.start.replace(tzinfo=UTC) + timedelta(seconds=row.at)
    law = [window_for(who.jurisdiction)] if rule.law else []
    window = intersect([QuietHours(rule.start, rule.end).window(), *law])
    return all(is_allowed(at, zone, window) for zone in who.zones)


@FEW
@given(flights())
def test_caps_are_never_broken(flight: Flight) -> None:
    for rows in flown(flight).rows:
        sent = [row for row in rows if row.type == "message.sent"]
        for journey in flight.journeys:
            for cap in (*flight.brand.caps, *journey.caps):
                own = cap not in flight.brand.caps
                for last in sent:
                    if not own or last.journey == journey.id:
                        assert within(flight, sent, last, cap) <= max(cap.max, 0)


@FEW
@given(flights())
def test_who_asked_for_fewer_texts_gets_no_more_than_the_brand_says(flight: Flight) -> None:
    cap = flight.brand.less or LESS_CAP
    asked = flight.people.frame.get(ASKED_FOR_LESS, [False] * len(flight.people))
    for less, rows in zip(asked, flown(flight).rows, strict=True):
        sent = [row for row in rows if row.type == "message.sent"]
        for row in rows:
            if row.type in ("consent.updated", "consent.subscribed"):
                less = row.type == "consent.updated"
            if row.type == "message.sent" and less:
                assert within(flight, sent, row, cap) <= cap.max


def test_only_those_who_ask_for_fewer_get_fewer() -> None:
    often = load(ROOT / "sample_data" / "journeys" / "fatigue_frequent.journey.yaml")
    plain = flight_of(often, audience(80), brand=BRAND, behaviour=LIVELY, days=30)
    asked = np.arange(80) % 4 != 1
    frame = plain.people.frame.assign(sms_less=asked)
    some = Flight(**vars(plain) | {"people": Audience(frame, plain.people.orders, plain.people.start)})  # fmt: skip
    before, after = flown(plain).rows, flown(some).rows
    assert [before[k] for k in np.flatnonzero(~asked)] == [after[k] for k in np.flatnonzero(~asked)]
    assert texts(before, asked) > texts(after, asked) > 0
    assert told(flown(some, 7)) == told(flown(some))


def texts(rows: list[list[Row]], chosen: np.ndarray) -> int:
    """How many texts were sent to the chosen customers."""
    mine = (row for k in np.flatnonzero(chosen) for row in rows[k])
    return sum(row.type == "message.sent" and base(row.channel) == "sms" for row in mine)


def within(flight: Flight, sent: list[Row], last: Row, cap: FrequencyCap) -> int:
    """Messages that count for a cap in its time up to and with `last`, if `last` counts itself."""

    def counts(row: Row) -> bool:
        on = cap.channel in (None, row.channel, base(row.channel))
        return on and cap.purpose in (None, purpose(flight, row))

    upto = sent[: next(k for k, row in enumerate(sent) if row is last) + 1]
    return sum(counts(row) and row.at > last.at - cap.per for row in upto) if counts(last) else 0


@FEW
@given(flights(most=2), st.randoms(use_true_random=False))
def test_the_order_of_customers_changes_nothing(flight: Flight, chance) -> None:
    order = list(range(len(flight.people)))
    chance.shuffle(order)
    frame = flight.people.frame.iloc[order].reset_index(drop=True)
    shuffled = Flight(**vars(flight) | {"people": Audience(frame, flight.people.orders, flight.people.start)})  # fmt: skip
    assert [flown(flight).rows[k] for k in order] == flown(shuffled).rows


def test_a_customer_flies_alone_as_in_the_crowd() -> None:
    crowd = every_kind()
    chosen = np.arange(len(crowd.people)) % 7 == 3
    alone = Flight(**vars(crowd) | {"people": crowd.people.where(chosen)})
    assert flown(alone).rows == [flown(crowd).rows[k] for k in np.flatnonzero(chosen)]


def test_chunks_change_nothing() -> None:
    whole, *others = (flown(every_kind(), chunk) for chunk in (40, 1, 7, 39))
    for other in others:
        assert told(other) == told(whole)


def told(found: Flown) -> tuple[object, ...]:
    """All that a flight tells."""
    return found.rows, found.totals, found.windows, found.arms, found.assigned, found.counts


def test_the_order_of_journeys_changes_nothing() -> None:
    names = ("checkout_rescue", "win_back", "post_purchase", "fatigue_weekly")
    journeys = [load(ROOT / "sample_data" / "journeys" / f"{name}.journey.yaml") for name in names]
    both = [flight_of(order, audience(40), brand=BRAND, behaviour=LIVELY, days=40) for order in (journeys, journeys[::-1])]  # fmt: skip
    assert flown(both[0]).rows == flown(both[1]).rows


def digest_of_every_kind() -> str:
    """A short hash of all that a small flight tells."""
    found = told(flown(every_kind(days=12, count=16)))
    return hashlib.blake2b(repr(found).encode(), digest_size=16).hexdigest()


def test_the_uncompiled_kernel_tells_the_same() -> None:
    ask = "from tests.simulation.test_promises import digest_of_every_kind as d; print(d())"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ask], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == digest_of_every_kind(), done.stderr[-2000:]


@FEW
@given(flights())
def test_messages_without_effects_leave_the_world_as_it_was(flight: Flight) -> None:
    """Treated and untouched lives are the same, event for event, apart from the journey's own rows."""
    quiet = Flight(**vars(flight) | {"behaviour": flight.behaviour.without_effects()})
    nobody = Journey(id="nobody", name="Nobody", entry={"kind": "event", "event": "custom"})  # type: ignore[arg-type]
    treated = flown(quiet).rows
    untouched = flown(Flight(**vars(quiet) | {"journeys": (nobody,)})).rows
    assert [world(rows) for rows in treated] == [world(rows) for rows in untouched]


def world(rows: list[Row]) -> list[Row]:
    """The rows of the world around, whoever was assigned to what, and whatever a reply answered."""
    kept = [row for row in rows if not row.type.startswith(NO_EFFECT)]
    nobody = dict.fromkeys(("experiment", "arm", "journey", "node", "variant"))
    return [row._replace(**nobody) for row in kept]


def test_an_inserted_node_changes_no_other_nodes_dice() -> None:
    """Between arrival and first message stands a new webhook; everything else stays as it was."""
    flight = every_kind()
    journey = flight.journeys[0]
    new = {"id": "new", "kind": "webhook", "next": journey.start}
    nodes = [new, *(node.model_dump() for node in journey.nodes)]
    longer = Journey.model_validate(journey.model_dump() | {"nodes": nodes, "start": "new"})
    after = flown(Flight(**vars(flight) | {"journeys": (longer,)})).rows
    assert [[row for row in rows if row.node != "new"] for rows in after] == flown(flight).rows


def test_the_life_of_an_arm_is_the_designed_life_of_those_assigned_to_it() -> None:
    found = flown(every_kind(count=120, days=40))
    compared: Counter[tuple[str, str]] = Counter()
    for place, assigned in enumerate(found.assigned):
        for experiment, (_, arm) in assigned.items():
            life = ("arm", experiment, arm)
            assert found.totals[place][life] == found.totals[place][("designed",)]
            assert found.arms[place][life] == found.windows[place][experiment]
            compared[experiment, arm] += 1
    assert len(compared) == sum(len(a.arms) for a in found.program.names.assignments)


def test_who_never_enters_lives_the_same_life_in_every_design() -> None:
    found = flown(every_kind(count=120, days=10))
    entered = [any(row.type == "journey.entered" for row in rows) for rows in found.rows]
    assert 0 < sum(entered) < len(entered)
    for place in np.flatnonzero(~np.array(entered)):
        assert len({str(totals) for totals in found.totals[place].values()}) == 1


def test_a_seed_decides_everything() -> None:
    flight = every_kind()
    assert flown(flight).rows == flown(every_kind()).rows
    assert flown(flight).rows != flown(Flight(**vars(flight) | {"seed": 8})).rows
