"""The chart of one life: every shown moment once, and time never running backwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from journeyboard.charts.life import life_line, shown
from journeyboard.charts.theme import alt_text
from journeyboard.simulation.tracing.traced import Life, Moment, Trace

START = datetime(2026, 3, 2, tzinfo=UTC)
NOTHING = dict.fromkeys(("orders", "revenue", "discount", "margin", "cost", "opt_outs"), 0.0)


def moment(hours: float, kind: str, *, both: bool = False, value: float | None = None) -> Moment:
    at = START + timedelta(hours=hours)
    return Moment(at, at, kind, f"{kind} <b>", "", f"x.{kind}", where="both" if both else "here", value=value)  # fmt: skip


def traced(first: list[Moment], second: list[Moment]) -> Trace:
    lives = tuple(
        Life(key, (), tuple(moments), (), NOTHING)
        for key, moments in (("designed", first), ("untouched", second))
    )
    return Trace("c1", "UTC", "USD", START.replace(tzinfo=None), 90, lives, "It ordered.")


def test_every_shown_moment_has_one_mark_at_its_time() -> None:
    visit, order = moment(1, "visit", both=True), moment(30, "order", value=56.0)
    trace = traced([visit, moment(20, "message"), order], [visit])
    figure = life_line(trace)
    marks = [(x, y, mark.name) for mark in figure.data for x, y in zip(mark.x, mark.y, strict=True)]
    assert sorted((y, name) for _, y, name in marks) == [(0, "Message"), (1, "Order"), (1, "Visit"), (2, "Visit")]  # fmt: skip
    by_name = {name: x for x, _, name in marks}
    assert by_name["Visit"] < by_name["Message"] < by_name["Order"]
    assert "&#36;56" in [text for mark in figure.data for text in mark.text or ()]


def test_what_both_lives_have_is_hollow_and_what_one_has_is_filled() -> None:
    figure = life_line(traced([moment(1, "cart", both=True), moment(2, "opt_out")], []))
    symbols = {mark.name: mark.marker.symbol for mark in figure.data}
    assert symbols == {"Cart": "square-open", "Opt-out": "x"}


def test_words_are_escaped_and_the_finding_is_the_summary() -> None:
    figure = life_line(traced([moment(1, "message")], []))
    assert figure.layout.meta["finding"] == "It ordered."
    assert "message <b>" in alt_text(figure)
    assert "&lt;b&gt;" in figure.data[0].customdata[0][1]


def test_a_life_in_which_nothing_happened_is_said() -> None:
    figure = life_line(traced([moment(1, "message")], []))
    assert any("nothing" in (note.text or "") for note in figure.layout.annotations)
    assert life_line(traced([], [])).layout.height > 0


def test_a_crowded_life_leaves_out_idle_visits() -> None:
    idle = [replace(moment(k, "visit", both=True), visit=k) for k in range(60)]
    figure = life_line(traced([*idle, moment(99, "order", value=10.0)], []))
    assert [mark.name for mark in figure.data] == ["Order"]
    assert len(shown(traced(idle, []).lives[0])) == 60


def test_the_name_of_a_life_is_no_markup() -> None:
    figure = life_line(traced([moment(1, "visit")], []), without="without “<i>Rescue</i>”")
    rows = [note.text for note in figure.layout.annotations]
    assert [row for row in rows if "&lt;i&gt;Rescue&lt;/i&gt;" in row]
    assert not [row for row in rows if "<i>" in row]
