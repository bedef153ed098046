"""What holds for every journey: files, edits and questions, tried on random drawings."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from journeyboard.errors import JourneyError
from journeyboard.journey.diff import differences
from journeyboard.journey.drawing import LONGEST, excerpts
from journeyboard.journey.edits import (
    AddNode,
    AnyEdit,
    Connect,
    Disconnect,
    MoveNode,
    RemoveNode,
    RenameNode,
    Replace,
    SetField,
    apply,
    edit_data,
    edit_from,
)
from journeyboard.journey.file import dumps, loads, update_text
from journeyboard.journey.form import journey_data
from journeyboard.journey.graph import Journey
from journeyboard.journey.questions import paths, reachable, unreachable
from journeyboard.journey.schedule import schedule
from journeyboard.lint.check import check

JOURNEYS = st.from_type(Journey)
TEXTS = st.text(max_size=20).filter(lambda text: text.isprintable())


def edits(journey: Journey) -> st.SearchStrategy[AnyEdit]:
    """Any edit that names what is in the journey, or nearly."""
    ids = st.sampled_from([node.id for node in journey.nodes] or ["n0"])
    ports = st.sampled_from(["start", "next", "on_skip", "to", "timeout", "everyone_else", "a"])
    sources = ids | st.just("entry")
    fields = st.sampled_from(
        ["title", "body", "next", "offer.value", "for", "variants.0.body", "nope"]
    )
    return st.one_of(
        st.builds(RemoveNode, id=ids),
        st.builds(Connect, source=sources, port=ports, target=ids),
        st.builds(Disconnect, source=sources, port=ports),
        st.builds(MoveNode, id=ids, x=st.floats(-9, 9), y=st.integers(0, 9)),
        st.builds(RenameNode, id=ids, new_id=st.sampled_from(["n1", "other"])),
        st.builds(
            SetField, node=ids, path=fields, value=TEXTS | st.just("n0") | st.none() | st.just(3)
        ),
        st.builds(
            SetField, path=st.sampled_from(["name", "goal.window", "entry.event"]), value=TEXTS
        ),
        st.builds(lambda j: Replace(journey=journey_data(j)), JOURNEYS),
        st.builds(
            lambda s, p: AddNode(node={"kind": "delay", "id": "new"}, source=s, port=p),
            sources,
            ports,
        ),  # type: ignore[arg-type]
    )


def attempted(journey: Journey, edit: AnyEdit) -> Journey | None:
    """The journey after the edit, None where it was refused."""
    try:
        return apply(journey, edit)
    except JourneyError:
        return None


@given(JOURNEYS)
def test_a_journey_survives_yaml(journey: Journey) -> None:
    assert loads(dumps(journey)) == journey


@given(JOURNEYS)
def test_a_journey_survives_json(journey: Journey) -> None:
    assert loads(dumps(journey, "json"), "a.json") == journey


@given(JOURNEYS, JOURNEYS)
def test_any_change_can_be_written_into_a_file(before: Journey, after: Journey) -> None:
    assert loads(update_text(dumps(before), after)) == after


@given(st.data(), JOURNEYS)
def test_saving_without_a_change_changes_no_character(
    data: st.DataObject, journey: Journey
) -> None:
    text = "# note\n" + dumps(journey) + data.draw(st.sampled_from(["", "# end\n", "\n"]))
    assert update_text(text, journey) == text


@given(st.data(), JOURNEYS)
def test_an_edit_survives_json(data: st.DataObject, journey: Journey) -> None:
    edit = data.draw(edits(journey))
    assert edit_from(json.loads(json.dumps(edit_data(edit)))) == edit


@given(st.data(), JOURNEYS)
def test_an_edit_gives_a_journey_or_one_clear_sentence(
    data: st.DataObject, journey: Journey
) -> None:
    changed = attempted(journey, data.draw(edits(journey)))
    assert changed is None or loads(dumps(changed)) == changed


@given(st.data(), JOURNEYS)
def test_adding_then_removing_a_node_is_nothing(data: st.DataObject, journey: Journey) -> None:
    wires = [
        ("entry", "start"),
        *((node.id, port.name) for node in journey.nodes for port in node.ports),
    ]
    source, port = data.draw(st.sampled_from(wires))
    node = data.draw(st.sampled_from(["delay", "sms", "split", "jump", "exit"]))
    if node == "exit" and dict(_targets(journey)).get((source, port)) is not None:
        return  # an exit has no way on, so what followed it stays behind
    edit = AddNode.model_validate(
        {"node": {"id": "new", "kind": node}, "source": source, "port": port}
    )
    if dict(_targets(journey)).get((source, port)) == source:
        return  # joining a node to itself would make a loop that nobody drew
    assert apply(apply(journey, edit), RemoveNode(id="new")) == journey


def _targets(journey: Journey) -> list[tuple[tuple[str, str], str | None]]:
    ports = [((node.id, port.name), port.target) for node in journey.nodes for port in node.ports]
    return [(("entry", "start"), journey.start), *ports]


@given(st.data(), JOURNEYS.filter(lambda journey: bool(journey.nodes)))
def test_removing_a_node_never_leaves_a_wire_to_nowhere(
    data: st.DataObject, journey: Journey
) -> None:
    gone = data.draw(st.sampled_from([node.id for node in journey.nodes]))
    left = apply(journey, RemoveNode(id=gone))
    ids = {node.id for node in left.nodes}
    assert ids == {node.id for node in journey.nodes} - {gone}
    assert all(port.target in ids for _, port in left.wires)


@given(st.data(), JOURNEYS.filter(lambda journey: bool(journey.nodes)))
def test_renaming_there_and_back_is_nothing(data: st.DataObject, journey: Journey) -> None:
    old = data.draw(st.sampled_from([node.id for node in journey.nodes]))
    renamed = apply(journey, RenameNode(id=old, new_id="fresh"))
    assert apply(renamed, RenameNode(id="fresh", new_id=old)) == journey


@given(JOURNEYS)
def test_every_journey_can_be_drawn_asked_and_checked(journey: Journey) -> None:
    said = excerpts(journey)
    assert list(said) == ["entry", *(node.id for node in journey.nodes)]
    assert all(len(words) <= LONGEST and "\n" not in words for words in said.values())
    assert not reachable(journey) & set(unreachable(journey))
    found = paths(journey, limit=200)
    assert {sending.node for sending in schedule(journey, found)} <= reachable(journey)
    json.dumps(found.to_dict())
    assert all(finding.message.endswith((".", "?")) for finding in check(journey))


@given(JOURNEYS)
def test_offsets_only_grow_along_a_path(journey: Journey) -> None:
    for sending in schedule(journey, paths(journey, limit=50)):
        times = [item.earliest for item in sending.items]
        assert times == sorted(times)
        assert sending.latest is None or sending.latest >= sending.earliest


@given(JOURNEYS, JOURNEYS)
def test_only_different_journeys_have_differences(one: Journey, other: Journey) -> None:
    assert differences(one, one) == ()
    assert all(found.text.endswith(".") for found in differences(one, other))


@given(JOURNEYS)
def test_every_fix_can_be_applied_and_removes_its_finding(journey: Journey) -> None:
    for finding in check(journey):
        if finding.fix:
            left = check(apply(journey, finding.fix))
            assert (finding.code, finding.node_id, finding.message) not in {
                (other.code, other.node_id, other.message) for other in left
            }
