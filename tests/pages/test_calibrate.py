"""The Calibrate view: fit a run, look, save with the journey, and fly with the saved model."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.storage.models import keep_model, list_models
from journeyboard.storage.runs import StoredRun
from journeyboard.storage.store import Store
from journeyboard.ui import state
from journeyboard.workflows.library import brand_of, open_stored

from .conftest import Open
from .words import words_on


def fitted(app: AppTest) -> AppTest:
    app.button(key="start-calibrate").click().run()
    job: Any = app.session_state["job-calibrate"]
    job.thread.join(240)
    assert not job.problem
    return app.run()


def test_a_run_is_fitted_and_saved_with_its_journey(
    open_page: Open, store: Store, run: StoredRun
) -> None:
    app = fitted(open_page("simulate", view="calibrate", run=run.id))
    assert not app.exception
    words = words_on(app)
    assert "Small test" in words
    assert "95 %" in words
    app.button(key="save-model").click().run()
    assert not app.exception
    [saved] = list_models(store, ["checkout_rescue"])
    assert "Small test" in saved.words
    assert app.button(key=f"forget-{saved.id}")


def test_without_a_run_it_says_what_to_do(open_page: Open) -> None:
    app = open_page("simulate", view="calibrate")
    assert not app.exception
    assert "No run yet" in words_on(app)
    assert app.button(key="start-calibrate").disabled
    app.segmented_control(key="evidence").set_value("file").run()
    assert not app.exception
    assert app.query_params["evidence"] in ("file", ["file"])


def test_the_fly_form_offers_a_saved_model_and_its_flight_uses_it(
    open_page: Open, store: Store
) -> None:
    model = keep_model(store, "checkout_rescue", {"click.sms": 0.2}, source="a log")
    app = open_page("simulate", journeys="checkout_rescue")
    app.selectbox(key="model").set_value(model.id).run()
    app.number_input(key="days").set_value(5).run()
    app.button(key="fly").click().run()
    flight: Any = app.session_state["flight"]
    flight.thread.join(180)
    assert flight.plan.behaviour == {"click.sms": 0.2}
    assert flight.run.settings["model"] == model.words
    app.run()
    assert "calibrated model" in words_on(app)


def test_the_fly_form_asks_nothing_while_there_is_only_the_default(open_page: Open) -> None:
    app = open_page("simulate")
    assert not [box for box in app.selectbox if box.key == "model"]


def test_a_fit_is_of_the_brand_as_it_was(
    open_page: Open, store: Store, run: StoredRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = fitted(open_page("simulate", view="calibrate", run=run.id))
    assert "Fitted to" in "".join(str(one.value) for one in app.subheader)
    now = brand_of(store, open_stored(store, "checkout_rescue").journey)
    other = now.model_copy(update={"subscriber_value": 99})
    monkeypatch.setattr(state, "brand", lambda _journey: other)
    app.run()
    assert "Not fitted yet" in words_on(app)
