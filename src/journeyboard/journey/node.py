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


class NodeBase(BaseModel):
    """What every node has; `position` is where a hand put it on the canvas, in pixels."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    label: ClassVar[str]
    icon: ClassVar[str]
    family: ClassVar[Family]

    id: NodeId
    title: str = ""
    stage: Stage | None = None
    notes: str = ""
    position: tuple[float, float] | None = None

    @property
    def ports(self) -> tuple[Port, ...]:
        """The ways out, in the order they are drawn."""
        return (Port("next", "", self.next),) if hasattr(self, "next") else ()
