"""A preview is the run of one: the same sends, times and reasons as in the engine."""

from __future__ import annotations

from datetime import datetime

import pytest

from journeyboard.errors import BadInput
from journeyboard.measurement.log import EventLog
from journeyboard.simulation.preview import preview
from journeyboard.simulation.run import simulate

from .flights import brand, every_kind, journey, people, shoppers

SHOWN = ("message.sent", "message.skipped")


def test_a_thousand_previews_are_what_the_engine_sends() -> None:
    crowd, one = shoppers(1_000), every_kind()
    run = simulate(one, crowd, brand=brand(), days=45)
    wanted: dict[str, list[tuple[object, ...]]] = {key: [] for key in crowd.frame["profile_key"]}
    frame = run.events.to_pandas()
    for row in frame[frame["type"].isin(SHOWN)].itertuples():
        reason = row.reason if row.type == "message.skipped" else None
        wanted[row.profile_key].append(
            (row.at.to_pydatetime(), row.node_id, row.channel, reason, row.variant)
        )
    seen = {
        (node, channel, reason) for rows in wanted.values() for _, node, channel, reason, _ in rows
    }
    assert len(seen) > 12
    for key, rows in wanted.items():
        got = [
            (
                m.at.replace(tzinfo=None),
                m.node_id,
                m.channel,
                m.reason if m.status == "skipped" else None,
                m.variant,
            )
            for m in preview(one, key, people=crowd, brand=brand(), days=45).messages
        ]
        assert got == [(at, node, channel, reason, variant if isinstance(variant, str) else None)
                       for at, node, channel, reason, variant in rows]  # fmt: skip


def test_the_cost_of_a_previewed_text_is_its_parts_times_the_price() -> None:
    crowd = people(300)
    texted = 0
    for key in crowd.frame["profile_key"][:120]:
        for m in preview(
            journey("win_back"), key, people=crowd, brand=brand(), arm=("win_back/arms", "all")
        ).messages:
            if m.channel == "sms" and m.status == "delivered":
                texted += 1
                country = crowd.customer(key).country
                prices = brand().prices.sms_part
                assert m.cost == pytest.approx(m.parts * prices.get(country, prices["default"]))
    assert texted > 3


def test_a_customer_can_be_made_to_enter_at_a_moment_and_walks_to_the_end() -> None:
    crowd = people(300).frame
    both = crowd[(crowd["consent_email_marketing"] == "subscribed")]
    told = preview(
        journey("checkout_rescue"), both["profile_key"].iloc[0], people=people(300), brand=brand(),
        entered_at=datetime(2026, 3, 3, 15), arm=("checkout_rescue/holdout", "rescue"),
    )  # fmt: skip
    assert told.entered_at is not None
    assert told.entered_at.hour == 15
    assert told.exit_reason == "sequence finished"
    assert len(told.messages) == 3
    assert all("{{" not in m.body and "{%" not in m.body for m in told.messages)


def test_an_entry_outside_the_run_is_refused() -> None:
    with pytest.raises(BadInput, match="outside the run"):
        preview(
            journey("win_back"),
            "c00000000",
            people=people(300),
            brand=brand(),
            entered_at=datetime(2030, 1, 1),
        )


def test_a_run_can_be_asked_through_duckdb() -> None:
    run = simulate(every_kind(), shoppers(200), brand=brand(), days=30)
    assert isinstance(run.log, EventLog)
    counted = run.log.sql("select type, count(*) as n from events group by type")
    assert dict(zip(counted["type"], counted["n"], strict=True)) == run.manifest["types"]
