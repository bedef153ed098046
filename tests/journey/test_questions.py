"""Questions by example: paths, times, loops, and answers that come also for huge drawings."""

from __future__ import annotations

from typing import Any

import pytest

from journeyboard.journey.file import load, loads
from journeyboard.journey.form import journey_from
from journeyboard.journey.questions import (
    dead_ends,
    open_ports,
    paths,
    reachable,
    unbounded_cycles,
    unreachable,
)
from journeyboard.journey.samples import sample_journeys
from journeyboard.journey.schedule import offsets, schedule

HOUR, DAY = 3_600, 86_400


def journey(start: str, nodes: dict[str, Any], **settings: Any) -> Any:
    return journey_from({"id": "j", "name": "J", "start": start, "nodes": nodes, **settings})


def test_delays_add_up_and_jitter_widens_the_end() -> None:
    board = journey(
        "a",
        {
            "a": {"kind": "delay", "for": "1 hour", "jitter": "30 minutes", "next": "b"},
            "b": {"kind": "exit"},
        },
    )
    (path,) = paths(board).paths
    assert (path.offset, path.end) == ((HOUR, HOUR + 1_800), "exit")


def test_a_wait_ends_at_once_at_the_earliest_and_by_its_timeout_at_the_latest() -> None:
    board = journey(
        "w",
        {
            "w": {
                "kind": "wait_until",
                "branches": [{"name": "yes", "event": "order.placed"}],
                "timeout": "2 days",
            }
        },
    )
    happened, timeout = paths(board).paths
    assert (happened.offset, timeout.offset) == ((0, 2 * DAY), (2 * DAY, 2 * DAY))


def test_an_anchor_without_a_bound_has_no_latest_time() -> None:
    board = journey("d", {"d": {"kind": "delay", "for": "2 days", "anchor": "order.delivered"}})
    assert paths(board).words == "1 path, 2 days or later from entry to end"


def test_a_jump_is_followed_as_often_as_it_allows() -> None:
    board = journey(
        "d",
        {
            "d": {"kind": "delay", "for": "1 day", "next": "j"},
            "j": {"kind": "jump", "to": "d", "max_passes": 3, "next": "e"},
            "e": {"kind": "exit"},
        },
    )
    (path,) = paths(board).paths
    assert (path.offset, unbounded_cycles(board)) == ((4 * DAY, 4 * DAY), ())


def test_a_loop_of_wires_has_no_bound() -> None:
    board = journey(
        "a",
        {"a": {"kind": "delay", "for": "1 day", "next": "b"}, "b": {"kind": "goal", "next": "a"}},
    )
    (path,) = paths(board).paths
    assert (path.end, path.offset.latest) == ("loop", None)
    assert unbounded_cycles(board) == (("a", "b"),)


def test_quiet_hours_hold_marketing_and_let_service_through() -> None:
    text = {"kind": "sms", "body": "Hi"}
    nodes = {"a": {**text, "next": "b"}, "b": {**text, "purpose": "transactional"}}
    assert offsets(journey("a", nodes)) == {"a": (0, 11 * HOUR), "b": (0, 11 * HOUR)}
    assert offsets(journey("b", nodes)) == {"b": (0, 0)}


def test_a_stale_message_is_not_held_longer_than_it_lives() -> None:
    board = journey("a", {"a": {"kind": "sms", "stale_after": "2 hours"}})
    assert offsets(board) == {"a": (0, 2 * HOUR)}


def test_the_ledger_names_every_delay_and_hold_on_the_way() -> None:
    rescue = load(sample_journeys()["checkout_rescue"])
    sending = next(s for s in schedule(rescue) if s.node == "deadline_push")
    assert [item.node for item in sending.items] == ["first_hour", "reminder", "next_day", "second_day", "deadline_push"]  # fmt: skip
    assert sending.words == "1 day 22 hours to 2 days 20 hours"


def test_branches_multiply_and_the_answer_says_when_there_are_too_many() -> None:
    fork = {
        f"s{i}": {
            "kind": "random_split",
            "arms": [{"name": n, "weight": 1, "next": f"s{i + 1}"} for n in "ab"],
        }
        for i in range(20)
    }
    found = paths(journey("s0", {**fork, "s20": {"kind": "exit"}}))
    assert not found.complete
    assert found.words == "more than 1,000 paths; only the first are shown"


def test_five_hundred_nodes_with_jumps_are_answered() -> None:
    nodes: dict[str, Any] = {}
    for i in range(0, 500, 2):
        nodes[f"n{i}"] = {
            "kind": "split",
            "branches": [{"name": "x", "when": {"sample": 50}, "next": f"n{(i * 7 + 3) % 500}"}],
            "everyone_else": f"n{i + 1}",
        }
        nodes[f"n{i + 1}"] = {
            "kind": "jump",
            "to": "n0",
            "max_passes": 1000,
            "next": f"n{(i + 2) % 500}",
        }
    board = journey("n0", nodes)
    assert len(reachable(board)) == 500
    assert not paths(board).complete
    assert schedule(board) == ()


def test_an_entry_without_a_wire_has_no_path() -> None:
    assert paths(loads("id: x\nname: X\n")).words == "no path: the entry leads nowhere"


def test_unreached_nodes_dead_ends_and_open_ports_are_told_apart() -> None:
    board = journey(
        "a",
        {
            "a": {
                "kind": "split",
                "everyone_else": "b",
                "branches": [{"name": "x", "when": {"sample": 5}}],
            },
            "b": {"kind": "goal"},
            "c": {"kind": "exit"},
            "n": {"kind": "note"},
        },
    )
    assert unreachable(board) == ("c",)
    assert dead_ends(board) == ("b",)
    assert [(node, port.name) for node, port in open_ports(board)] == [("a", "x"), ("b", "next")]


@pytest.mark.parametrize("name", ["post_purchase", "checkout_rescue", "win_back"])
def test_practice_samples_have_no_loose_ends(name: str) -> None:
    board = load(sample_journeys()[name])
    found = paths(board)
    assert (unreachable(board), open_ports(board), unbounded_cycles(board)) == ((), (), ())
    assert {path.end for path in found.paths} == {"exit"}
