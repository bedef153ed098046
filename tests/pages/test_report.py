"""The Report page: figures with what they are of, lift beside the truth, breakdowns, and nothing yet."""

from __future__ import annotations

import pytest

from journeyboard.storage.runs import StoredRun
from journeyboard.storage.store import Store
from journeyboard.ui.report.ways import GROUPS
from journeyboard.workflows.fly import Plan, fly
from journeyboard.workflows.people import People

from .conftest import Open
from .words import words_on


def test_every_rate_says_what_it_is_of(open_page: Open, run: StoredRun) -> None:
    app = open_page("report", run=run.id)
    cell = run.results["metrics"]["ctr"]
    assert f"{cell['numerator']:,} of {cell['denominator']:,}" in words_on(app)
    assert len(app.metric) == 6


def test_sms_has_no_open_rate_and_the_reason_stands_there(open_page: Open, run: StoredRun) -> None:
    assert "SMS has no open event" in words_on(open_page("report", run=run.id))


def test_lift_and_truth_stand_side_by_side(open_page: Open, run: StoredRun) -> None:
    words = words_on(open_page("report", run=run.id))
    assert "Truth" in words
    assert "Measured" in words
    assert "in truth the programme added" in words


def test_the_charts_have_words_for_those_who_cannot_see_them(
    open_page: Open, run: StoredRun
) -> None:
    charts = open_page("report", run=run.id).get("plotly_chart")
    assert len(charts) >= 5
    assert all(chart.proto.alt for chart in charts)


@pytest.mark.parametrize("group", GROUPS)
def test_the_metrics_break_down_by_every_group(open_page: Open, run: StoredRun, group: str) -> None:
    app = open_page("report", run=run.id)
    app.segmented_control(key="by").set_value(group).run()
    assert not app.exception


@pytest.mark.parametrize("outcome", ["revenue", "margin", "opt_outs"])
def test_the_lift_is_told_in_every_outcome(open_page: Open, run: StoredRun, outcome: str) -> None:
    app = open_page("report", run=run.id)
    app.segmented_control(key="outcome").set_value(outcome).run()
    assert not app.exception


@pytest.mark.parametrize(
    "journey", ["win_back", "post_purchase", "bad_example", "weekly_broadcast"]
)
def test_every_sample_has_a_report(open_page: Open, store: Store, journey: str) -> None:
    run = fly(store, Plan(journey, (journey,), People("generated", 1_500), days=40))
    app = open_page("report", run=run.id)
    assert "What it added" in words_on(app)


def test_cohorts_show_what_is_known_and_say_what_is_not(open_page: Open, store: Store) -> None:
    plan = Plan("Two", ("checkout_rescue", "weekly_broadcast"), People("generated", 1_500), days=30)
    app = open_page("report", run=fly(store, plan).id, entered="checkout_rescue")
    assert "Entrants of all 3 weeks order alike" in words_on(app)
    tables = [part.proto.body for part in app.get("html") if "Week from" in part.proto.body]
    assert tables[0].count("so far") == 6
    app.segmented_control(key="cohort").set_value("revenue_per_customer").run()
    assert "weeks bring alike" in words_on(app)
    app.segmented_control(key="span").set_value("month").run()
    assert "Within 7 days of entering" in words_on(app)
    assert "March 2026" in words_on(app)
    app.selectbox(key="entered").set_value("weekly_broadcast").run()
    assert "Within 3 days of entering" in words_on(app)
    assert not app.exception


def test_a_run_in_which_nobody_entered_says_so(open_page: Open, store: Store) -> None:
    run = fly(store, Plan("Nobody", ("checkout_rescue",), People("generated", 1), days=1))
    words = words_on(open_page("report", run=run.id))
    assert "No message was sent" in words
    assert "Nobody entered." in words


def test_an_unknown_run_in_the_address_shows_the_newest(open_page: Open, run: StoredRun) -> None:
    assert run.name in words_on(open_page("report", run="gone"))


def test_an_unknown_run_in_the_address_is_named(open_page: Open, run: StoredRun) -> None:
    assert run
    assert "There is no run “gone”" in words_on(open_page("report", run="gone"))


def test_runs_of_one_name_are_told_apart_and_each_opens(open_page: Open, store: Store) -> None:
    runs = [
        fly(store, Plan("Twin", ("checkout_rescue",), People("generated", 200), seed, days=5))
        for seed in (7, 7, 8)
    ]
    for run in runs:
        app = open_page("report", run=run.id)
        picker = app.selectbox(key="run")
        assert len(set(picker.options)) == 3
        assert app.session_state["run"] == run.id
        label = next(one for one in picker.options if f"seed {run.seed}" in one)
        assert "200 customers" in label
    picker.select(label).run()
    assert app.session_state["run"] == runs[2].id


def test_without_a_run_the_page_says_what_to_do(open_page: Open) -> None:
    assert "No run to read yet" in words_on(open_page("report"))


def test_figures_say_whom_they_count_and_in_which_time(open_page: Open, run: StoredRun) -> None:
    words = words_on(open_page("report", run=run.id))
    assert "customers, " in words
    assert " entries" in words
    assert "clickers who ordered within 7 days" in words
    assert "orders** within 7 days of a click" in words
    assert "of 1,500 customers over the 30 days" in words


def test_ads_are_shown_and_experiments_are_named(open_page: Open, store: Store) -> None:
    plan = Plan("Back", ("win_back",), People("generated", 1_500), days=60)
    app = open_page("report", run=fly(store, plan).id)
    tables = [part.proto.body for part in app.get("html") if "<table" in part.proto.body]
    ads = next(table for table in tables if "times shown" in table)
    assert "no message was delivered" not in ads
    assert "win_back/arms" not in words_on(app)
