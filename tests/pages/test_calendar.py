"""Preview's Calendar: a month of all journeys of the brand, its days, filter and files."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.storage.journeys import save_journey
from journeyboard.storage.store import Store

from .conftest import Open
from .words import words_on

CALENDAR = {"journey": "checkout_rescue", "view": "calendar"}
ALONE = "id: alone\nname: Alone\nbrand: quiet_brand\nnodes: {}\n"


def grid(app: AppTest) -> dict[str, object]:
    """What the browser is given to draw."""
    found: dict[str, object] = json.loads(app.get("bidi_component")[0].proto.json)
    return found


def squares(app: AppTest) -> list[dict[str, object]]:
    weeks: list[list[dict[str, object] | None]] = grid(app)["weeks"]  # type: ignore[assignment]
    return [day for week in weeks for day in week if day]


def titles(app: AppTest) -> str:
    return " ".join(one.value for one in app.subheader)


def test_a_month_shows_every_day_with_its_sends(open_page: Open) -> None:
    app = open_page("preview", **CALENDAR, month="2026-03")
    assert not app.error
    days = squares(app)
    assert [day["date"] for day in days] == [f"2026-03-{k:02}" for k in range(1, 32)]
    weeks: list[list[object]] = grid(app)["weeks"]  # type: ignore[assignment]
    assert all(len(week) == 7 for week in weeks)
    fifth = {line["name"]: line for line in days[4]["lines"]}  # type: ignore[attr-defined]
    assert fifth["Broadcast every week"]["clock"] == "12:00"
    assert any("clocks change" in day["said"] for day in days)  # type: ignore[operator]
    assert "messages delivered" in titles(app)
    assert "over the cap" in titles(app)


def test_the_months_beside_it_are_a_press_away_and_the_link_follows(open_page: Open) -> None:
    app = open_page("preview", **CALENDAR, month="2026-03")
    app.button(key="month-next").click().run()
    assert app.query_params["month"] == "2026-04"
    assert len(squares(app)) == 30
    app.button(key="month-before").click().run()
    assert app.query_params["month"] == "2026-03"


def test_a_day_of_the_link_is_shown_below(open_page: Open) -> None:
    app = open_page("preview", **CALENDAR, month="2026-03", date="2026-03-05")
    assert "Thursday 05 March" in titles(app)
    assert grid(app)["selected"] == "2026-03-05"


def test_the_filter_shows_only_some_journeys(open_page: Open) -> None:
    app = open_page("preview", **CALENDAR, month="2026-03", only="weekly_broadcast")
    names = {line["name"] for day in squares(app) for line in day["lines"]}  # type: ignore[attr-defined]
    assert names == {"Broadcast every week"}
    assert app.query_params["only"] == "weekly_broadcast"


@pytest.mark.parametrize("month", ["soon", "1999-01", "2026-13"])
def test_a_month_that_cannot_be_shown_says_so(open_page: Open, month: str) -> None:
    app = open_page("preview", **CALENDAR, month=month)
    assert any("cannot be shown" in one.value for one in app.warning)
    assert len(squares(app)) == 31


def test_a_brand_without_steps_has_an_empty_state(open_page: Open, store: Store) -> None:
    save_journey(store, "alone", ALONE, based_on=None, name="Alone")
    app = open_page("preview", journey="alone", view="calendar")
    assert "Nothing to send yet" in words_on(app)
    assert not app.get("bidi_component")


BROKEN = """id: broken
name: Broken
brand: solo
entry: {kind: event, event: no.such}
start: text
nodes:
  text: {kind: sms, body: Hi}
"""


def test_a_brand_whose_journeys_cannot_fly_says_why_and_shows_an_empty_month(
    open_page: Open, store: Store
) -> None:
    save_journey(store, "broken", BROKEN, based_on=None, name="Broken")
    app = open_page("preview", journey="broken", view="calendar", month="2026-03")
    assert not app.error
    assert any("Broken" in one.value and "no.such" in one.value.replace("\\", "") for one in app.warning)  # fmt: skip
    assert "0 messages delivered" in titles(app)
    assert all(not day["lines"] for day in squares(app))
