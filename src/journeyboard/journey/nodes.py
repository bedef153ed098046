"""The node kinds of a journey, in the order the palette shows them; a new kind goes here."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from journeyboard.audience.conditions import Condition
from journeyboard.journey.messages import Ads as Ads
from journeyboard.journey.messages import Email as Email
from journeyboard.journey.messages import MessageBase as MessageBase
from journeyboard.journey.messages import Push as Push
from journeyboard.journey.messages import Sms as Sms
from journeyboard.journey.node import NEXT, Out
from journeyboard.journey.node import ClockTime as ClockTime
from journeyboard.journey.node import Family as Family
from journeyboard.journey.node import NodeBase as NodeBase
from journeyboard.journey.node import NodeId as NodeId
from journeyboard.journey.node import Overrides as Overrides
from journeyboard.journey.node import Port as Port
from journeyboard.journey.node import Weekday as Weekday
from journeyboard.journey.node import Wire as Wire
from journeyboard.message.duration import Duration


class Delay(NodeBase):
    """A pause: for a time, until a local time, weekday or date, or counted from an earlier event.

    With `anchor` the time counts from the last such event since entering; if it has not happened,
    the customer waits for it, at most `at_most`.
    """

    label: ClassVar[str] = "Delay"
    icon: ClassVar[str] = "delay"
    family: ClassVar[Family] = "timing"
    outs: ClassVar[tuple[Out, ...]] = (NEXT,)
    kind: Literal["delay"] = "delay"
    for_: Duration = Field(default=0, alias="for")
    jitter: Duration = 0
    until_time: ClockTime | None = None
    until_date: date | None = None
    weekdays: tuple[Weekday, ...] = ()
    anchor: str | None = None
    at_most: Duration | None = None
    by: Overrides = Field(default_factory=dict)
    next: Wire = None
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_alias=True,
        validate_by_name=True,
        serialize_by_alias=True,
    )


class WaitBranch(BaseModel):
    """One event a customer may be waiting for; `node` names the message it must belong to."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    event: str
    key: Literal["cart_id"] | None = None
    node: NodeId | None = None
    next: Wire = None


class WaitUntil(NodeBase):
    """Wait for the first of several events, or a timeout."""

    label: ClassVar[str] = "Wait until"
    icon: ClassVar[str] = "wait_until"
    family: ClassVar[Family] = "timing"
    outs: ClassVar[tuple[Out, ...]] = (
        Out(each="branches"),
        Out("timeout", "timeout", "on_timeout"),
    )
    kind: Literal["wait_until"] = "wait_until"
    branches: tuple[WaitBranch, ...] = ()
    timeout: Duration = 86_400
    on_timeout: Wire = None


class SplitBranch(BaseModel):
    """A condition and where those go for whom it holds first."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    when: Condition
    next: Wire = None


class Split(NodeBase):
    """Conditional split: the first branch that matches wins; everyone else goes on below."""

    label: ClassVar[str] = "Conditional split"
    icon: ClassVar[str] = "split"
    family: ClassVar[Family] = "logic"
    outs: ClassVar[tuple[Out, ...]] = (
        Out(each="branches"),
        Out("everyone_else", "everyone else"),
    )
    kind: Literal["split"] = "split"
    branches: tuple[SplitBranch, ...] = ()
    everyone_else: Wire = None


class Arm(BaseModel):
    """One arm of a random split; weights count relative to their sum."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    weight: float = Field(ge=0)
    control: bool = False
    next: Wire = None


class RandomSplit(NodeBase):
    """Random split: arms by weight, decided once a customer and kept on re-entry."""

    label: ClassVar[str] = "Random split"
    icon: ClassVar[str] = "random_split"
    family: ClassVar[Family] = "logic"
    outs: ClassVar[tuple[Out, ...]] = (Out(each="arms", weight="weight"),)
    kind: Literal["random_split"] = "random_split"
    arms: tuple[Arm, ...] = ()


class Update(NodeBase):
    """Set attributes of the customer, or put them on or take them off a list."""

    label: ClassVar[str] = "Update profile"
    icon: ClassVar[str] = "update"
    family: ClassVar[Family] = "logic"
    outs: ClassVar[tuple[Out, ...]] = (NEXT,)
    kind: Literal["update"] = "update"
    set: dict[str, str | bool | int | float] = Field(default_factory=dict)
    add_to: tuple[str, ...] = ()
    remove_from: tuple[str, ...] = ()
    next: Wire = None


class Webhook(NodeBase):
    """Tell another system; in a flight the call is only logged."""

    label: ClassVar[str] = "Webhook"
    icon: ClassVar[str] = "webhook"
    family: ClassVar[Family] = "logic"
    outs: ClassVar[tuple[Out, ...]] = (NEXT,)
    kind: Literal["webhook"] = "webhook"
    url: str = ""
    method: Literal["POST", "PUT", "GET"] = "POST"
    body: str = ""
    next: Wire = None


class Jump(NodeBase):
    """Go back to an earlier step a limited number of times (`max_passes`), then on."""

    label: ClassVar[str] = "Jump"
    icon: ClassVar[str] = "jump"
    family: ClassVar[Family] = "logic"
    outs: ClassVar[tuple[Out, ...]] = (
        Out("to", "again, at most {max_passes}×"),
        Out("next", "then"),
    )
    kind: Literal["jump"] = "jump"
    to: Wire = None
    max_passes: int = Field(default=1, ge=0, le=1000)
    next: Wire = None


class Goal(NodeBase):
    """Whoever passes here has reached the goal."""

    label: ClassVar[str] = "Goal"
    icon: ClassVar[str] = "goal"
    family: ClassVar[Family] = "end"
    outs: ClassVar[tuple[Out, ...]] = (NEXT,)
    kind: Literal["goal"] = "goal"
    next: Wire = None


class Exit(NodeBase):
    """The end of a path: whoever comes here leaves the journey."""

    label: ClassVar[str] = "Exit"
    icon: ClassVar[str] = "exit"
    family: ClassVar[Family] = "end"
    kind: Literal["exit"] = "exit"
    reason: str = ""


class Unsupported(NodeBase):
    """A step of another tool or version, kept as it came; customers pass through it."""

    label: ClassVar[str] = "Unsupported step"
    icon: ClassVar[str] = "unsupported"
    family: ClassVar[Family] = "note"
    outs: ClassVar[tuple[Out, ...]] = (NEXT,)
    kind: Literal["unsupported"] = "unsupported"
    source_kind: str = ""
    source: dict[str, Any] = Field(default_factory=dict)
    next: Wire = None


class Note(NodeBase):
    """A remark on the board; nobody passes it."""

    label: ClassVar[str] = "Note"
    icon: ClassVar[str] = "note"
    family: ClassVar[Family] = "note"
    kind: Literal["note"] = "note"
    text: str = ""


NODE_KINDS: tuple[type[NodeBase], ...] = (
    Sms, Email, Push, Ads, Delay, WaitUntil, Split, RandomSplit, Update, Webhook, Jump, Goal, Exit,
    Unsupported, Note,
)  # fmt: skip

Message = Sms | Email | Push | Ads
Node = Annotated[
    Sms
    | Email
    | Push
    | Ads
    | Delay
    | WaitUntil
    | Split
    | RandomSplit
    | Update
    | Webhook
    | Jump
    | Goal
    | Exit
    | Unsupported
    | Note,
    Field(discriminator="kind"),
]
