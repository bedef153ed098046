"""Preview's Copy: what a text costs, what it is made of, and changing it in place."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.audience.customers import customers
from journeyboard.journey.file import load_brand
from journeyboard.journey.graph import Journey
from journeyboard.journey.samples import sample_brands
from journeyboard.storage.consents import keep_choice
from journeyboard.storage.journeys import save_journey
from journeyboard.storage.store import Store

from .conftest import Open
from .words import words_on

RESCUE = {"journey": "checkout_rescue", "view": "copy"}
ODD = """id: odd
name: Odd
brand: lumen
start: text
nodes:
  text:
    kind: sms
    title: "**Bold** <script>x</script>"
    job: I want <b>peace</b>
    smart_encoding: false
    body: "It’s <b>here</b> – {{ nickname }} <img src=x onerror=alert(1)>"
    variants: [{name: a}, {name: "<i>b</i>", body: "Short"}]
"""


def now(app: AppTest, journey: str) -> Journey:
    """The journey on this session's desk."""
    found: Journey = app.session_state[f"desk:{journey}"].journey
    return found


def plain_words(app: AppTest) -> str:
    return words_on(app).replace("\\", "")


@pytest.fixture
def odd(open_page: Open, store: Store) -> AppTest:
    save_journey(store, "odd", ODD, based_on=None, name="Odd")
    return open_page("preview", journey="odd", view="copy")


def test_a_text_its_job_its_price_and_its_values_stand_on_one_page(open_page: Open) -> None:
    app = open_page("preview", **RESCUE)
    words = plain_words(app)
    for said in ("left", "The job it does", "Reads ", "Once to all", "The link is short", "nobody sees a gap", "are not message"):  # fmt: skip
        assert said in words, said
    assert "utm_medium=sms" in words
    assert app.query_params["message"] == "reminder"
    assert not app.error


def test_the_link_holds_message_reader_and_language(open_page: Open) -> None:
    asked = {"message": "deadline_push", "reader": "missing values", "reads_in": "de"}
    app = open_page("preview", **RESCUE, **asked)
    assert {key: app.query_params[key] for key in asked} == asked
    assert "LIX" in plain_words(app)


def test_a_message_that_is_not_there_is_refused(open_page: Open) -> None:
    app = open_page("preview", **RESCUE, message="gone")
    assert any("There is no message" in one.value for one in app.warning)


def test_shortening_the_text_tells_what_it_saves_and_can_be_undone(open_page: Open) -> None:
    app = open_page("preview", **RESCUE, message="reminder")
    box = next(one for one in app.text_area if one.label.startswith("The text"))
    before = box.value
    box.set_value(before.replace("Finish here: ", "Finish here: " + "please " * 10)).run()
    assert any("more per 1,000 texts" in one.value.replace("\\", "") for one in app.warning)
    next(one for one in app.text_area if one.label.startswith("The text")).set_value("Hi").run()
    assert any("parts on average became 1.00: saves" in one.value.replace("\\", "") for one in app.success)  # fmt: skip
    assert now(app, "checkout_rescue").node("reminder").body == "Hi"  # type: ignore[union-attr]
    app.button(key="undo-copy").click().run()
    app.button(key="undo-copy").click().run()
    assert now(app, "checkout_rescue").node("reminder").body == before  # type: ignore[union-attr]


def test_an_empty_text_is_said_and_can_be_written_again(open_page: Open) -> None:
    app = open_page("preview", **RESCUE, message="reminder")
    for empty in ("", "   ", "{% if false %}x{% endif %}"):
        next(one for one in app.text_area if one.label.startswith("The text")).set_value(
            empty
        ).run()
        assert not app.exception
        if not empty.strip():
            assert "No text yet" in words_on(app)
            assert not app.success
    next(one for one in app.text_area if one.label.startswith("The text")).set_value("Hi").run()
    assert now(app, "checkout_rescue").node("reminder").body == "Hi"  # type: ignore[union-attr]
    assert "The text does not hold its link" in plain_words(app)
    assert "In the text:" not in plain_words(app)


def test_whoever_stopped_is_not_counted_among_those_who_agreed(
    open_page: Open, store: Store
) -> None:
    def agreed(app: AppTest) -> int:
        title = next(one.value for one in app.subheader if one.value.startswith("Once to all"))
        return int(title.split()[3].replace(",", ""))

    before = agreed(open_page("preview", **RESCUE))
    crowd = customers(5_000, brand=load_brand(sample_brands()["lumen"])).frame
    who = crowd.loc[crowd["consent_sms_marketing"] == "subscribed", "profile_key"].iloc[0]
    keep_choice(store, "lumen", str(who), "stop")
    assert agreed(open_page("preview", **RESCUE)) == before - 1


def test_an_edit_that_changes_no_parts_praises_nothing(open_page: Open) -> None:
    app = open_page("preview", **RESCUE, message="reminder")
    box = next(one for one in app.text_area if one.label.startswith("The text"))
    box.set_value("Hello").run()
    next(one for one in app.text_area if one.label.startswith("The text")).set_value("Hi").run()
    assert not app.success
    assert not [one for one in app.warning if "per 1,000" in one.value]


def test_smart_encoding_is_a_click(odd: AppTest) -> None:
    assert "force Unicode" in plain_words(odd)
    assert "U+2019" in words_on(odd)
    odd.button(key="use-smart").click().run()
    assert not odd.exception
    assert now(odd, "odd").node("text").smart_encoding  # type: ignore[union-attr]
    assert "force Unicode" not in plain_words(odd)
    assert "Smart encoding is on: 1 part; as written it would be" in plain_words(odd)
    odd.button(key="replace-odd").click().run()
    assert now(odd, "odd").node("text").body.startswith("It's <b>here</b> - {{ nickname }}")  # type: ignore[union-attr]


def test_words_of_users_are_only_text(odd: AppTest) -> None:
    html = " ".join(str(one.proto.body) for one in odd.get("html"))
    for markup in ("<script>x", "<img src=x", "<b>here", "<i>b</i>"):
        assert markup not in html
    assert "&lt;img src=x" in html
    assert "&lt;i&gt;b&lt;/i&gt;" in html


def test_gaps_and_missing_parts_of_the_job_are_told(odd: AppTest) -> None:
    words = plain_words(odd)
    assert "would see a gap at “nickname”" in words
    assert "The job: When … and so I can … missing" in words
    field = next(one for one in odd.text_input if one.label == "When …")
    field.set_value("I wait").run()
    assert now(odd, "odd").node("text").job == "When I wait, I want <b>peace</b>."  # type: ignore[union-attr]


def test_a_variant_is_edited_where_it_stands(odd: AppTest) -> None:
    assert "2 versions of this message side by side" in plain_words(odd)
    odd.selectbox(key="version").select("Variant <i>b</i>").run()
    next(one for one in odd.text_area if one.label.startswith("The text")).set_value(
        "Shorter"
    ).run()
    node = now(odd, "odd").node("text")
    assert node.variants[1].body == "Shorter"  # type: ignore[union-attr]
    assert node.body.startswith("It’s")  # type: ignore[union-attr]


def test_a_faulty_text_says_where_and_can_be_mended(odd: AppTest) -> None:
    def box() -> object:
        return next(one for one in odd.text_area if one.label.startswith("The text"))

    box().set_value("Hi {{ name").run()  # type: ignore[attr-defined]
    assert not odd.exception
    assert any("never closed" in one.value for one in odd.error)
    box().set_value("Hi {{ first_name | default: 'you' }}").run()  # type: ignore[attr-defined]
    assert not odd.error
    assert "nobody sees a gap" in plain_words(odd)


def test_a_journey_without_messages_says_so(open_page: Open, store: Store) -> None:
    save_journey(store, "bare", "id: bare\nname: Bare\nnodes: {}\n", based_on=None, name="Bare")
    for view in ("copy", "variants"):
        app = open_page("preview", journey="bare", view=view)
        assert "No message" in words_on(app)
