"""Every chart, in both modes: our colours only, its finding as title, an alt text, and no drawn unknowns."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from html import unescape
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.charts.results import (
    ADDED,
    LABELS,
    MARGIN,
    TRUTH,
    checkout_funnel,
    journey_log,
    lifts,
    plans,
)
from tests.measurement.logs import table

from journeyboard.charts.experiment import lift_forest, power_curve
from journeyboard.charts.performance import day_series, funnel_bars, message_bars, opt_out_bars
from journeyboard.charts.stages import stage_area, stage_sankey
from journeyboard.charts.theme import ROW_LETTERS, TITLE_WIDTH, alt_text, template
from journeyboard.charts.truth import added_dots
from journeyboard.charts.wording import stretched
from journeyboard.measurement.funnel import funnel
from journeyboard.measurement.log import open_log
from journeyboard.measurement.metrics import MetricTable, metrics
from journeyboard.measurement.stages import stages

FOREIGN = ("#636EFA", "#2A3F5F", "#E5ECF6", "#EF553B", "#00CC96", "#506784", "#C8D4E3")
log = cache(journey_log)


@cache
def by(group: str) -> MetricTable:
    return metrics(log(), group)


CHARTS: dict[str, Callable[[bool], go.Figure]] = {
    "message_bars": lambda dark: message_bars(by("node"), labels=LABELS, dark=dark),
    "opens": lambda dark: message_bars(by("channel"), "opens", dark=dark),
    "money": lambda dark: message_bars(by("node"), "revenue_per_recipient", dark=dark),
    "opt_out_bars": lambda dark: opt_out_bars(by("node"), labels=LABELS, dark=dark),
    "funnel_bars": lambda dark: funnel_bars(checkout_funnel(log()), dark=dark),
    "day_series": lambda dark: day_series(by("day"), ("delivered", "clicks"), dark=dark),
    "day_rate": lambda dark: day_series(by("day"), ("ctr",), dark=dark),
    "stage_sankey": lambda dark: stage_sankey(stages(log()), dark=dark),
    "stage_area": lambda dark: stage_area(stages(log(), every="day"), dark=dark),
    "lift_forest": lambda dark: lift_forest(lifts(), truth=TRUTH, dark=dark),
    "added_dots": lambda dark: added_dots(ADDED, MARGIN, currency="USD", dark=dark),
    "power_curve": lambda dark: power_curve(plans(), plan=plans()[4], dark=dark),
}
each_chart = pytest.mark.parametrize("name", CHARTS)
each_mode = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


def document(figure: go.Figure) -> str:
    return str(figure.to_json()).upper()


@each_chart
@each_mode
def test_a_chart_shows_our_colours_and_none_of_plotlys(name: str, dark: bool) -> None:
    figure = CHARTS[name](dark)
    assert figure.layout.template == template(dark)
    assert not [colour for colour in FOREIGN if colour in document(figure)]
    assert figure.layout.template.layout.paper_bgcolor == "rgba(0,0,0,0)"


@each_chart
def test_the_title_is_a_sentence_that_fits_a_phone(name: str) -> None:
    title = unescape(CHARTS[name](False).layout.title.text)
    assert title.endswith(".")
    assert max(map(len, title.split("<br>"))) <= TITLE_WIDTH


@each_chart
def test_the_alt_text_holds_the_finding_and_more(name: str) -> None:
    figure = CHARTS[name](False)
    assert alt_text(figure).startswith(figure.layout.meta["finding"])
    assert len(alt_text(figure)) > len(figure.layout.meta["finding"])


@each_chart
def test_light_and_dark_differ_in_colours_only(name: str) -> None:
    light, dark = (CHARTS[name](mode) for mode in (False, True))
    assert light.layout.meta == dark.layout.meta
    assert light.layout.height == dark.layout.height


@each_chart
def test_a_figure_is_valid_json_without_nan(name: str) -> None:
    json.loads(CHARTS[name](False).to_json(), parse_constant=lambda word: pytest.fail(word))


def seen(text: str, wide: bool = False) -> str:
    """What is read of a row's words, on a narrow or a wide page."""
    hidden = "narrow, inline" if wide else "wide, none"
    return unescape(re.sub(r"<[^>]*>", "", re.sub(rf"<span style=\"display: var\(--jb-{hidden}\)\">.*?</span>", "", text)))  # fmt: skip


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=140))
def test_a_wide_page_shows_more_of_a_label(label: str) -> None:
    told, whole = stretched(label, 30, 60), " ".join(label.split())
    for wide, room in ((False, 30), (True, 60)):
        read = seen(told, wide)
        assert len(read) <= room
        assert read == whole if len(whole) <= room else read.endswith("…")
        assert whole.startswith(read.removesuffix("…"))


@pytest.mark.parametrize(
    "name", ["message_bars", "opens", "opt_out_bars", "funnel_bars", "lift_forest"]
)
def test_labels_and_values_of_a_row_fit_beside_each_other_on_a_phone(name: str) -> None:
    rows: dict[Any, int] = {}
    for note in CHARTS[name](False).layout.annotations:
        if note.yref != "paper":
            rows[note.y] = rows.get(note.y, 0) + len(seen(note.text))
    assert rows
    assert max(rows.values()) <= ROW_LETTERS


def test_what_cannot_be_computed_is_written_and_not_drawn() -> None:
    figure = message_bars(by("channel"), "opens")
    drawn = dict(
        zip([row.group["channel"] for row in by("channel").rows], figure.data[0].x, strict=True)
    )
    assert drawn["sms"] is None
    assert any("SMS has no open event" in note.text for note in figure.layout.annotations)
    forest = lift_forest(lifts())
    assert forest.data[0].x[-1] is None
    assert any("has no customers" in note.text for note in forest.layout.annotations)


def test_the_forest_marks_the_truth_and_names_the_control_rate() -> None:
    figure = lift_forest(lifts(), truth=TRUTH)
    truth = next(trace for trace in figure.data if trace.name == "Truth")
    assert list(truth.x) == list(TRUTH.values())
    assert "8.1\u00a0% of 4,200 customers" in figure.layout.title.subtitle.text.replace("<br>", " ")


def test_the_sankey_keeps_every_customer() -> None:
    flow = stages(log())
    figure = stage_sankey(flow)
    assert sum(figure.data[0].link.value) == flow.customers


def test_names_with_markup_are_shown_as_written() -> None:
    figure = message_bars(by("node"), labels={"nudge": "<b>Save</b> & <script>"})
    assert any("&lt;b&gt;Save" in note.text for note in figure.layout.annotations)
    assert "<SCRIPT>" not in document(figure)


def test_an_empty_log_draws_empty_charts_that_say_so() -> None:
    empty = open_log(table([]))
    flow = stages(empty)
    figures = [
        message_bars(metrics(empty, "node")),
        opt_out_bars(metrics(empty, "node")),
        day_series(metrics(empty, "day")),
        funnel_bars(funnel(empty, ["message.delivered", "order.placed"])),
        stage_sankey(flow),
        stage_area(flow),
        lift_forest([]),
    ]
    assert all(figure.layout.title.text for figure in figures)


@pytest.mark.parametrize("name", ["added_dots", "money"])
def test_two_amounts_are_no_formula_and_are_spoken_as_they_are(name: str) -> None:
    figure = CHARTS[name](False)
    assert "$" in alt_text(figure)
    assert "$" in figure.layout.meta["finding"]
    drawn = json.dumps({**figure.to_plotly_json(), "layout": {**figure.to_plotly_json()["layout"], "meta": None}}, default=list)  # fmt: skip
    assert "&#36;" in drawn
    assert "$" not in drawn
