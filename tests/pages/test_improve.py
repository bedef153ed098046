"""The Improve view: ticking knobs, limits, searching, stopping, and saving what was proven."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.journey.edits import SetField, apply
from journeyboard.simulation.behaviour import Behaviour
from journeyboard.storage.consents import keep_choice
from journeyboard.storage.journeys import revisions
from journeyboard.storage.models import keep_model
from journeyboard.storage.store import Store
from journeyboard.ui.parts import go
from journeyboard.ui.simulate import improve_form
from journeyboard.ui.simulate.improve_form import Effort, floored
from journeyboard.workflows.library import brand_of, open_stored, save_edited

from .conftest import Open
from .words import words_on

RESCUE = "checkout_rescue"
EMAIL = f"knob-{RESCUE}-drop/proof"


@pytest.fixture(autouse=True)
def _small_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search of seconds; its worlds stay twenty on the page's form."""
    monkeypatch.setitem(improve_form.EFFORTS, "quick", Effort("Quick", 12, 1_500))
    monkeypatch.setattr("journeyboard.ui.simulate.improve.WORLDS", 6)


def improve(open_page: Open, **query: str) -> AppTest:
    return open_page("simulate", view="improve", journey=RESCUE, effort="quick", days="40", **query)


def only(app: AppTest, *wanted: str) -> AppTest:
    """Only these knobs ticked."""
    for box in app.checkbox:
        name = str(box.key)
        if name.startswith("knob-") and box.value != (name.split("-", 2)[2] in wanted):
            box.set_value(not box.value)
    return app.run()


def searched(app: AppTest) -> AppTest:
    app.button(key="search").click().run()
    job: Any = app.session_state["job-improve"]
    job.thread.join(180)
    assert not job.running
    app.run()
    assert not app.exception
    return app


def make_dear(store: Store) -> None:
    """40 % off everything: what the search should take back."""
    opened, journey = open_stored(store, RESCUE), open_stored(store, RESCUE).journey
    for node in ("reminder_email", "proof"):
        offer = {"kind": "percent", "value": 90}
        journey = apply(journey, SetField(node=node, path="offer", value=offer))
    save_edited(store, opened, journey)


def test_the_form_names_every_knob_with_what_it_is_now(open_page: Open) -> None:
    app = improve(open_page)
    said = words_on(app)
    assert app.checkbox(key=f"knob-{RESCUE}-delay/first_hour").label == "One hour to finish alone"
    assert "now 1 hour" in said
    assert app.checkbox(key=EMAIL).value is True
    assert app.checkbox(key=f"knob-{RESCUE}-control/holdout").value is False
    assert "No search yet" in said


def test_without_a_knob_there_is_nothing_to_search(open_page: Open) -> None:
    app = only(improve(open_page))
    assert app.button(key="search").disabled


def test_what_was_proven_is_saved_once_as_a_revision_with_its_story(
    open_page: Open, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: dict[str, str] = {}

    def noted(page: str, *given: str, **query: Any) -> None:
        said.update(query if page == "simulate" else {})
        go(page, *given, **query)

    monkeypatch.setattr("journeyboard.ui.simulate.improve_result.go", noted)
    make_dear(store)
    before = len(revisions(store, RESCUE))
    app = searched(only(improve(open_page), "offer/reminder_email", "offer/proof"))
    assert "A better design is proven" in words_on(app)
    app.button(key="apply").click().run()
    assert not app.exception
    kept = revisions(store, RESCUE)
    assert len(kept) == before + 1
    assert "Improved by a search" in max(kept, key=lambda one: one.number).message
    assert app.button(key="to-compare")
    assert said == {"a": f"{RESCUE}@{before}", "b": RESCUE, "view": "compare"}
    assert "Saved as revision" in words_on(app)


def test_a_journey_saved_meanwhile_is_not_overwritten(open_page: Open, store: Store) -> None:
    make_dear(store)
    app = searched(only(improve(open_page), "offer/reminder_email", "offer/proof"))
    opened = open_stored(store, RESCUE)
    save_edited(store, opened, apply(opened.journey, SetField(path="notes", value="mine")))
    app.button(key="apply").click().run()
    assert not app.exception
    assert open_stored(store, RESCUE).journey.notes == "mine"


def test_nothing_proven_is_said_and_nothing_can_be_saved(open_page: Open) -> None:
    app = improve(open_page, objective="orders")
    app = searched(only(app, "drop/reminder_email", "drop/proof"))
    assert "No better design was proven; keep yours" in words_on(app)
    assert not [button for button in app.button if button.key == "apply"]


def test_the_search_uses_a_saved_model_and_knows_the_choices(open_page: Open, store: Store) -> None:
    model = keep_model(store, RESCUE, {"click.sms": 0.2}, source="a log")
    app = only(improve(open_page, model=model.id), "drop/proof")
    app = searched(only(app, "drop/proof"))
    request = app.session_state["job-improve"].about
    assert request.behaviour == Behaviour({"click.sms": 0.2})
    assert "found with other settings" not in words_on(app)
    brand = brand_of(store, open_stored(store, RESCUE).journey)
    keep_choice(store, brand.id, "somebody", "stop")
    assert "found with other settings" in words_on(app.run())


def test_a_design_keeps_the_limit_that_is_its_own_share() -> None:
    for share in (1 / 6, 2 / 3, 0.29, 0.1):
        assert floored(share) / 100 <= share + 1e-9


def test_other_settings_than_those_searched_are_pointed_out(open_page: Open) -> None:
    app = searched(only(improve(open_page, objective="orders"), "drop/proof"))
    assert "found with other settings" not in words_on(app)
    app.number_input(key="seed").set_value(8).run()
    assert "found with other settings" in words_on(app)


def test_a_search_that_cannot_fly_says_why_in_one_sentence(open_page: Open, store: Store) -> None:
    opened = open_stored(store, RESCUE)
    nobody = apply(opened.journey, SetField(path="entry_filter", value={"sample": 0.001}))
    save_edited(store, opened, nobody)
    app = searched(only(improve(open_page), "drop/proof"))
    assert "enters “Checkout rescue”" in words_on(app)


def test_a_search_takes_the_season_and_the_first_day(open_page: Open) -> None:
    app: Any = only(improve(open_page), "delay/first_hour")
    assert "Limits of the sender are left out here" in words_on(app)
    app.multiselect(key="seasons").set_value(["holiday"]).run()
    app.date_input(key="start").set_value(date(2026, 11, 16)).run()
    searched(app)
    request = app.session_state["job-improve"].about
    assert (request.start, request.circumstances.seasons) == ("2026-11-16", ("holiday",))
    assert app.session_state["job-improve"].answer is not None
