"""Random journeys for the tests of this folder: `st.from_type(Journey)`, every node kind and setting."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from journeyboard.journey.form import journey_from
from journeyboard.journey.graph import Journey

IDS = [f"n{number}" for number in range(7)]
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40
) | st.sampled_from(
    [
        "",
        "Hi {{ first_name | default: 'there' }}",
        "a: b # c",
        "- x",
        "two\nlines",
        "null",
        "12",
        "yes",
        " pad ",
        "\t",
        "'\"",
        "\r\n",
        "…\u2028",
        "| x",
        "%",
        "🔥 ok",
        "line\n\n  deep\n",
    ]
)
DURATIONS = st.sampled_from([0, 60, 3_600, 86_400, 90_061, 604_800])
EVENTS = st.sampled_from(["order.placed", "checkout.started", "order.delivered"])
WIRES = st.sampled_from(IDS) | st.none()

CONDITIONS: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.sampled_from(
        [
            {"consent": {"channel": "sms"}},
            {"profile": {"attribute": "orders", "op": "gte", "value": 2}},
            {"profile": {"attribute": "region", "op": "in", "value": ["US-CA", "US-NY"]}},
            {"profile": {"attribute": "vip", "op": "eq", "value": True}},
            {"event": {"type": "order.placed", "op": "eq", "count": 0, "within": "2 days"}},
            {"segment": {"id": "vip", "member": False}},
            {"engaged": {"node": "n1", "action": "clicked"}},
            {"trigger": {"field": "value", "op": "lt", "value": 60.5}},
            {"score": {"name": "propensity"}},
            {"sample": 20},
        ]
    ),
    lambda inner: (
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda part: {"not": part}, inner)
    ),
    max_leaves=4,
)


def _node(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    every = {
        "title": TEXTS,
        "notes": TEXTS,
        "position": st.tuples(st.integers(-9, 9), st.floats(0, 9)).map(list) | st.none(),
    }
    return st.fixed_dictionaries({"kind": st.just(kind)}, optional={**every, **fields})


def _branches(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    named = {"name": st.sampled_from(["a", "b", "yes", "1"]), "next": WIRES}
    return st.lists(
        st.fixed_dictionaries({**named, **fields}), max_size=3, unique_by=lambda b: b["name"]
    )


MESSAGE: dict[str, st.SearchStrategy[Any]] = {
    "body": TEXTS,
    "metric": TEXTS,
    "next": WIRES,
    "on_skip": WIRES,
    "offer": st.sampled_from([{"kind": "percent", "value": 10}, {"kind": "none"}]) | st.none(),
    "variants": st.lists(
        st.fixed_dictionaries({"name": TEXTS, "weight": st.floats(0, 9), "body": TEXTS}), max_size=2
    ),
    "by": st.sampled_from([{}, {"tone": {"warm": {"body": "Hi"}, "cool": {}}}]),
    "quiet_hours": st.sampled_from(["hold", "skip", "ignore"]),
    "fallback": st.just({"channel": "email", "body": "x"}),
}
NODES = st.one_of(
    _node("sms", **MESSAGE, opt_out=st.booleans()),
    _node("email", **MESSAGE, subject=TEXTS),
    _node("push", **MESSAGE, heading=TEXTS),
    _node("ads", body=TEXTS, start=DURATIONS, next=WIRES),
    _node(
        "delay",
        **{"for": DURATIONS},
        until_time=st.just("10:30"),
        weekdays=st.just(["monday"]),
        anchor=EVENTS,
        at_most=DURATIONS,
        until_date=st.dates(),
        next=WIRES,
    ),
    _node("wait_until", branches=_branches(event=EVENTS), timeout=DURATIONS, on_timeout=WIRES),
    _node("split", branches=_branches(when=CONDITIONS), everyone_else=WIRES),
    _node("random_split", arms=_branches(weight=st.floats(0, 99), control=st.booleans())),
    _node(
        "update",
        set=st.dictionaries(
            st.sampled_from(["a", "no", "1"]), TEXTS | st.booleans() | st.integers(-9, 9)
        ),
        add_to=st.lists(TEXTS, max_size=2),
        next=WIRES,
    ),
    _node("webhook", url=TEXTS, body=TEXTS, next=WIRES),
    _node("jump", to=WIRES, max_passes=st.integers(0, 40), next=WIRES),
    _node("goal", next=WIRES),
    _node("exit", reason=TEXTS),
    _node(
        "unsupported",
        source_kind=st.just("ab-test"),
        source=st.just({"id": 1, "next": ["x"]}),
        next=WIRES,
    ),
    _node(
        "teleport", where=TEXTS, next=WIRES | st.just(3) | st.just("nowhere"), stage=st.just("moon")
    ),
    _node("note", text=TEXTS),
)
ENTRIES = st.one_of(
    st.fixed_dictionaries({"kind": st.just("event"), "event": EVENTS}, optional={"key": st.just("cart_id"), "where": CONDITIONS}),
    st.fixed_dictionaries({"kind": st.just("audience"), "condition": CONDITIONS}),
    st.fixed_dictionaries({"kind": st.just("date"), "at": st.just("2026-03-05T12:00:00"), "repeat_every": DURATIONS | st.none(), "times": st.integers(1, 9)}),
    st.just({"kind": "score", "threshold": 0.25}),
)  # fmt: skip
SETTINGS: dict[str, st.SearchStrategy[Any]] = {
    "description": TEXTS,
    "entry": ENTRIES,
    "entry_filter": CONDITIONS | st.none(),
    "quiet_hours": st.none() | st.just({"start": "20:00", "channels": ["sms"]}),
    "exit_rules": st.lists(st.fixed_dictionaries({"event": EVENTS}), max_size=2),
    "control_group": st.just({"share": 0.1}),
    "experiments": st.just({"tone": {"warm": 50, "cool": 50}}),
    "smart_sending": DURATIONS | st.none(),
    "start": WIRES,
}


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    """Any journey that can be drawn, of up to seven nodes of every kind."""
    nodes = dict(zip(IDS, draw(st.lists(NODES, max_size=len(IDS))), strict=False))
    data = {
        "id": "j",
        "name": draw(TEXTS),
        **draw(st.fixed_dictionaries({}, optional=SETTINGS)),
        "nodes": nodes,
    }
    return journey_from(_without_dead_wires(data, set(nodes)))


def _without_dead_wires(value: Any, ids: set[str], key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _without_dead_wires(item, ids, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_dead_wires(item, ids) for item in value]
    wire = key in ("start", "next", "to", "on_skip", "on_timeout", "everyone_else")
    return None if wire and value in IDS and value not in ids else value


st.register_type_strategy(Journey, journeys())
