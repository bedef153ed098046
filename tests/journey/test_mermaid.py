"""Mermaid text: every step and wire once, and nothing a user wrote can be more than text."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.journey.file import load, loads
from journeyboard.journey.form import journey_from
from journeyboard.journey.graph import Journey
from journeyboard.journey.mermaid import escaped, mermaid
from journeyboard.journey.nodes import NODE_KINDS
from journeyboard.journey.samples import sample_journeys

# What may stand between quotes: letters and figures, entities, our own line break.
LABEL = r'"(?:[A-Za-z0-9 ,!?%\-\u0080-\U0010ffff]|#\d+;|<br/>)*"'
LINES = {
    "node": re.compile(rf"(\w+)(\(\[{LABEL}\]\)|\[{LABEL}\]|\{{{LABEL}\}}|\{{\{{{LABEL}\}}\}})"),
    "wire": re.compile(rf"(\w+) -->(?:\|({LABEL})\|)? (\w+)"),
    "class": re.compile(r"class ([\w,]+) (\w+)"),
    "look": re.compile(r"classDef (\w+) [\w#:, -]+"),
}
BOARD = loads("""
id: board
name: Board
start: hello
nodes:
  hello: {kind: sms, title: Hello there, stage: awareness, next: wait}
  wait: {kind: wait_until, branches: [{name: bought, event: order.placed, next: end}], on_timeout: end}
  end: {kind: exit, reason: done, stage: loyalty}
  remark: {kind: note, title: Why, text: Because of the test}
""")


def parsed(text: str) -> dict[str, list[re.Match[str]]]:
    """The lines of a flowchart by what they are; every line is of one kind, from end to end."""
    first, *lines = text.splitlines()
    assert first == "flowchart TD"
    found: dict[str, list[re.Match[str]]] = {name: [] for name in LINES}
    for line in lines:
        name, match = next((n, m) for n, p in LINES.items() if (m := p.fullmatch(line.strip())))
        found[name].append(match)
    return found


def shown(text: str) -> str:
    """An escaped text as Mermaid shows it."""
    return html.unescape(re.sub(r"#(\d+);", r"&#\1;", text)).replace("\u200b", "")


@given(st.from_type(Journey))
def test_every_step_and_every_wire_is_there_once(journey: Journey) -> None:
    found = parsed(mermaid(journey))
    names = [match[1] for match in found["node"]]
    assert len(set(names)) == len(names) == len(journey.nodes) + 1
    assert len(found["wire"]) == len(journey.wires)
    assert {match[n] for match in found["wire"] for n in (1, 3)} <= set(names)
    assert {match[2] for match in found["class"]} == {match[1] for match in found["look"]}


def printed(text: str) -> str:
    """What of a text leaves ink on paper."""
    return "".join(c for c in text if c.isprintable() and not c.isspace())


@given(st.text(max_size=60))
def test_a_text_is_shown_as_it_was_written_in_one_line(text: str) -> None:
    assert printed(shown(escaped(text))) == printed(text)
    assert len(escaped(text).splitlines()) <= 1


@pytest.mark.parametrize(
    "text",
    [
        '"]; click n_a "javascript:alert(1)"',
        "<script>alert(1)</script>",
        "`code` **bold** _it_ [x](y)",
        "#quot; &lt; %%{init: {}}%%",
        "1. first",
        "- item",
        "$$x$$ fa:fa-car ﬂ°°60¶ß a\\nb #br#",
    ],
)
def test_no_user_text_is_syntax(text: str) -> None:
    nodes = {"a-b": {"kind": "sms", "title": text}, "a_b": {"kind": "note", "text": text}}
    arms = [{"name": text, "weight": 1, "next": "a-b"}]
    journey = journey_from(
        {"id": "j", "name": text, "nodes": {**nodes, "end": {"kind": "random_split", "arms": arms}}}
    )
    found = parsed(mermaid(journey))
    assert [match[1] for match in found["node"]] == ["entry", "n_a_b", "n_a_b_", "n_end"]
    assert shown(found["wire"][0][2]).startswith(f'"{text}')
    raw = escaped(text)
    for mark in ("$$", "fa:fa-", "ﬂ°", "¶ß", "\\n", "#br#"):
        assert mark not in html.unescape(re.sub(r"#(\d+);", r"&#\1;", raw))


def test_families_have_shapes_stages_are_classes_and_notes_are_dashed() -> None:
    assert (
        mermaid(BOARD)
        == """flowchart TD
  entry(["Checkout started<br/>Entry"])
  n_hello["Hello there<br/>SMS"]
  n_wait{{"order placed, at most 1 day<br/>Wait until"}}
  n_end(["done<br/>Exit"])
  n_remark["Why<br/>Because of the test"]
  entry --> n_hello
  n_hello --> n_wait
  n_wait -->|"bought"| n_end
  n_wait -->|"timeout"| n_end
  classDef awareness stroke:#0B6375,stroke-width:2px
  class n_hello awareness
  classDef loyalty stroke:#56AEF2,stroke-width:2px
  class n_end loyalty
  classDef note stroke-dasharray:5 5
  class n_remark note
"""
    )


def test_a_long_text_is_cut() -> None:
    assert len(shown(escaped("very " * 40))) == 80


def test_every_kind_and_every_sample_can_be_drawn() -> None:
    kinds = {
        kind.model_fields["kind"].default: {"kind": kind.model_fields["kind"].default}
        for kind in NODE_KINDS
    }
    parsed(mermaid(journey_from({"id": "j", "name": "x", "nodes": kinds})))
    for path in sample_journeys().values():
        parsed(mermaid(load(path)))
