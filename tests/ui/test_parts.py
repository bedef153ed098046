"""The parts of pages: what a chart says is plain text."""

from __future__ import annotations

from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

FINDING = "“*Bold* [x](y) <b>” adds $5 to $6"
NOTE = (
    "From $1 & <i> to $2, **never** _more_ than that, whatever is typed here by whoever types it."
)


def page() -> None:
    import plotly.graph_objects as go
    from tests.ui.test_parts import FINDING, NOTE

    from journeyboard.charts.theme import framed
    from journeyboard.ui.parts import figure

    figure(framed(go.Figure(), finding=FINDING, alt="", dark=False, height=200, note=NOTE))


def shown(markdown: str) -> str:
    """The words of Markdown without any markup in it; fails where there is some."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= {"text", "text_special"}
    return "".join(child.content for child in children)


def test_a_charts_finding_and_note_are_shown_as_they_were_typed() -> None:
    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.exception
    assert shown(app.subheader[0].value) == FINDING
    assert shown(app.caption[0].value) == NOTE
    for value in (app.subheader[0].value, app.caption[0].value):
        assert value.count("$") == value.count("\\$") == 2
