"""Plain texts filled without Liquid: the same answers as Liquid gives, or none."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from journeyboard.message import quick
from journeyboard.message.template import Rendered, _parse, variable_uses

TAGS = [
    "{{ a }}", "{{a}}", "{{ b | default: 'you' }}", '{{ b|default:"you" }}', "{{ a | default: '' }}",
    "{{ day | date: '%b %d' }}", "{{ day | date: '%H:%M %%' | default: 'soon' }}", "{% if a %}",
    "{% if b %}", "{%if day%}", "{% else %}", "{% endif %}", "{{ a | upcase }}", "{{- a }}",
    "{% raw %}", "{{ now }}", "{{ true }}", "{{ a.b }}", "{{ a", "}}", "%}", "{", "}", "{%", "|", "'",
    "{{ nothing }}", "{% comment %}", "{% endcomment %}", "{% if nil %}", "{{ a | date: '' }}",
]  # fmt: skip
sources = st.lists(st.sampled_from([*TAGS, " ", "Hi ", "\r\n", "é😀"]), max_size=8).map("".join)
values = st.one_of(
    st.none(), st.text(max_size=5), st.integers(-5, 10**18), st.booleans(), st.floats(),
    st.dates(date(1900, 1, 1)), st.datetimes(datetime(1900, 1, 1)), st.just("now"), st.just([1, "a"]), st.just(pd.NaT),
)  # fmt: skip
contexts = st.fixed_dictionaries({}, optional={"a": values, "b": values, "day": values})


def by_liquid(source: str, context: dict[str, object]) -> Rendered:
    """What Liquid itself makes of a text, with “?” for what is missing."""
    from journeyboard.message.sandbox import Gaps, fill
    from journeyboard.message.template import _NO_CLOCK, _plain

    gaps = Gaps("?")
    plain = _NO_CLOCK | {name: _plain(value) for name, value in context.items()}
    return Rendered(fill(_parse(source, False), plain, gaps), tuple(gaps.names))


@given(sources, contexts)
@settings(max_examples=600)
@example("{{ a }}{", {"a": "x"})
@example("{{ day | date: '%b %d' | default: 'soon' }}", {"day": "now"})
@example("{{ day | date: '%b' }}{% if day %}x{% endif %}", {"day": pd.NaT})
@example("{% if a %}{{ a }}{% else %}{{ b }}{% endif %}", {"a": ""})
def test_what_is_filled_quickly_is_what_liquid_says(
    source: str, context: dict[str, object]
) -> None:
    found = quick.pieces(source)
    filled = quick.fill(found, context, "?") if found is not None else None
    if filled is not None:
        assert Rendered(*filled) == by_liquid(source, context)


@given(sources)
@settings(max_examples=300)
def test_what_is_taken_apart_is_valid_and_its_insertions_are_liquids(source: str) -> None:
    found = quick.pieces(source)
    if found is None:
        return
    _parse(source, False)
    uses = [(use.name, use.guarded) for use in variable_uses(source) if use.inserted]
    assert [(one.name, guarded) for one, guarded in quick.insertions(found)] == uses
    for one, _ in quick.insertions(found):
        assert source[one.start : one.end].startswith("{{")
        assert source[: one.name_end].endswith(one.name)


@pytest.mark.parametrize(
    "source",
    [
        "{{ a | upcase }}",
        "{% for x in y %}{% endfor %}",
        "{% if a == 1 %}{% endif %}",
        "{{ a",
        "x" * 6_000,
    ],
)
def test_what_is_not_plain_is_left_to_liquid(source: str) -> None:
    assert quick.pieces(source) is None


def test_a_text_of_the_samples_is_filled_quickly() -> None:
    source = "Hi {{ name | default: 'there' }}, {% if vip %}VIP{% else %}until{% endif %} {{ due | date: '%b %d' }}"
    found = quick.pieces(source)
    assert found is not None
    assert quick.fill(found, {"due": date(2026, 3, 4)}, "") == ("Hi there, until Mar 04", ())


@given(sources)
@settings(max_examples=300)
@example("{% if b %}{{ a | default: 'x' }}{% endif %}")
def test_the_names_in_what_is_taken_apart_are_liquids(source: str) -> None:
    found = quick.pieces(source)
    if found is not None:
        assert quick.names(found) == {use.name for use in variable_uses(source)}
