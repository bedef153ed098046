"""The Design page flies every edit: figures, what changed, and the switch, as the board is told of them."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.simulation.trial import Field
from journeyboard.storage.runs import StoredRun
from journeyboard.workflows import live
from journeyboard.workflows.live import LiveFlights

from .board import RESCUE, ask, drawn, longer, node, send, told
from .conftest import Open


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer customers than a user sees, so that a test is quick."""
    monkeypatch.setattr(live, "MOST", 400)
    monkeypatch.setattr(live, "LEAST", 400)
    monkeypatch.setattr(live, "_fields", {})


@pytest.fixture
def lively(open_page: Open) -> AppTest:
    """The checkout rescue on a board with live figures, landed."""
    return landed(open_page("design", journey=RESCUE, live="on"))


def landed(app: AppTest) -> AppTest:
    """The page once what it has launched has landed, looked at again as a browser does."""
    flights: LiveFlights = app.session_state[f"flights:{RESCUE}"]
    flights.wait(60)
    return send(app, look=1)


def overlay(app: AppTest) -> dict[str, Any]:
    """What lies over the board."""
    found: dict[str, Any] = told(app)["overlay"]
    return found


def test_the_board_says_at_first_that_figures_are_in_the_air(open_page: Open) -> None:
    said = overlay(open_page("design", journey=RESCUE, live="on"))
    assert said["live"] == {"on": True, "flying": True, "problem": ""}
    assert said["figures"] is None


def test_figures_that_have_landed_say_who_flew_and_when(lively: AppTest) -> None:
    said = overlay(lively)
    assert said["live"] == {"on": True, "flying": False, "problem": ""}
    figures = said["figures"]
    assert not figures["stale"]
    assert figures["entries"] > 0
    assert figures["nodes"]["entry"]["entered"] == figures["entries"]
    flown = figures["flown"]
    assert (flown["customers"], flown["seed"], flown["days"]) == (400, Field.seed, Field.days)
    assert flown["at"].endswith("+00:00")
    assert figures["ghost"] is None


def test_an_edit_makes_them_old_until_it_has_flown_and_then_they_say_what_changed(
    lively: AppTest,
) -> None:
    before = overlay(lively)["figures"]
    edited = overlay(longer(lively, "10 hours"))
    assert edited["live"]["flying"]
    assert edited["figures"]["stale"]
    assert edited["figures"]["nodes"] == before["nodes"]
    after = overlay(landed(lively))["figures"]
    assert not after["stale"]
    assert after["nodes"] != before["nodes"]
    ghost = after["ghost"]
    assert ghost["revision"] == 1
    fewer = after["nodes"]["holdout"]["entered"] - before["nodes"]["holdout"]["entered"]
    assert ghost["nodes"]["holdout"]["entered"]["by"] == fewer < 0


def test_a_step_added_by_hand_has_figures_and_no_change(lively: AppTest) -> None:
    journey = drawn(lively)
    node(journey, "first_hour")["next"] = "fresh"
    journey["nodes"].append({"id": "fresh", "kind": "delay", "for": "1 hour", "next": "holdout"})
    send(lively, journey)
    figures = overlay(landed(lively))["figures"]
    assert figures["nodes"]["fresh"]["entered"] > 0
    assert "fresh" not in figures["ghost"]["nodes"]
    assert not any(
        "fresh" in (flow["source"], flow["target"]) for flow in figures["ghost"]["flows"]
    )


def test_saving_makes_the_edit_the_one_that_others_are_compared_with(lively: AppTest) -> None:
    landed(longer(lively))
    assert overlay(lively)["figures"]["ghost"]
    ask(lively, ask="save", message="longer")
    assert overlay(landed(lively))["figures"]["ghost"] is None
    landed(longer(lively, "9 hours"))
    assert overlay(lively)["figures"]["ghost"]["revision"] == 2


def test_a_half_finished_draft_flies(lively: AppTest) -> None:
    journey = drawn(lively)
    del node(journey, "first_hour")["next"]
    send(lively, journey)
    said = overlay(landed(lively))
    assert said["live"]["problem"] == ""
    assert set(said["figures"]["nodes"]) == {"entry", "first_hour"}
    assert said["figures"]["nodes"]["first_hour"]["left"] > 0


def test_the_switch_stands_in_the_link_and_holds_for_the_session(
    run: StoredRun, lively: AppTest
) -> None:
    ask(lively, ask="live", on=False)
    said = overlay(lively)
    assert said["live"] == {"on": False, "flying": False, "problem": ""}
    assert said["figures"]["flown"] is None
    assert said["figures"]["run"] == run.name
    assert "live" not in lively.query_params  # off is what these tests begin with
    ask(lively, ask="live", on=True)
    assert lively.query_params["live"] == "on"
    assert overlay(lively)["live"]["on"]


def test_another_look_at_what_has_landed_flies_nothing(lively: AppTest) -> None:
    number = lively.session_state[f"flights:{RESCUE}"].landed.number
    for look in (2, 3):
        send(lively, look=look)
    assert lively.session_state[f"flights:{RESCUE}"].landed.number == number
    assert not overlay(lively)["live"]["flying"]


def test_a_board_to_read_says_nothing_of_live_figures(open_page: Open) -> None:
    app = open_page("design", journey=RESCUE, view="history", live="on")
    boards = app.get("bidi_component")
    assert all(
        '"live": null' in board.proto.json or '"live":null' in board.proto.json for board in boards
    )


def test_opening_another_journey_gives_up_the_flights_of_the_first(lively: AppTest) -> None:
    flights: LiveFlights = lively.session_state[f"flights:{RESCUE}"]
    longer(lively)
    lively.query_params["journey"] = "win_back"
    lively.session_state["journey"] = "win_back"
    lively.run()
    assert not lively.exception
    assert not flights.flying
    assert f"flights:{RESCUE}" not in lively.session_state
    assert "flights:win_back" in lively.session_state
