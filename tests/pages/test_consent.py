"""The Consent page: the form and its checks, the list's growth, preferences and replies that hold."""

from __future__ import annotations

import pytest

from journeyboard.storage.consents import choices
from journeyboard.storage.store import Store
from journeyboard.ui.consent.form import form_html
from journeyboard.workflows.brands import brand_named, brand_names, keep_brand

from .conftest import Open
from .words import words_on

TABS = ("signup", "growth", "preferences", "keywords")


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("brand", ["lumen", "north_trail"])
def test_every_tab_is_drawn_for_every_brand(open_page: Open, brand: str, tab: str) -> None:
    app = open_page("consent", brand=brand, tab=tab)
    assert not app.error
    assert "not kept yet" not in words_on(app)


def test_an_unknown_brand_in_the_address_does_no_harm(open_page: Open) -> None:
    app = open_page("consent", brand="nobody", tab="nothing")
    assert not app.exception
    assert app.selectbox(key="brand").value == "lumen"


def test_what_is_changed_is_kept_on_demand(open_page: Open, store: Store) -> None:
    app = open_page("consent", brand="lumen")
    app.text_input(key="lumen:opt-in:frequency").input("up to 9 texts a month").run()
    assert "not kept yet" in words_on(app)
    assert "up to 9" not in str(brand_named(store, "lumen").opt_in)
    next(button for button in app.button if button.label == "Keep").click().run()
    assert not app.exception
    kept = brand_named(store, "lumen").opt_in
    assert kept is not None
    assert kept.frequency == "up to 9 texts a month"
    assert "not kept yet" not in words_on(app)


def test_what_is_changed_can_be_discarded(open_page: Open, store: Store) -> None:
    before = brand_named(store, "lumen")
    app = open_page("consent", brand="lumen")
    app.text_input(key="lumen:opt-in:program").input("Another name").run()
    next(button for button in app.button if button.label == "Discard").click().run()
    assert app.text_input(key="lumen:opt-in:program").value != "Another name"
    assert brand_named(store, "lumen") == before


def test_a_change_outlives_a_visit_to_another_tab(open_page: Open) -> None:
    app = open_page("consent", brand="lumen")
    app.text_input(key="lumen:opt-in:program").input("Lumen Letters").run()
    app.segmented_control(key="tab").set_value("growth").run()
    assert "not kept yet" in words_on(app)
    app.segmented_control(key="tab").set_value("signup").run()
    assert app.text_input(key="lumen:opt-in:program").value == "Lumen Letters"


def test_preferences_are_kept_for_that_customer(open_page: Open, store: Store) -> None:
    app = open_page("consent", brand="lumen", tab="preferences")
    customer = app.selectbox(key="customer").value
    app.radio[0].set_value("less")
    app.button[0].click().run()
    assert not app.exception
    assert [kept.choice for kept in choices(store, "lumen", profile_key=customer)] == ["less"]
    assert app.radio[0].value == "less"


def test_a_stop_given_in_the_mock_holds_and_can_be_forgotten(open_page: Open, store: Store) -> None:
    app = open_page("consent", brand="lumen", tab="keywords")
    customer = app.selectbox(key="customer").value
    app.text_input(key="reply").input("please stop texting me").run()
    app.button(key="hold").click().run()
    kept = choices(store, "lumen", profile_key=customer)
    assert [(one.choice, one.words) for one in kept] == [("stop", "please stop texting me")]
    app.button(key="forget").click().run()
    assert choices(store, "lumen", profile_key=customer) == ()


def test_ordinary_talk_changes_nothing(open_page: Open) -> None:
    app = open_page("consent", brand="lumen", tab="keywords")
    app.text_input(key="reply").input("lovely cream, thank you").run()
    assert not any(button.key == "hold" for button in app.button)
    assert "Ordinary talk" in words_on(app)


def test_answers_are_written_by_language(open_page: Open, store: Store) -> None:
    app = open_page("consent", brand="lumen", tab="keywords", language="fr")
    app.text_area(key="lumen:reply:fr:STOP").input("Lumen : c'est fait, plus de SMS.").run()
    next(button for button in app.button if button.label == "Keep").click().run()
    brand = brand_named(store, "lumen")
    assert brand.keywords_by_language["fr"]["STOP"] == "Lumen : c'est fait, plus de SMS."


def test_a_brand_of_the_library_stands_before_the_bundled_one(store: Store) -> None:
    lumen = brand_named(store, "lumen")
    keep_brand(store, lumen.model_copy(update={"name": "Lumen & Co"}))
    assert brand_names(store)["lumen"] == "Lumen & Co"
    assert brand_named(store, "lumen").name == "Lumen & Co"


def test_words_of_the_brand_are_text_in_the_form(store: Store) -> None:
    lumen = brand_named(store, "lumen")
    assert lumen.opt_in is None or lumen.opt_in
    bad = lumen.model_copy(update={"name": "<script>alert(1)</script>"})
    assert "<script" not in form_html(bad)
    assert "&lt;script" in form_html(bad)
