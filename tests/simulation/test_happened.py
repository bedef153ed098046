"""Searching customers by what happened to them: every question against the same question in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from journeyboard.errors import BadInput
from journeyboard.measurement.happened import QUESTIONS, Wanted, count_all, search
from journeyboard.simulation.circumstances import Circumstances, Limits
from journeyboard.simulation.results import Run
from journeyboard.simulation.run import simulate

from .flights import brand, journey, shoppers

Row = Mapping[str, Any]
Ask = Callable[[Sequence[Row], Row], bool]


@cache
def run() -> Run:
    together = [journey("checkout_rescue"), journey("fatigue_frequent"), journey("fatigue_weekly")]
    limits = Limits(sms=5.0, budget=28_000.0, stands_for=400_000)
    return simulate(together, shoppers(600), brand=brand(), days=90, circumstances=Circumstances(limits))  # fmt: skip


def files() -> list[Path]:
    return sorted((run().path / "outcomes").glob("*.parquet"))


@cache
def lives() -> dict[str, tuple[list[Row], Row]]:
    """The events and the outcome row of every customer."""
    found: dict[str, tuple[list[Row], Row]] = {
        row["profile_key"]: ([], row) for row in run().outcomes.to_dict("records")
    }
    for event in sorted(run().events.to_pylist(), key=lambda row: row["seq"]):
        found[event["profile_key"]][0].append(event)
    return found


def opted_out_after(number: int) -> Ask:
    def asked(events: Sequence[Row], _: Row) -> bool:
        before = 0
        for event in events:
            if event["type"] == "consent.unsubscribed":
                return before == number
            before += event["type"] == "message.delivered"
        return False

    return asked


def has(kind: str, **more: Any) -> Ask:
    return lambda events, _: any(
        event["type"] == kind and all(event[name] in values for name, values in more.items())
        for event in events
    )


def unaided(events: Sequence[Row], _: Row) -> bool:
    for event in events:
        if event["type"] in ("message.delivered", "ad.impression"):
            return False
        if event["type"] == "order.placed" and event["reason"] == "returned":
            return True
    return False


def control_bought(events: Sequence[Row], _: Row) -> bool:
    assigned = False
    for event in events:
        if assigned and event["type"] == "order.placed":
            return True
        assigned = assigned or (event["type"] == "journey.assigned" and event["is_control"])
    return False


def twice(events: Sequence[Row], _: Row) -> bool:
    entered = [event["journey_id"] for event in events if event["type"] == "journey.entered"]
    return len(entered) > len(set(entered))


def waited(events: Sequence[Row], _: Row) -> bool:
    """In line at the sender for a minute or more, from being handed over to whatever comes next of the message."""
    for k, event in enumerate(events):
        if event["type"] != "message.queued" or event["reason"] != "throughput":
            continue
        place = ("journey_id", "node_id", "variant")
        kinds = ("queued", "sent", "failed", "skipped")
        after = [
            one for one in events[k + 1 :]
            if one["type"] in [f"message.{kind}" for kind in kinds] and all(one[name] == event[name] for name in place)
        ]  # fmt: skip
        if after and (after[0]["at"] - event["at"]).total_seconds() >= 60:
            return True
    return False


def nothing_sent(events: Sequence[Row], _: Row) -> bool:
    kinds = {event["type"] for event in events}
    return "order.placed" in kinds and not kinds & {"message.sent", "ad.impression"}


ORACLES: dict[str, Ask] = {
    "persuaded": lambda _, row: row["orders"] > 0 and row["untouched_orders"] == 0,
    "lost": lambda _, row: row["orders"] == 0 and row["untouched_orders"] > 0,
    "paid_anyway": lambda _, row: min(row["orders"], row["untouched_orders"], row["discount"]) > 0,
    "nothing_sent": nothing_sent,
    "control_bought": control_bought,
    "clicked": lambda events, row: has("message.clicked")(events, row) or has("ad.clicked")(events, row),
    "opted_out": has("consent.unsubscribed"),
    "opted_out_1": opted_out_after(1),
    "opted_out_2": opted_out_after(2),
    "opted_out_3": opted_out_after(3),
    "held": has("message.queued", reason=("quiet_hours",)),
    "capped": has("message.skipped", reason=("frequency_cap", "smart_sending")),
    "queued": waited,
    "unpaid": has("message.skipped", reason=("budget",)),
    "unaided": unaided,
    "twice": twice,
}  # fmt: skip


def expected(asked: Ask) -> list[str]:
    return sorted(key for key, (events, row) in lives().items() if asked(events, row))


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_finds_whom_a_plain_reading_finds(name: str) -> None:
    wanted = expected(ORACLES[name])
    found = search(run().log, files(), name, limit=10_000)
    assert list(found.keys) == wanted
    assert found.count == len(wanted)


def test_most_questions_find_somebody_here() -> None:
    counts = count_all(run().log, files())
    assert counts == {name: len(expected(ask)) for name, ask in ORACLES.items()}
    assert sum(number > 0 for number in counts.values()) > 12
    assert counts["queued"] > 20
    assert counts["unpaid"] > 20


def test_only_the_first_keys_are_given_but_all_are_counted() -> None:
    whole, few = (search(run().log, files(), "twice", limit) for limit in (10_000, 3))
    assert few.count == whole.count > 3
    assert few.keys == whole.keys[:3]


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("message.clicked"),
        Wanted("message.delivered", node="reminder", journey="checkout_rescue"),
        Wanted("order.placed", segment="new_subscriber"),
        Wanted(segment="inactive"),
        Wanted("order.placed", node="reminder"),
    ],
)
def test_a_free_question_finds_whom_a_plain_reading_finds(wanted: Wanted) -> None:
    def asked(events: Sequence[Row], _: Row) -> bool:
        return any(
            wanted.type in (None, event["type"])
            and wanted.node in (None, event["node_id"])
            and wanted.journey in (None, event["journey_id"])
            and (wanted.segment is None or wanted.segment in event["segments"])
            for event in events
        )

    assert list(search(run().log, files(), wanted, 10_000).keys) == expected(asked)


def test_an_unknown_question_is_refused() -> None:
    with pytest.raises(BadInput, match="cannot be searched by “gone”"):
        search(run().log, files(), "gone")


def test_words_of_a_free_question_are_never_sql() -> None:
    assert search(run().log, files(), Wanted("x' OR '1'='1")).count == 0
