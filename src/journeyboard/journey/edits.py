"""Edits as data: what a hand on the canvas or a fix of a finding does to a journey; new kinds go here."""

from __future__ import annotations

from typing import Annotated, Any, Literal, assert_never

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from journeyboard.errors import JourneyError
from journeyboard.journey.fields import checked, with_field
from journeyboard.journey.graph import START, Journey
from journeyboard.journey.naming import renamed
from journeyboard.journey.nodes import Node, NodeId
from journeyboard.journey.wires import connected, found, rebuilt, rewired, turned


class EditBase(BaseModel):
    """What all edits share: they are frozen data and go through JSON unchanged."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AddNode(EditBase):
    """Add a node; with `source` and `port` it is put into that wire and leads on where it led."""

    edit: Literal["add_node"] = "add_node"
    node: Node
    source: str | None = None
    port: str | None = None


class RemoveNode(EditBase):
    """Remove a node; what led to it leads on to its only neighbour, or is left open."""

    edit: Literal["remove_node"] = "remove_node"
    id: NodeId


class Connect(EditBase):
    """Lead a way out (of `entry`: `start`) to a node."""

    edit: Literal["connect"] = "connect"
    source: str
    port: str
    target: NodeId


class Disconnect(EditBase):
    """Leave a way out open."""

    edit: Literal["disconnect"] = "disconnect"
    source: str
    port: str


class SetField(EditBase):
    """Set a field of a node (or of the journey when `node` is None) by its dotted path in the file.

    `value` is what the file would hold: `variants.0.body`, `offer.value`, `entry.event`. A missing
    mapping on the way is made. In a list the index after the last adds an item and None takes one
    out; elsewhere None takes the field back to its default where None is not a value itself.
    """

    edit: Literal["set_field"] = "set_field"
    node: NodeId | None = None
    path: str
    value: Any = None


class RenameNode(EditBase):
    """Give a node another id; wires and conditions that name it follow."""

    edit: Literal["rename_node"] = "rename_node"
    id: NodeId
    new_id: NodeId


class MoveNode(EditBase):
    """Put a node somewhere on the canvas, in pixels."""

    edit: Literal["move_node"] = "move_node"
    id: NodeId
    x: float
    y: float


class Replace(EditBase):
    """Another journey altogether, as the mapping its file holds."""

    edit: Literal["replace"] = "replace"
    journey: dict[str, Any]


AnyEdit = AddNode | RemoveNode | Connect | Disconnect | SetField | RenameNode | MoveNode | Replace
Edit = Annotated[AnyEdit, Field(discriminator="edit")]
_EDIT: TypeAdapter[AnyEdit] = TypeAdapter(Edit)


def edit_data(edit: AnyEdit) -> dict[str, Any]:
    """The edit as plain JSON data."""
    return edit.model_dump(mode="json", by_alias=True)


def edit_from(data: Any) -> AnyEdit:
    """The edit that plain data describe; JourneyError when they describe none."""
    try:
        return _EDIT.validate_python(data)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise JourneyError(
            f"the edit cannot be read at “{where}”.", advice="Reload the page."
        ) from None


def apply(journey: Journey, edit: AnyEdit) -> Journey:
    """The journey after the edit; JourneyError when it names what is not there or makes no drawing."""
    match edit:
        case AddNode():
            return _added(journey, edit)
        case RemoveNode():
            return _removed(journey, found(journey, edit.id))
        case Connect():
            found(journey, edit.target)
            return connected(journey, edit.source, edit.port, edit.target)
        case Disconnect():
            return connected(journey, edit.source, edit.port, None)
        case SetField():
            return with_field(journey, edit.node, edit.path, edit.value)
        case RenameNode():
            return renamed(journey, found(journey, edit.id).id, edit.new_id)
        case MoveNode():
            place = {"position": (edit.x, edit.y)}
            return _with_node(journey, found(journey, edit.id).model_copy(update=place))
        case Replace():
            return checked(edit.journey)
    assert_never(edit)


def _added(journey: Journey, edit: AddNode) -> Journey:
    if edit.source is None or edit.port is None:
        return rebuilt(journey, nodes=(*journey.nodes, edit.node))
    led_to = _target(journey, edit.source, edit.port)
    first = edit.node.ports[0].name if edit.node.ports else None
    node = turned(edit.node, lambda port, to: (to or led_to) if port == first else to)
    grown = rebuilt(journey, nodes=(*journey.nodes, node))
    return connected(grown, edit.source, edit.port, node.id)


def _target(journey: Journey, source: str, port: str) -> str | None:
    if source == START:
        return journey.start
    return next((p.target for p in found(journey, source).ports if p.name == port), None)


def _removed(journey: Journey, node: Node) -> Journey:
    targets = {port.target for port in node.ports if port.target not in (None, node.id)}
    heir = targets.pop() if len(targets) == 1 else None

    def turn(source: str, _port: str, to: str | None) -> str | None:
        return to if to != node.id else None if source == heir else heir

    # The wires first: a journey without the node must never hold a wire to it.
    freed = rewired(journey, turn)
    return rebuilt(freed, nodes=tuple(other for other in freed.nodes if other.id != node.id))


def _with_node(journey: Journey, node: Node) -> Journey:
    nodes = tuple(node if other.id == node.id else other for other in journey.nodes)
    return rebuilt(journey, nodes=nodes)
