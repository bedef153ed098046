"""The Design page: opening, editing in the form and in the text, undo, saving, new and broken files."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.storage.drafts import find_draft
from journeyboard.storage.journeys import open_journey
from journeyboard.storage.runs import StoredRun
from journeyboard.storage.store import Store
from journeyboard.ui.design.fields import KINDS
from journeyboard.workflows.library import open_stored

from .conftest import Open

RESCUE = "checkout_rescue"


@pytest.fixture
def design(open_page: Open, store: Store) -> AppTest:
    assert store
    return open_page("design", journey=RESCUE)


def step(app: AppTest, node: str) -> AppTest:
    app.selectbox(key=f"selected:{RESCUE}").select(node).run()
    assert not app.exception
    return app


def field(node: str | None, path: str) -> str:
    return f"field:{RESCUE}:{node}:{path}"


def test_the_address_says_which_journey_is_open(design: AppTest) -> None:
    assert design.session_state["journey"] == RESCUE


@pytest.mark.parametrize(
    "journey", ["post_purchase", "win_back", "bad_example", "weekly_broadcast"]
)
def test_every_step_of_every_sample_has_a_form(open_page: Open, store: Store, journey: str) -> None:
    app = open_page("design", journey=journey)
    for node in open_stored(store, journey).journey.nodes:
        app.selectbox(key=f"selected:{journey}").select(node.id).run()
        assert not app.exception
        assert any(node.label in mark.value for mark in app.markdown)


def test_a_duration_is_typed_in_words_and_kept_as_a_draft(design: AppTest, store: Store) -> None:
    step(design, "first_hour").text_input(key=field("first_hour", "for")).input("2 hours").run()
    draft = find_draft(store, RESCUE)
    assert draft
    assert "for: 2 hours" in draft.text


def test_a_mistyped_duration_stays_with_one_sentence(design: AppTest, store: Store) -> None:
    key = field("first_hour", "for")
    step(design, "first_hour").text_input(key=key).input("soon").run()
    assert design.text_input(key=key).value == "soon"
    assert any("soon" in caption.value for caption in design.caption)
    assert find_draft(store, RESCUE) is None


def test_a_refused_value_is_let_go_when_another_step_is_chosen(design: AppTest) -> None:
    key = field("first_hour", "for")
    step(design, "first_hour").text_input(key=key).input("soon").run()
    step(step(design, "holdout"), "first_hour")
    assert design.text_input(key=key).value == "1 hour"
    assert not any("soon" in caption.value for caption in design.caption)


def test_undo_takes_the_edit_back(design: AppTest) -> None:
    key = field("first_hour", "for")
    step(design, "first_hour").text_input(key=key).input("2 hours").run()
    design.button(key="Undo").click().run()
    assert design.text_input(key=key).value == "1 hour"


def test_saving_makes_a_revision_with_its_message(design: AppTest, store: Store) -> None:
    step(design, "first_hour").text_input(key=field("first_hour", "for")).input("2 hours").run()
    design.text_input(key="why").input("More time").run()
    design.button(key="save").click().run()
    revision = open_journey(store, RESCUE)
    assert (revision.number, revision.message) == (2, "More time")
    assert find_draft(store, RESCUE) is None


def test_somebody_elses_newer_revision_is_never_overwritten(design: AppTest, store: Store) -> None:
    from journeyboard.workflows.library import save_text

    step(design, "first_hour").text_input(key=field("first_hour", "for")).input("2 hours").run()
    text = open_journey(store, RESCUE).text.replace("for: 1 hour", "for: 3 hours")
    save_text(store, RESCUE, text, based_on=1)
    design.button(key="save").click().run()
    assert not design.exception
    assert "for: 3 hours" in open_journey(store, RESCUE).text
    assert "for: 2 hours" in design.text_area(key=f"text:{RESCUE}").value


def test_an_unreadable_text_is_one_sentence_and_stays(design: AppTest, store: Store) -> None:
    design.text_area(key=f"text:{RESCUE}").input("name: [oh\n").run()
    assert not design.exception
    assert len(design.error) == 1
    assert "line" in design.error[0].value
    draft = find_draft(store, RESCUE)
    assert draft
    assert draft.text == "name: [oh\n"


def test_after_a_reload_undo_leads_from_the_unreadable_text_to_the_good_edit_before_it(
    design: AppTest, open_page: Open, store: Store
) -> None:
    key = f"text:{RESCUE}"
    good = open_journey(store, RESCUE).text.replace("for: 1 hour", "for: 2 hours")
    design.text_area(key=key).input(good).run()
    design.text_area(key=key).input("nodes: [\n").run()
    again = open_page("design", journey=RESCUE)
    assert again.text_area(key=key).value == "nodes: [\n"
    again.button(key="Undo").click().run()
    assert again.text_area(key=key).value == good


def test_half_finished_liquid_is_said_under_the_text(design: AppTest) -> None:
    key = field("reminder", "body")
    step(design, "reminder").text_area(key=key).input("Hello {{ first_name ").run()
    assert not design.exception
    assert any("cannot be rendered: this tag is never" in one.value for one in design.caption)
    assert any("JB119" in mark.value for mark in design.markdown)


def test_counts_say_which_run_they_are_from_and_that_it_was_before_an_edit(
    open_page: Open, run: StoredRun
) -> None:
    app = open_page("design", journey=RESCUE)
    assert f"Counts are from run “{run.name}”." in [one.value for one in app.caption]
    step(app, "first_hour").text_input(key=field("first_hour", "for")).input("2 hours").run()
    words = f"Counts are from run “{run.name}”, before this edit."
    assert words in [one.value for one in app.caption]


def test_arms_grow_and_shrink(design: AppTest) -> None:
    step(design, "holdout").button(key=f"do:{RESCUE}:holdout:arms+").click().run()
    assert design.text_input(key=field("holdout", "arms.2.name")).value == "Arm 3"
    design.button(key=f"do:{RESCUE}:holdout:arms.2-").click().run()
    assert not any(box.key == field("holdout", "arms.2.name") for box in design.text_input)


def test_a_way_out_can_be_led_elsewhere(design: AppTest, store: Store) -> None:
    step(design, "first_hour").selectbox(key=f"wire:{RESCUE}:first_hour:next").select("proof").run()
    draft = find_draft(store, RESCUE)
    assert draft
    assert "next: proof" in draft.text


def test_a_new_journey_is_opened_at_once(design: AppTest) -> None:
    design.button(key="new").click().run()
    assert not design.exception
    assert design.session_state["journey"] == "new_journey"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("unsupported",)])
def test_a_fresh_step_of_every_kind_has_a_form(open_page: Open, store: Store, kind: str) -> None:
    from journeyboard.journey.graph import Journey
    from journeyboard.workflows.library import add_journey

    node = KINDS[kind](id="fresh")
    add_journey(store, Journey(id="fresh_one", name="Fresh", nodes=(node,)))
    app = open_page("design", journey="fresh_one")
    app.selectbox(key="selected:fresh_one").select("fresh").run()
    assert not app.exception


def test_without_a_journey_the_page_says_what_to_do(open_page: Open, bare: Store) -> None:
    assert bare
    app = open_page("design")
    assert any("No journey yet" in part.proto.body for part in app.get("html"))
