"""The views Compare and Assumptions: choosing by link, flying, and what they say."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.journey.file import dumps
from journeyboard.storage.journeys import save_journey
from journeyboard.storage.store import Store
from journeyboard.ui.simulate import assumptions
from journeyboard.workflows.assumptions import analysed
from journeyboard.workflows.library import open_stored

from .conftest import Open
from .words import words_on

WEEKLY, OFTEN = "weekly_broadcast", "frequent_broadcast"
SMALL = {"customers": "300", "days": "20"}


def landed(app: AppTest, job: str) -> str:
    """Everything on the page once the job is done."""
    app.session_state[f"job-{job}"].thread.join(300)
    app.run()
    assert not app.exception
    headings = "\n".join(str(one.value) for one in (*app.subheader, *app.header))
    return f"{headings}\n{words_on(app)}"


def test_two_journeys_are_compared(open_page: Open) -> None:
    app = open_page("simulate", view="compare", a=WEEKLY, b=OFTEN, **SMALL)
    assert app.selectbox(key="a").value == WEEKLY
    app.button(key="start-compare").click().run()
    words = landed(app, "compare")
    assert "net value" in words
    assert "Every figure" in words
    assert "New on the shelf" in words
    assert "Lives that differ" in words


def test_the_two_newest_versions_stand_there_at_first(open_page: Open, store: Store) -> None:
    opened = open_stored(store, WEEKLY)
    entry = opened.journey.entry.model_copy(update={"times": 2})
    changed = opened.journey.model_copy(update={"entry": entry})
    save_journey(store, WEEKLY, dumps(changed), based_on=1, message="Two")
    app = open_page("simulate", view="compare", **SMALL)
    assert app.selectbox(key="a").value == f"{WEEKLY}@1"
    assert app.selectbox(key="b").value == WEEKLY
    app.button(key="start-compare").click().run()
    assert "entry › times is 2 instead of 8" in landed(app, "compare")


def test_an_answer_is_of_what_is_chosen(open_page: Open) -> None:
    app = open_page("simulate", view="compare", a=WEEKLY, b=OFTEN, **SMALL)
    app.button(key="start-compare").click().run()
    assert "Every figure" in landed(app, "compare")
    app.number_input(key="seed").set_value(8).run()
    assert "Every figure" not in words_on(app)
    assert "Not flown yet" in words_on(app)


def test_one_design_twice_is_no_comparison(open_page: Open) -> None:
    app = open_page("simulate", view="compare", a=WEEKLY, b=WEEKLY)
    assert app.button(key="start-compare").disabled
    assert "one design twice" in words_on(app)


def test_designs_of_two_brands_are_refused_in_a_sentence(open_page: Open, store: Store) -> None:
    other = open_stored(store, OFTEN).journey.model_copy(update={"brand": "north_trail"})
    save_journey(store, "north", dumps(other.model_copy(update={"id": "north"})), based_on=None)
    app = open_page("simulate", view="compare", a=WEEKLY, b="north", **SMALL)
    app.button(key="start-compare").click().run()
    landed(app, "compare")
    assert any("Compare journeys of one brand" in one.value for one in app.warning)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three assumptions and few draws, so that a test is over soon."""
    keys = ["opt_out.sms", "click.sms", "order.after_click"]
    monkeypatch.setattr(assumptions, "analysed", partial(analysed, keys=keys, draws=4, runs=3))


def test_conclusions_are_tested(open_page: Open, quick: None) -> None:
    del quick
    app = open_page("simulate", view="assumptions", a=WEEKLY, **SMALL)
    app.button(key="start-assumptions").click().run()
    words = landed(app, "assumptions")
    assert "survive" in words
    assert (
        "The subscribers who leave are worth more than the gain" in words or "The gain is" in words
    )
    assert "of 6" in words
    assert "of 3 runs with other customers" in words


def test_a_second_design_asks_which_is_better(open_page: Open, quick: None) -> None:
    del quick
    app = open_page("simulate", view="assumptions", a=WEEKLY, b=OFTEN, **SMALL)
    app.button(key="start-assumptions").click().run()
    assert "is better than" in landed(app, "assumptions")


def test_a_changed_assumption_flies_and_can_be_taken_back(open_page: Open) -> None:
    from journeyboard.ui.simulate.assumptions_table import Assumed

    app: Any = open_page("simulate", view="compare", a=WEEKLY, b=OFTEN, **SMALL)
    app.session_state["assumed"] = {"opt_out.sms": Assumed(0.01, 0.02, 0.03)}
    app.run()
    assert "1 assumption changed for this session" in words_on(app)
    app.button(key="start-compare").click().run()
    changed = landed(app, "compare")
    app.button(key="assumed-reset").click().run()
    assert "changed for this session" not in words_on(app)
    app.button(key="start-compare").click().run()
    assert landed(app, "compare") != changed
