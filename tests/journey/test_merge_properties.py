"""What holds for any two edits of any journey: nothing one side did alone is lost, and all can be drawn."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from journeyboard.errors import JourneyError
from journeyboard.journey.edits import (
    AddNode,
    AnyEdit,
    Connect,
    Disconnect,
    MoveNode,
    RemoveNode,
    RenameNode,
    SetField,
    apply,
)
from journeyboard.journey.file import dumps, loads
from journeyboard.journey.form import journey_data
from journeyboard.journey.graph import Journey
from journeyboard.journey.merge import merged

JOURNEYS = st.from_type(Journey)
SIDES = st.sampled_from(["mine", "theirs"])


def edits(journey: Journey) -> st.SearchStrategy[AnyEdit]:
    """An edit that a hand might do, of any node."""
    ids = st.sampled_from([node.id for node in journey.nodes] or ["n0"])
    ports = st.sampled_from(["start", "next", "on_skip", "to", "timeout", "everyone_else", "a"])
    sources = ids | st.just("entry")
    new = st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["sms", "delay", "exit"]),
            "id": st.sampled_from(["new_1", "new_2"]),
        },
        optional={"title": st.sampled_from(["x", "y"])},
    )
    fields = st.sampled_from(["title", "notes", "body", "branches.0.next", "arms.0.name", "arms.0"])
    values = st.sampled_from(["one", "two", "n1", None])
    return st.one_of(
        st.builds(RemoveNode, id=ids),
        st.builds(Connect, source=sources, port=ports, target=ids),
        st.builds(Disconnect, source=sources, port=ports),
        st.builds(MoveNode, id=ids, x=st.integers(0, 9), y=st.integers(0, 9)),
        st.builds(RenameNode, id=ids, new_id=st.sampled_from(["n1", "other"])),
        st.builds(SetField, node=ids, path=fields, value=values),
        st.builds(SetField, path=st.sampled_from(["name", "notes"]), value=st.just("other")),
        st.builds(AddNode.model_validate, st.fixed_dictionaries({"node": new, "source": sources, "port": ports})),
    )  # fmt: skip


@st.composite
def edited(draw: st.DrawFn, journey: Journey) -> Journey:
    """The journey after a few edits."""
    for _ in range(draw(st.integers(0, 4))):
        try:
            journey = apply(journey, draw(edits(journey)))
        except JourneyError:
            continue
    return journey


@st.composite
def triples(draw: st.DrawFn) -> tuple[Journey, Journey, Journey]:
    """A journey and two edits of it; sometimes the three have nothing to do with each other."""
    base = draw(JOURNEYS)
    side = JOURNEYS if draw(st.integers(0, 5)) == 0 else edited(base)
    return base, draw(side), draw(side)


@given(triples(), SIDES)
def test_where_one_side_did_nothing_the_other_is_the_result(
    three: tuple[Journey, Journey, Journey], prefer: Any
) -> None:
    base, one, _ = three
    for mine, theirs in ((one, base), (base, one), (one, one)):
        result = merged(base, mine, theirs, prefer)
        assert (result.journey, result.conflicts) == (one, ())


@given(triples(), SIDES)
def test_the_result_can_always_be_drawn_and_saved(
    three: tuple[Journey, Journey, Journey], prefer: Any
) -> None:
    result = merged(*three, prefer)
    assert journey_data(loads(dumps(result.journey))) == journey_data(result.journey)
    assert all(conflict.text.endswith(".") for conflict in result.conflicts)


@given(triples(), SIDES)
def test_what_only_one_side_changed_is_in_the_result(
    three: tuple[Journey, Journey, Journey], prefer: Any
) -> None:
    result = merged(*three, prefer)
    told = {(conflict.node, conflict.field) for conflict in result.conflicts}
    base, mine, theirs, after = map(flat, (*three, result.journey))
    for key in base.keys() & mine.keys() & theirs.keys():
        if key[0] not in {node for node, field in told if field in (None, "kind")}:
            one_sided = [side for side in (mine, theirs) if side[key] != base[key]]
            if len(one_sided) == 1:
                assert after[key] == one_sided[0][key]


@given(triples())
def test_a_disagreement_is_settled_as_preferred(three: tuple[Journey, Journey, Journey]) -> None:
    for prefer, side in (("mine", three[1]), ("theirs", three[2])):
        result = merged(*three, prefer)  # type: ignore[arg-type]
        wanted, after = flat(side), flat(result.journey)
        for conflict in result.conflicts:
            if (conflict.node, conflict.field) in after.keys() & wanted.keys():
                key = (conflict.node, conflict.field)
                assert after[key] == wanted[key] or "left open" in conflict.text


def flat(journey: Journey) -> dict[tuple[str | None, str], Any]:
    """Texts that both sides may change: by node and field, wires and lists left out."""
    data = journey.model_dump(mode="json")
    values: dict[tuple[str | None, str], Any] = {
        (None, name): data[name] for name in ("name", "notes", "description")
    }
    for node in data["nodes"]:
        for name in ("title", "notes", "body", "kind"):
            if name in node:
                values[node["id"], name] = node[name]
    return values
