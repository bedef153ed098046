"""What is known at a step is what every way to it has asked: against a slow walk over all ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from journeyboard.audience import conditions as ask
from journeyboard.audience.conditions import Condition
from journeyboard.journey.form import journey_from
from journeyboard.lint.facts import (
    Fact,
    Facts,
    attribute,
    consent,
    event,
    facts_of,
    has_happened,
)
from journeyboard.lint.gates import asked, entering, gains, known
from journeyboard.lint.subject import Subject

CONDITIONS: TypeAdapter[Condition] = TypeAdapter(Condition)
SMS: dict[str, Any] = {"consent": {"channel": "sms"}}
EMAIL: dict[str, Any] = {"consent": {"channel": "email"}}
BOUGHT = {"event": {"type": "order.placed"}}
NOT_BOUGHT = {"event": {"type": "order.placed", "op": "eq", "count": 0}}


def subject(nodes: dict[str, Any], **settings: Any) -> Subject:
    return Subject(journey_from({"id": "j", "name": "J", "start": "a", **settings, "nodes": nodes}))


def facts(data: dict[str, Any], holds: bool = True) -> frozenset[Fact]:
    return facts_of(CONDITIONS.validate_python(data), subject({}, start=None), holds)


def split(when: dict[str, Any], then: str | None, otherwise: str | None = None) -> dict[str, Any]:
    return {
        "kind": "split",
        "branches": [{"name": "x", "when": when, "next": then}],
        "everyone_else": otherwise,
    }


def test_all_know_each_part_and_any_only_what_they_share() -> None:
    assert facts({"all": [SMS, EMAIL]}) == {consent("sms"), consent("email")}
    assert facts({"any": [SMS, EMAIL]}) == frozenset()
    assert facts({"any": [SMS, {"all": [EMAIL, SMS]}]}) == {consent("sms")}


def test_not_turns_all_and_any_around() -> None:
    neither = {consent("sms")._replace(holds=False), consent("email")._replace(holds=False)}
    assert facts({"not": {"any": [SMS, EMAIL]}}) == neither
    assert facts({"not": {"all": [SMS, EMAIL]}}) == frozenset()
    assert facts({"not": {"not": SMS}}) == {consent("sms")}


def test_a_count_says_none_or_some() -> None:
    some, none = {event("order.placed", happened=True)}, {event("order.placed", happened=False)}
    assert facts(BOUGHT) == facts(NOT_BOUGHT, holds=False) == some
    assert facts(NOT_BOUGHT) == facts(BOUGHT, holds=False) == none


def test_that_it_is_not_three_says_nothing() -> None:
    three = {"event": {"type": "order.placed", "op": "eq", "count": 3}}
    assert has_happened(facts(three), "order.placed")
    assert facts(three, holds=False) == frozenset()


def test_a_segment_says_what_defines_it() -> None:
    assert consent("sms") in facts({"segment": {"id": "sms_subscriber"}})
    assert consent("sms") not in facts({"segment": {"id": "sms_subscriber"}}, holds=False)
    assert consent("sms") not in facts({"segment": {"id": "new_subscriber"}})


def test_everyone_else_is_not_what_the_branches_ask() -> None:
    at = asked(subject({"a": split(SMS, "b", "c"), "b": {"kind": "exit"}, "c": {"kind": "exit"}}))
    assert consent("sms") in at.at("b")
    assert consent("sms")._replace(holds=False) in at.at("c")


def test_where_ways_meet_only_what_both_know_is_known() -> None:
    nodes = {"a": split(SMS, "b", "c"), "b": split(EMAIL, "d"), "c": {"kind": "goal", "next": "d"}}
    whole = subject({**nodes, "d": {"kind": "exit"}})
    assert asked(whole).at("d") == entering(whole)


def test_an_update_is_known_and_replaces_what_was() -> None:
    gate = split({"profile": {"attribute": "tier", "value": "gold"}}, "u")
    update = {"kind": "update", "set": {"tier": "silver"}, "next": "e"}
    at = asked(subject({"a": gate, "u": update, "e": {"kind": "exit"}}))
    assert attribute("tier", "gold") in at.at("u")
    assert {f for f in at.at("e") if f.about[0] == "tier"} == {attribute("tier", "silver")}


def has_not_happened(facts: Facts, kind: str) -> bool:
    """Whether everybody is known not to have had this event for some time, or for one cart."""
    return any(f.kind == "event" and f.about[0] == kind and not f.holds for f in facts)


def waiting(**settings: Any) -> Subject:
    nodes = {
        "a": split({"all": [SMS, NOT_BOUGHT]}, "w"),
        "w": {"kind": "delay", "for": "1 day", "next": "e"},
    }
    return subject({**nodes, "e": {"kind": "exit"}}, **settings)


def test_a_wait_forgets_what_may_have_changed() -> None:
    assert consent("sms") in asked(waiting()).at("e")
    assert consent("sms") not in known(waiting()).at("e")
    assert not has_not_happened(known(waiting()).at("e"), "order.placed")


def test_an_exit_rule_keeps_it_known() -> None:
    rules = [{"event": "consent.unsubscribed"}, {"event": "order.placed"}]
    at = known(waiting(exit_rules=rules)).at("e")
    assert consent("sms") in at
    assert has_not_happened(at, "order.placed")


def test_the_event_of_the_entry_does_not_contradict_an_exit_on_a_later_one() -> None:
    entry = {"kind": "event", "event": "order.placed"}
    first = entering(subject({}, start=None, entry=entry, exit_rules=[{"event": "order.placed"}]))
    assert has_happened(first, "order.placed")
    assert event("order.placed", happened=False) in first
    assert event("order.placed", happened=True) not in first


def test_nothing_is_known_where_nobody_gets() -> None:
    assert asked(subject({"a": {"kind": "exit"}, "b": {"kind": "exit"}})).at("b") == frozenset()


ATOMS: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [SMS, EMAIL, BOUGHT, NOT_BOUGHT, {"sample": 5}]
)
ASKED = st.recursive(
    ATOMS,
    lambda parts: st.one_of(
        st.builds(lambda x: {"all": x}, st.lists(parts, min_size=1, max_size=3)),
        st.builds(lambda x: {"any": x}, st.lists(parts, min_size=1, max_size=3)),
        st.builds(lambda x: {"not": x}, parts),
    ),
    max_leaves=6,
)


def truth(condition: Condition, world: dict[str, bool]) -> bool:
    """Whether a condition holds in a world, worked out the plain way."""
    match condition:
        case ask.All(all=parts):
            return all(truth(part, world) for part in parts)
        case ask.AnyOf(any=parts):
            return any(truth(part, world) for part in parts)
        case ask.Not(not_=part):
            return not truth(part, world)
        case ask.Consent(consent=asks):
            return world[asks.channel]
        case ask.Happened(event=count):
            return world["bought"] is (count.op == "gte")
    return world["sampled"]


def holds_in(fact: Fact, world: dict[str, bool]) -> bool:
    names = {"consent": str(fact.about[0]), "event": "bought", "sample": "sampled"}
    return world[names[fact.kind]] is fact.holds


@given(ASKED, st.booleans())
def test_every_fact_is_true_wherever_the_condition_is(data: dict[str, Any], holds: bool) -> None:
    condition = CONDITIONS.validate_python(data)
    names = ("sms", "email", "bought", "sampled")
    for number in range(16):
        world = {name: bool(number >> place & 1) for place, name in enumerate(names)}
        if truth(condition, world) is holds:
            assert all(holds_in(fact, world) for fact in facts(data, holds))


@st.composite
def drawings(draw: st.DrawFn) -> dict[str, Any]:
    """Small graphs of splits, updates and waits, with loops."""
    ids = [chr(ord("a") + place) for place in range(draw(st.integers(2, 7)))]
    target = st.sampled_from([*ids, None])
    nodes = {}
    for one in ids:
        kind = draw(st.sampled_from(["split", "update", "delay"]))
        if kind == "split":
            nodes[one] = split(draw(ATOMS), draw(target), draw(target))
        elif kind == "update":
            nodes[one] = {
                "kind": kind,
                "set": {"tier": draw(st.sampled_from([1, 2]))},
                "next": draw(target),
            }
        else:
            nodes[one] = {"kind": kind, "for": "1 day", "next": draw(target)}
    return nodes


def walks(whole: Subject, length: int) -> Iterator[tuple[str, frozenset[Fact]]]:
    """Every way of at most so many steps, with what was asked on it."""
    learnt = gains(whole)
    ways = [("a", entering(whole))]
    for _ in range(length):
        yield from ways
        onward = []
        for step, now in ways:
            node = whole.nodes[step]
            changed = getattr(node, "set", {})
            kept = frozenset(f for f in now if f.kind != "profile" or f.about[0] not in changed)
            onward += [(p.target, kept | learnt[step, p.name]) for p in node.ports if p.target]
        ways = list(dict.fromkeys(onward))


@settings(deadline=None)
@given(drawings())
def test_the_facts_are_those_that_every_walk_knows(nodes: dict[str, Any]) -> None:
    whole = subject(nodes)
    slow: dict[str, frozenset[Fact]] = {}
    for step, now in walks(whole, 14):
        slow[step] = slow.get(step, now) & now
    gates = asked(whole)
    assert {step: gates.at(step) for step in slow} == slow


@settings(deadline=None)
@given(drawings())
def test_a_wait_only_ever_takes_facts_away(nodes: dict[str, Any]) -> None:
    whole = subject(nodes)
    before, after = asked(whole), known(whole)
    assert all(after.at(step) <= before.at(step) for step in nodes)
