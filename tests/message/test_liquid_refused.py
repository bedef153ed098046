"""Liquid that would run away, recurse, raise or reach out is refused, with a caret under the place."""

from __future__ import annotations

import pytest

from journeyboard.errors import TemplateError
from journeyboard.message.template import check, render

DEEP = "{% if x %}" * 30 + "x" + "{% endif %}" * 30
REFUSED = [
    ("a loop without end", "Hi {% for i in (1..1000000000000) %}{{ i }}{% endfor %}", "for", "loop"),
    ("a loop in a loop", "{% for i in (1..400) %}{% for j in (1..400) %}.{% endfor %}{% endfor %}", "for j", "loop"),
    ("deep nesting", DEEP, "if x", "nesting"),
    ("deep capture", "{% capture y %}" * 30 + "{% endcapture %}" * 30, "capture", "nesting"),
    ("huge output", "{% for i in (1..500) %}" + "x" * 900 + "{% endfor %}", "for", "output"),
    ("a value that doubles", "{% assign x = 'aaaaaaaa' %}{% for i in (1..400) %}{% assign x = x | append: x %}{% endfor %}", "append", "grew"),
    ("a number that doubles", "{% assign x = 9 %}{% for i in (1..400) %}{% assign x = x | times: x %}{% endfor %}", "times", "too large"),
    ("a filter that divides by nothing", "Hi {{ 1 | divided_by: 0 }}", "divided_by", "divide by 0"),
    ("a filter that cannot round", "Hi {{ 'inf' | round }}", "round", "infinity"),
    ("a filter with a mad pattern", "{{ '2026-01-01' | date: '%99999999d' }}", "date", "pattern"),
    ("a filter that opens a file", "{{ '/etc/passwd' | read_file }}", "read_file", "no filter"),
    ("include", "Hi\n {% include 'secrets.txt' %}", "include", "unexpected tag"),
    ("include of a variable", "{% include name %}", "include", "unexpected tag"),
    ("render", "{% render '../../../etc/passwd' %}", "render", "unexpected tag"),
    ("layout", "{% layout 'x' %}", "layout", "unexpected tag"),
    ("extends", "{% extends 'x' %}", "extends", "unexpected tag"),
    ("macro that calls itself", "{% macro f %}{% call f %}{% endmacro %}", "macro", "unexpected tag"),
    ("import", "{% import 'os' %}", "import", "unexpected tag"),
    ("liquid in liquid", "{% liquid\nfor i in (1..9)\n%}", "liquid", "unexpected tag"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "word", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_it_is_refused_with_a_caret_under_the_place(source: str, word: str, said: str) -> None:
    with pytest.raises(TemplateError) as caught:
        render(source, {"x": True, "name": "/etc/passwd"})
    assert said in str(caught.value)
    assert caught.value.place.caret
    line, below = caught.value.place.caret.split("\n")
    assert below.lstrip(" ") == "^"
    near = line[max(0, len(below) - 1 - len(word)) : len(below) - 1 + len(word)]
    assert word.split()[0] in near


@pytest.mark.parametrize("name", ["include", "render", "layout", "extends", "import"])
def test_nothing_is_read_already_when_a_text_is_checked(name: str) -> None:
    with pytest.raises(TemplateError, match="unexpected tag"):
        check(f"{{% {name} 'x' %}}")
