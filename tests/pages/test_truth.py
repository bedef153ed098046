"""The Truth view: a run's headline figures, its parts taken one by one, old runs and none at all."""

from __future__ import annotations

import pytest

from journeyboard.storage.runs import StoredRun
from journeyboard.storage.store import Store
from journeyboard.storage.tables import RunRow
from journeyboard.ui.simulate.truth_words import overlap_words
from journeyboard.workflows.fly import Plan, fly
from journeyboard.workflows.people import People

from .conftest import Open
from .words import words_on


def test_a_run_shows_its_truth(open_page: Open, run: StoredRun) -> None:
    app = open_page("simulate", view="truth", run=run.id)
    words = words_on(app)
    truth = run.results["truth"]
    assert [one.label for one in app.metric] == [
        "Net margin added", "SMS's own", "Overlap of channels", "Opt-outs caused", "What is left",
    ]  # fmt: skip
    assert app.metric[3].value == f"{truth['programme']['incremental_opt_outs']:,}"
    assert f"{truth['programme']['persuaded']:,} customer" in words
    assert "Your cart is saved" in words
    assert "1,500 customers" in words


@pytest.mark.parametrize("by", ["channel", "audience"])
@pytest.mark.parametrize("of", ["orders", "lost_value"])
def test_the_link_says_what_is_taken_apart(open_page: Open, run: StoredRun, by: str, of: str) -> None:  # fmt: skip
    app = open_page("simulate", view="truth", run=run.id, apart=by, added=of)
    assert not app.exception
    expected = {"channel": "E-mail", "audience": "Repeat buyers"}
    assert f"Every figure by {by}" in words_on(app)
    assert expected[by] in words_on(app)
    assert app.query_params["added"] in (of, [of])


def test_several_journeys_can_be_taken_apart(open_page: Open, store: Store) -> None:
    both = fly(store, Plan("Both", ("checkout_rescue", "win_back"), People("generated", 400), days=20))  # fmt: skip
    app = open_page("simulate", view="truth", run=both.id, apart="journey")
    assert not app.exception
    assert "Every figure by journey" in words_on(app)


def test_an_old_run_asks_to_be_flown_again(open_page: Open, store: Store, run: StoredRun) -> None:
    told = {key: run.results["truth"][key] for key in ("experiments", "programme", "channels", "journeys")}  # fmt: skip
    with store.writing() as session:
        row = session.get_one(RunRow, run.id)
        row.results = run.results | {"truth": told}
    app = open_page("simulate", view="truth", run=run.id)
    assert "fly it again" in app.info[0].value
    assert not app.metric


def test_without_a_run_the_view_says_what_to_do(open_page: Open) -> None:
    app = open_page("simulate", view="truth")
    assert "Fly a journey first" in words_on(app)


@pytest.mark.parametrize(
    ("value", "error", "said"),
    [(50.0, 10.0, "replace each other"), (-50.0, 10.0, "work together"), (5.0, 10.0, "add up"), (0.0, None, "add up")],
)  # fmt: skip
def test_overlap_is_said_by_its_sign_beyond_chance(value: float, error: float | None, said: str) -> None:  # fmt: skip
    overlap = {"incremental_net_margin": value, "incremental_net_margin_error": error}
    assert said in overlap_words("channels", overlap, "USD")
