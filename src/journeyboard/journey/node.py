"""What every node has: an id, a title, a place, and its ways out."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from journeyboard.records import Stage

NodeId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Wire = NodeId | None
ClockTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["10:30"])]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Family = Literal["message", "timing", "logic", "end", "note"]
Overrides = dict[str, dict[str, dict[str, Any]]]


class Port(NamedTuple):
    """A way out of a node: its name, the label on its wire, and where it leads (None: out)."""

    name: str
    label: str
    target: str | None


class Out(NamedTuple):
    """A way out as data: one wire in `field` (by default named like the port), or, with `each`, one
    for each item of that list, in the item's `next`.

    The `label` may name fields in braces; `weight` is the item's field whose share of the sum stands
    on it. A `quiet` way out is drawn only once it leads somewhere.
    """

    port: str = "next"
    label: str = ""
    field: str = ""
    quiet: bool = False
    each: str = ""
    weight: str = ""

    @property
    def wire(self) -> str:
        """The node's field that holds the wire, or the list of items that hold one each."""
        return self.each or self.field or self.port


NEXT = Out()
Feeling = Annotated[int, Field(ge=-2, le=2)]


class NodeBase(BaseModel):
    """What every node has; `position` is where a hand put it on the canvas, in pixels.

    For the journey map: how the customer feels here, from -2 to 2, and the `risk`: what may go wrong.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    label: ClassVar[str]
    icon: ClassVar[str]
    family: ClassVar[Family]
    outs: ClassVar[tuple[Out, ...]] = ()

    id: NodeId
    title: str = ""
    stage: Stage | None = None
    feeling: Feeling | None = None
    risk: str = ""
    notes: str = ""
    position: tuple[float, float] | None = None

    @property
    def ports(self) -> tuple[Port, ...]:
        """The ways out that are drawn, in the order they are drawn."""
        return tuple(port for out in self.outs for port in self._led(out) if _is_drawn(out, port))

    @property
    def ways_out(self) -> tuple[Port, ...]:
        """Every way out, also those that are not drawn while they are open."""
        return tuple(port for out in self.outs for port in self._led(out))

    def _led(self, out: Out) -> tuple[Port, ...]:
        held = getattr(self, out.wire)
        if out.each:
            return _item_ports(held, out.weight)
        return (Port(out.port, out.label.format_map(self.__dict__), held),)


def _is_drawn(out: Out, port: Port) -> bool:
    return not out.quiet or port.target is not None


def _item_ports(items: tuple[Any, ...], weight: str) -> tuple[Port, ...]:
    if not weight:
        return tuple(Port(item.name, item.name, item.next) for item in items)
    total = sum(getattr(item, weight) for item in items) or 1.0
    shares = (f" {100 * getattr(item, weight) / total:.4g} %" for item in items)
    return tuple(
        Port(item.name, f"{item.name}{share}", item.next)
        for item, share in zip(items, shares, strict=True)
    )
