"""The Simulate page: choosing, flying, keeping, naming, deleting, and files that cannot be used."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.storage.runs import StoredRun, find_run, list_runs, name_run
from journeyboard.storage.store import Store
from journeyboard.ui.hangar import run_words
from journeyboard.ui.plain import plain
from journeyboard.workflows.library import add_journey, open_stored

from .conftest import Open
from .words import words_on


def landed(app: AppTest) -> AppTest:
    flight: Any = app.session_state["flight"]
    flight.thread.join(180)
    assert not flight.flying
    return app.run()


def test_a_flight_is_kept_under_its_name(open_page: Open, store: Store) -> None:
    app = open_page("simulate")
    app.text_input(key="run-name").input("First try").run()
    app.number_input(key="days").set_value(20).run()
    app.button(key="fly").click().run()
    landed(app)
    assert not app.exception
    assert [run.name for run in list_runs(store)] == ["First try"]
    assert "First try" in words_on(app)


def test_several_journeys_of_one_brand_fly_together(open_page: Open, store: Store) -> None:
    app = open_page("simulate")
    app.multiselect(key="journeys").set_value(["checkout_rescue", "weekly_broadcast"]).run()
    app.number_input(key="days").set_value(15).run()
    app.button(key="fly").click().run()
    landed(app)
    assert not app.exception
    assert [journey for journey, _ in list_runs(store)[0].journeys] == [
        "checkout_rescue",
        "weekly_broadcast",
    ]


def test_the_link_carries_ids_and_plain_words(open_page: Open) -> None:
    app = open_page("simulate", journeys="win_back,gone,checkout_rescue", source="generated")
    assert app.session_state["journeys"] == ["win_back", "checkout_rescue"]
    assert app.number_input(key="size")
    app.multiselect(key="journeys").set_value(["checkout_rescue"]).run()
    app.segmented_control(key="source").set_value("sample").run()
    assert app.query_params["journeys"] in ("checkout_rescue", ["checkout_rescue"])
    assert app.query_params["source"] in ("sample", ["sample"])


def test_twins_are_told_apart_by_their_ids(open_page: Open, store: Store) -> None:
    twin = open_stored(store, "checkout_rescue").journey
    add_journey(store, twin.model_copy(update={"description": "Another try"}))
    options = open_page("simulate").multiselect(key="journeys").options
    assert "Checkout rescue · checkout_rescue-2" in options
    assert "Checkout rescue · checkout_rescue" in options


def test_nothing_chosen_cannot_fly(open_page: Open) -> None:
    app = open_page("simulate")
    app.multiselect(key="journeys").set_value([]).run()
    assert app.button(key="fly").disabled


def test_a_run_is_renamed_and_deleted(open_page: Open, store: Store, run: StoredRun) -> None:
    app = open_page("simulate")
    app.text_input(key=f"name-{run.id}").input("Better name").run()
    assert find_run(store, run.id).name == "Better name"
    app.button(key=f"delete-{run.id}").click().run()
    assert not app.exception
    assert list_runs(store) == []


def test_a_cancelled_flight_leaves_nothing(open_page: Open, store: Store) -> None:
    app = open_page("simulate")
    app.segmented_control(key="source").set_value("generated").run()
    app.number_input(key="size").set_value(400_000).run()
    app.button(key="fly").click().run()
    flight: Any = app.session_state["flight"]
    time.sleep(0.2)
    flight.cancel()
    landed(app)
    assert "Nothing was kept" in words_on(app)
    assert list_runs(store) == []


CSV = b"customer_id,first_name,email,consent_sms_marketing\nc1,Ada,ada@example.com,subscribed\n,Bob,,\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (CSV, "1 customer can fly"),
        (CSV, "1 row left out"),
        (b"colour,size\nred,3\n", "no column that says who the customer is"),
        (b"", "empty"),
        (b"\xff\xfe\x00bad", "people.csv"),
    ],
)
def test_an_own_file_is_reported_in_one_sentence(
    open_page: Open, content: bytes, said: str
) -> None:
    app = open_page("simulate")
    app.segmented_control(key="source").set_value("file").run()
    app.file_uploader(key="people-file").set_value(("people.csv", content, "text/csv")).run()
    assert not app.exception
    shown = words_on(app) + "\n".join(one.label for one in app.expander)
    assert said in shown


def test_the_problems_of_a_file_stand_row_by_row_in_words(open_page: Open) -> None:
    content = b"customer_id,email,country\nc1,nonsense,US\n,b@example.com,US\nc3,also bad,US\n"
    app = open_page("simulate")
    app.segmented_control(key="source").set_value("file").run()
    app.file_uploader(key="people-file").set_value(("people.csv", content, "text/csv")).run()
    table = app.dataframe[0].value
    assert list(table.columns) == ["Row", "Column", "What", "Why"]
    assert list(table["Row"]) == [2, 3, 4]
    assert "bad_email" not in words_on(app)


def test_without_a_journey_the_page_says_what_to_do(open_page: Open, bare: Store) -> None:
    assert bare
    assert "No journey to fly" in words_on(open_page("simulate"))


def test_limits_are_flown_and_told(open_page: Open, store: Store) -> None:
    app = open_page("simulate", journeys="weekly_broadcast")
    app.number_input(key="days").set_value(12).run()
    app.number_input(key="limit-sms").set_value(3.0).run()
    app.number_input(key="stands-for").set_value(500_000).run()
    app.number_input(key="budget").set_value(1_000.0).run()
    app.multiselect(key="seasons").set_value(["holiday"]).run()
    app.button(key="fly").click().run()
    landed(app)
    assert not app.exception
    kept = list_runs(store)[0]
    assert kept.settings["circumstances"]["seasons"] == ["holiday"]
    assert kept.results["capacity"]["queues"]["sms"]["waits"]["waited"] > 0
    told = words_on(app)
    assert "wait: half of all longer than" in told
    assert "The money ends on" in told
    assert "limits move orders" in told
    assert "Every other life, such as" in told
    assert "limited texts and budget" in told


def test_a_second_file_of_the_same_name_leaves_the_first_as_it_was(open_page: Open, store: Store) -> None:  # fmt: skip
    for who in (b"c1", b"c2"):
        app = open_page("simulate")
        app.segmented_control(key="source").set_value("file").run()
        content = CSV.replace(b"c1", who)
        app.file_uploader(key="people-file").set_value(("people.csv", content, "text/csv")).run()
    kept = sorted(path.read_bytes() for path in (store.home / "uploads").rglob("people.csv"))
    assert kept == [CSV, CSV.replace(b"c1", b"c2")]


def test_a_run_says_its_circumstances_and_its_model(run: StoredRun) -> None:
    around = {"limits": {"sms": 3.0, "budget": 9.0, "stands_for": 10}, "seasons": ["summer"], "cohort_days": 3}  # fmt: skip
    more = {"circumstances": around, "behaviour": {"x": 1.0}, "model": "Spring"}
    told = run_words(replace(run, settings=run.settings | more))
    for words in ("limited texts and budget", "Summer lull", "cohorts over 3 days", "calibrated model Spring"):  # fmt: skip
        assert words in told
        assert words not in run_words(run)


MARKUP = "Two *stars*, $5 and $6 [x](y) :red[z]"


@pytest.mark.parametrize(("page", "view"), [("simulate", "fly"), ("report", "")])
def test_the_name_of_a_run_is_never_markup(open_page: Open, store: Store, run: StoredRun, page: str, view: str) -> None:  # fmt: skip
    name_run(store, run.id, MARKUP)
    app = open_page(page, run=run.id, **({"view": view} if view else {}))
    told = [one.value for one in (*app.markdown, *app.caption) if "Two" in one.value]
    assert told
    assert all(plain(MARKUP) in one for one in told)
