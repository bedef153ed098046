"""Preview's Timing: any entry moment, any path, and the whole audience's month."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.storage.consents import keep_choice
from journeyboard.storage.journeys import save_journey
from journeyboard.storage.store import Store
from journeyboard.ui.preview.timing_audience import holds_finding
from journeyboard.workflows.timing import Holds

from .conftest import Open
from .words import words_on

RESCUE = {"journey": "checkout_rescue", "view": "timing"}
EMPTY = "id: empty\nname: Empty\nbrand: lumen\nnodes: {}\n"
LOOP = """id: looping
name: "<b>Loop</b>"
brand: lumen
start: wait
nodes:
  wait: {kind: delay, for: 1 day, next: text}
  text: {kind: sms, title: "**Bold** <script>x</script>", body: Hi, next: wait}
"""


def said(app: AppTest) -> str:
    """All words, those of tables, titles and notes included."""
    html = " ".join(str(one.proto.body) for one in app.get("html"))
    rest = " ".join(one.value for one in (*app.subheader, *app.caption, *app.info, *app.header))
    return f"{words_on(app)} {html} {rest}"


def test_the_ledger_the_customer_and_the_audience_stand_on_one_page(open_page: Open) -> None:
    app = open_page("preview", **RESCUE, day="2026-03-04", clock="19:30")
    words = said(app)
    assert not app.error
    assert "landing between" in words
    assert "This customer gets" in words
    assert "Everybody in March 2026" in words
    assert "From one flight of all 6 journeys of the brand together, on 5,000 sample customers" in words.replace("\\", "")  # fmt: skip
    assert "come within 24 hours of each other" in words
    assert "Clocks change for" in words


def test_the_link_holds_path_channel_scope_hours_and_zone(open_page: Open) -> None:
    asked = {"path": "3", "lands_by": "email", "scope": "brand", "hours": "6", "clockzone": "Asia/Kolkata"}  # fmt: skip
    app = open_page("preview", **RESCUE, **asked)
    for key, value in asked.items():
        assert app.session_state[key] == value
        assert app.query_params[key] == value
    assert "come within 6 hours of each other" in said(app)
    assert "UTC" in said(app)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"day": "2026-03-08", "clock": "02:30"}, "02:30 does not exist on 8 March"),
        ({"day": "2026-11-01", "clock": "01:30"}, "01:30 comes twice on 1 November"),
        ({"day": "2026-03-08", "clock": "12:00"}, "Clocks change on this day"),
    ],
)
def test_an_entry_on_a_day_when_clocks_change_says_what_happens(
    open_page: Open, query: dict[str, str], words: str
) -> None:
    app = open_page("preview", **RESCUE, **query, clockzone="America/New_York")
    assert any(words in one.value.replace("\\", "") for one in app.info)


def test_a_zone_that_is_none_is_refused(open_page: Open) -> None:
    app = open_page("preview", **RESCUE, clockzone="Mars/Olympus")
    assert any("There is no time zone" in one.value for one in app.warning)


def test_a_journey_without_steps_says_so(open_page: Open, store: Store) -> None:
    save_journey(store, "empty", EMPTY, based_on=None, name="Empty")
    app = open_page("preview", journey="empty", view="timing")
    assert "No path" in said(app)
    assert "No messages land in this month" in said(app)


def test_a_loop_has_no_bound_and_names_are_only_text(open_page: Open, store: Store) -> None:
    save_journey(store, "looping", LOOP, based_on=None, name="Loop")
    app = open_page("preview", journey="looping", view="timing")
    words = said(app)
    assert "goes round for ever" in words
    assert "<script>" not in words
    assert "&lt;script&gt;" in words


def test_due_and_skipped_is_not_said_to_be_not_due() -> None:
    none = Holds(0, 0, 0, None, None)
    assert holds_finding(none, "texts", 25) == "No texts were sent: 25 were due and skipped"
    assert holds_finding(none, "texts", 0) == "No texts were due"


def test_the_ledger_only_says_would_land_to_a_customer_who_gets_nothing(
    open_page: Open, store: Store
) -> None:
    app = open_page("preview", **RESCUE)
    assert "landing between" in said(app)
    for channel in ("sms", "email", "push"):
        keep_choice(store, "lumen", app.session_state["customer"], "stop", channel=channel)
    words = said(open_page("preview", **RESCUE, customer=app.session_state["customer"]))
    assert "This customer gets 0 messages" in words
    assert "which would land between" in words
    assert "landing between" not in words
