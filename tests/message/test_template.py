"""Liquid texts: what they insert, what they refuse, and that they cannot run away."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.errors import TemplateError
from journeyboard.message.filters import FILTERS
from journeyboard.message.template import (
    Fallback,
    Rendered,
    check,
    render,
    variable_uses,
    variables,
)

words = st.text(min_size=1).filter(str.strip)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Hi {{ first_name }}!", "Hi Ada!"),
        ("Hi {{ nickname|default:'there' }}!", "Hi there!"),
        ('Hi {{ nickname | default: "there" }}!', "Hi there!"),
        ("Hi {{ nickname|title|default:first_name }}!", "Hi Ada!"),
        ("{{ spaces|default:'you' }}", "you"),
        ("{% if vip %}VIP{% else %}Hi{% endif %}", "VIP"),
        ("{% unless vip %}Hi{% else %}VIP{% endunless %}", "VIP"),
        ("{% case tier %}{% when 'gold' %}G{% else %}-{% endcase %}", "G"),
        ("{% for p in cart.items limit:2 %}{{ p.name }} {% endfor %}", "Mug Tea "),
        ("{% assign n = cart.items.size %}{{ n }}", "3"),
        ("{% capture x %}{{ first_name }}!{% endcapture %}{{ x | upcase }}", "ADA!"),
        ("{% comment %}not shown{% endcomment %}shown", "shown"),
        ("{% raw %}{{ first_name }}{% endraw %}", "{{ first_name }}"),
        ("{{ cart.total | money }}", "$1,250.50"),
        ("{{ cart.total | money: 'EUR' }}", "€1,250.50"),
        ("{{ 5000 | money: 'JPY' }} {{ -3 | money: 'CHF' }}", "¥5,000 -3.00 CHF"),
        ("{{ due | date: '%d.%m.' }}", "24.12."),
        ("{{ '2026-03-02T10:30:00' | date: '%H:%M' }}", "10:30"),
        ("{{ 'now' | date: '%Y' }} {{ now | date: '%Y' }}", "2026 2026"),
        ("{{ first_name | upcase | append: '-' | prepend: '+' | downcase }}", "+ada-"),
        ("{{ 'a b c' | split: ' ' | join: '+' }}", "a+b+c"),
        ("{{ 'a b c' | split: ' ' | last }}{{ 'a b' | split: ' ' | first }}", "ca"),
        ("{{ 'summer sale' | capitalize }} {{ ' x ' | strip }}", "Summer sale x"),
        ("{{ 'abcdefgh' | truncate: 5 }}", "ab..."),
        ("{{ 10 | minus: 3 | plus: 1 | times: 2 | divided_by: 4 }}", "4"),
        ("{{ 2.345 | round: 1 }} {{ first_name | size }}", "2.3 3"),
        ("{{ 'a&b c' | url_encode }} {{ '<b>' | escape }}", "a%26b+c &lt;b&gt;"),
        ("{{ 'aXbX' | replace: 'X', '-' }}", "a-b-"),
        ("{{ person['First Name'] }}", "Ada"),
    ],
)
def test_the_texts_that_marketers_write_come_out_as_they_expect(source: str, text: str) -> None:
    context = {
        "first_name": "Ada",
        "spaces": " ",
        "vip": True,
        "tier": "gold",
        "cart": {
            "total": Decimal("1250.50"),
            "items": [{"name": "Mug"}, {"name": "Tea"}, {"name": "Pot"}],
        },
        "due": date(2026, 12, 24),
        "now": datetime(2026, 3, 2, tzinfo=UTC),
        "person": {"First Name": "Ada"},
    }
    assert render(source, context, "error").text == text


@given(words)
def test_a_value_is_text_and_never_code(value: str) -> None:
    assert render("{{ name }}", {"name": value}).text == value


def test_line_ends_stay_as_they_are() -> None:
    source = "a\r\n{{ x }}{% capture y %}{{ x }}{% endcapture %}{{ y }}"
    assert render(source, {"x": "b\r\n"}).text == "a\r\nb\r\nb\r\n"


def test_braces_and_tags_in_a_value_stay_as_they_are() -> None:
    value = "{{ secret }}{% if %}{{"
    assert render("Hi {{ name }}", {"name": value, "secret": "x"}).text == f"Hi {value}"


def test_values_are_escaped_for_html_only_when_asked() -> None:
    source, values = "<b>{{ name }}</b>", {"name": "<i>&"}
    assert render(source, values).text == "<b><i>&</b>"
    assert render(source, values, escape="html").text == "<b>&lt;i&gt;&amp;</b>"
    for name in ("upcase", "strip", "title", "append: '<i>'", "replace: 'x', '<i>'"):
        answer = render(f"{{{{ name | {name} }}}}", {"name": "<script>"}, escape="html")
        assert "<script" not in answer.text.lower(), name


@pytest.mark.parametrize("value", [None, "", "  ", float("nan"), np.float64("nan")])
def test_nothing_to_insert_is_missing_however_it_is_spelt(value: object) -> None:
    assert render("Hi {{ name }}", {"name": value}, "skip").missing == ("name",)
    assert render("Hi {{ name | default: 'you' }}", {"name": value}).text == "Hi you"


def test_each_policy_does_its_own_thing_with_a_missing_value() -> None:
    source = "Hi {{ name }}, {{ cart.total | plus: 10 }}"
    missing = ("name", "cart.total")
    assert render(source, {}, "blank") == Rendered("Hi , ", missing)
    assert render(source, {}, "skip") == Rendered("", missing, skipped=True)
    assert render(source, {}, Fallback("?")) == Rendered("Hi ?, ?", missing)
    with pytest.raises(TemplateError, match="“name” has no value") as caught:
        render(source, {}, "error")
    assert (caught.value.place.line, caught.value.place.column) == (1, 7)


def test_a_message_that_has_everything_is_not_skipped() -> None:
    assert render("Hi {{ name }}", {"name": "Ada"}, "skip") == Rendered("Hi Ada")


def test_a_missing_value_inside_a_filter_is_missing_too() -> None:
    assert render("{{ 'Hi ' | append: name }}", {}).missing == ("name",)
    assert render("{{ name | default: company }}", {}).missing == ("company",)
    assert render("{{ name | default: company }}", {"company": "Acme"}).missing == ()


def test_a_missing_value_that_only_steers_is_no_gap() -> None:
    source = (
        "{% if name %}Hi {{ name }}{% else %}Hi{% endif %}{% for x in cart %}{{ x }}{% endfor %}"
    )
    assert render(source, {}, "error").text == "Hi"


def test_zero_and_false_are_values() -> None:
    assert render("{{ points }} {{ member }}", {"points": 0, "member": False}).text == "0 false"


def test_numpy_numbers_count_like_others() -> None:
    assert render("{{ n | times: 2 }}", {"n": np.int64(21)}).text == "42"


def test_the_clock_of_the_machine_is_out_of_reach() -> None:
    assert render("{{ now }}{{ today }}", {}).missing == ("now", "today")
    assert render("{{ 'now' | date: '%Y' }}", {}).text == ""


def test_variables_are_found_without_rendering() -> None:
    source = (
        "{% if vip %}{{ vip }}{{ name }}{{ cart.total | default: 0 }}{% endif %}\n"
        "{% for i in items %}{{ i.name }}{% endfor %}{% assign z = q %}{{ z }}"
    )
    assert variables(source) == {"vip", "name", "cart.total", "items", "q"}
    uses = {(use.name, use.line, use.inserted, use.guarded) for use in variable_uses(source)}
    assert uses == {
        ("vip", 1, False, False),
        ("vip", 1, True, True),
        ("name", 1, True, False),
        ("cart.total", 1, True, True),
        ("items", 2, False, False),
        ("q", 2, False, False),
    }


def test_the_place_of_a_variable_is_where_it_stands() -> None:
    (use,) = variable_uses("Hello\n  {{ name }}")
    assert (use.line, use.column) == (2, 6)


@pytest.mark.parametrize(
    ("source", "line", "column", "words"),
    [
        ("Hi {{ name | upcas }}", 1, 14, "Did you mean “upcase”"),
        ("Hi\n {% include 'x' %}", 2, 5, "unexpected tag 'include'"),
        ("{% render 'x' %}", 1, 4, "unexpected tag 'render'"),
        ("Hi\n {{ name", 2, 2, "never closed"),
        ("Hi\n{% if a %}x", 2, 1, "“if” is never closed"),
        ("{% raw %}x", 1, 1, "endraw"),
        ("{{ }}", 1, 1, "nothing between"),
        ("{% if a = b %}x{% endif %}", 1, 9, "'='"),
        ("{{ a | default: 'x }}", 1, 17, "unexpected"),
        ("{% if a == %}x{% endif %}", 1, 14, "expected"),
        ("{% endif %}", 1, 4, "unexpected tag 'endif'"),
        ("{{ " + "x" * 1_100 + " }}", 1, 1, "longer than"),
    ],
)
def test_a_mistake_is_shown_where_it_is(source: str, line: int, column: int, words: str) -> None:
    with pytest.raises(TemplateError) as caught:
        check(source)
    place = caught.value.place
    assert words in str(caught.value)
    assert (place.line, place.column) == (line, column)
    assert place.caret is not None
    assert place.caret.endswith("^")


def test_the_caret_stands_under_the_mistake() -> None:
    with pytest.raises(TemplateError) as caught:
        check("Hi {{ name | upcas }}")
    assert caught.value.place.caret == "Hi {{ name | upcas }}\n" + " " * 13 + "^"


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in (1..1000000000000) %}{{ i }}{% endfor %}",
        "{% for i in (1..400) %}{% for j in (1..400) %}{{ i }}{% endfor %}{% endfor %}",
        "{% assign x = 9 %}{% for i in (1..400) %}{% assign x = x | times: x %}{% endfor %}",
        "{% assign x = 'aaaaaaaa' %}{% for i in (1..400) %}{% assign x = x | append: x %}{% endfor %}",
        "{{ (1..100000000) | join: 'x' }}",
        "{{ 'aaaa' | replace: '', 'bbbb' }}",
        "{% for i in (1..500) %}" + "x" * 900 + "{% endfor %}",
        "{{ '2026-01-01' | date: '%99999999d' }}",
        "{{ 1 | divided_by: 0 }}",
        "{{ 'inf' | round }}",
        "{% break %}",
        "{% if x %}" * 40 + "{% endif %}" * 40,
        "{% comment %}" + "{{ " * 16_000,
        "{% raw %}" * 5_000,
        "x" * 60_000,
    ],
)
def test_a_text_that_would_run_away_is_refused_in_one_sentence(source: str) -> None:
    with pytest.raises(TemplateError):
        render(source, {})


def test_objects_cannot_be_looked_into() -> None:
    source = "{{ a.__class__ }}{{ a.b.__init__ }}{{ f.__globals__ }}"
    values: dict[str, object] = {"a": {"b": object()}, "f": check}
    assert render(source, values).missing == ("a.__class__", "a.b.__init__", "f.__globals__")


@given(st.text(alphabet="{}%|:'\" axif-\n.()=0", max_size=40))
def test_any_text_is_rendered_or_refused_with_a_reason(source: str) -> None:
    try:
        rendered = render(source, {"a": "1", "x": [1, 2]})
    except TemplateError:
        with pytest.raises(TemplateError, match=r"\w"):
            render(source, {"a": "1", "x": [1, 2]})
    else:
        assert rendered.text or "{" in source or not source


def test_every_filter_answers_to_a_plain_word() -> None:
    arguments = {"date": ": '%Y'", "split": ": ','", "replace": ": 'a'", "slice": ": 0"}
    numbers = ("plus", "minus", "times", "divided_by", "modulo", "at_least", "at_most")
    texts = ("replace_first", "remove", "append", "prepend")
    for name in FILTERS:
        argument = arguments.get(
            name, ": 2" if name in numbers else ": 'a'" if name in texts else ""
        )
        assert render(f"[{{{{ word | {name}{argument} }}}}]", {"word": "Ada"}).text.startswith("[")
