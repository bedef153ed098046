"""The views Compare and Assumptions: choosing by link, flying, and what they say."""

from __future__ import annotations

from datetime import date
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.journey.file import dumps
from journeyboard.simulation.circumstances import Circumstances, Limits
from journeyboard.simulation.comparing.assumptions import Count, Survival
from journeyboard.simulation.comparing.conclusions import Statement
from journeyboard.storage.consents import keep_choice
from journeyboard.storage.journeys import save_journey
from journeyboard.storage.models import keep_model
from journeyboard.storage.store import Store
from journeyboard.ui.simulate import assumptions
from journeyboard.ui.simulate.assumptions_result import _title
from journeyboard.ui.simulate.assumptions_table import Assumed
from journeyboard.workflows.assumptions import analysed
from journeyboard.workflows.library import brand_of, open_stored

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


def test_designs_are_compared_in_the_circumstances_of_the_form(open_page: Open) -> None:
    app: Any = open_page("simulate", view="compare", a=WEEKLY, b=OFTEN, **SMALL)
    app.button(key="start-compare").click().run()
    plain = landed(app, "compare")
    app.multiselect(key="seasons").set_value(["weekend"]).run()
    app.number_input(key="limit-sms").set_value(3.0).run()
    app.number_input(key="stands-for").set_value(300_000).run()
    assert "Every figure" not in words_on(app)
    app.button(key="start-compare").click().run()
    limited = landed(app, "compare")
    assert limited != plain
    assert "Each design met the queue and the budget that come of itself" in limited
    around = app.session_state["job-compare"].about[6]
    assert around == Circumstances(Limits(sms=3.0, stands_for=300_000), ("weekend",))


def test_one_launch_stands_for_both_designs(open_page: Open) -> None:
    app: Any = open_page("simulate", view="compare", a=WEEKLY, b=OFTEN, **SMALL)
    assert app.date_input(key=f"launch-{WEEKLY}").label == "Launch of both designs"
    app.date_input(key=f"launch-{WEEKLY}").set_value(date(2026, 3, 20)).run()
    app.button(key="start-compare").click().run()
    assert "net value" in landed(app, "compare")
    job = app.session_state["job-compare"]
    assert job.about[6].launches == {WEEKLY: "2026-03-20"}
    assert sum(step.a["delivered"] + step.b["delivered"] for step in job.answer.steps) < 300


def test_assumptions_are_tested_in_the_season_and_say_why_without_limits(open_page: Open) -> None:
    app: Any = open_page("simulate", view="assumptions", a=WEEKLY, **SMALL)
    assert "Limits of the sender are left out here" in words_on(app)
    assert "limit-sms" not in [one.key for one in app.number_input]
    app.multiselect(key="seasons").set_value(["weekend"]).run()
    app.button(key="start-assumptions").click().run()
    job = app.session_state["job-assumptions"]
    assert job.about[6].seasons == ("weekend",)
    job.cancel()
    job.thread.join(60)
    assert not job.running


def test_a_saved_model_and_what_customers_chose_belong_to_the_answer(
    open_page: Open, store: Store
) -> None:
    model = keep_model(store, WEEKLY, {"opt_out.sms": 0.02, "click.sms": 0.2}, source="a log")
    app: Any = open_page("simulate", view="compare", a=WEEKLY, b=OFTEN, **SMALL)
    app.session_state["assumed"] = {"click.sms": Assumed(0.01, 0.05, 0.3)}
    app.selectbox(key="model").set_value(model.id).run()
    app.button(key="start-compare").click().run()
    assert "Every figure" in landed(app, "compare")
    terms = dict(app.session_state["job-compare"].about[4])
    assert terms == {"opt_out.sms": 0.02, "click.sms": 0.05}
    brand = brand_of(store, open_stored(store, WEEKLY).journey)
    keep_choice(store, brand.id, "somebody", "stop")
    app.run()
    assert "Every figure" not in words_on(app)


def test_names_in_a_heading_are_no_markup(open_page: Open, store: Store) -> None:
    named = open_stored(store, WEEKLY).journey.model_copy(
        update={"id": "odd", "name": "**$1** _x_"}
    )
    save_journey(store, "odd", dumps(named), based_on=None, name=named.name)
    app = open_page("simulate", view="compare", a="odd", b=OFTEN, **SMALL)
    app.button(key="start-compare").click().run()
    landed(app, "compare")
    heading = next(str(one.value) for one in app.subheader if "net value" in str(one.value))
    assert r"\*\*\$1\*\* \_x\_" in heading


@pytest.mark.parametrize(
    ("clear", "holds", "title"),
    [
        ((True, False, True), (True, True, False), "1 of 2 clear conclusions survive"),
        ((True, False), (True, False), "All 1 clear conclusion survives other"),
        ((True,), (False,), "No clear conclusion survives"),
        ((False,), (True,), "No conclusion is clear even as assumed"),
    ],
)
def test_the_title_counts_clear_conclusions(
    clear: tuple[bool, ...], holds: tuple[bool, ...], title: str
) -> None:
    told = [
        Survival(
            Statement("k", "It pays.", "net_value", clear=is_clear),
            Count(2, 2 if held else 1, 0), Count(0, 0, 0), () if held else (("click.sms", "low"),),
        )
        for is_clear, held in zip(clear, holds, strict=True)
    ]  # fmt: skip
    found: Any = SimpleNamespace(survivals=told)
    assert _title(found).startswith(title)
