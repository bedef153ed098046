"""What the board asks of Python, because only Python can do it; a new question goes here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from journeyboard.journey.nodes import NodeId

Words = Annotated[str, Field(max_length=10_000)]


class AskBase(BaseModel):
    """What all questions share; `n` counts those of one browser tab."""

    model_config = ConfigDict(frozen=True, strict=True)
    n: int


class Fix(AskBase):
    """Repair what a finding is about."""

    ask: Literal["fix"]
    code: str
    node: str | None
    message: str


class Rename(AskBase):
    """Give a node another id, and let its comments follow."""

    ask: Literal["rename"]
    node: NodeId
    to: str


class Remark(AskBase):
    """Keep a comment under the id the browser gave it."""

    ask: Literal["comment"]
    id: str
    node: str
    text: Words


class Resolve(AskBase):
    """Settle a comment, or take it up again."""

    ask: Literal["resolve"]
    id: str
    resolved: bool


class Save(AskBase):
    """Make the drawing the journey's next revision."""

    ask: Literal["save"]
    message: Words


class Live(AskBase):
    """Switch the live figures on or off."""

    ask: Literal["live"]
    on: bool


AnyAsk = Fix | Rename | Remark | Resolve | Save | Live
_ASK: TypeAdapter[AnyAsk] = TypeAdapter(Annotated[AnyAsk, Field(discriminator="ask")])


def ask_from(data: Any) -> AnyAsk | None:
    """The question that plain data ask; None when they ask none we know."""
    try:
        return _ASK.validate_python(data)
    except ValidationError:
        return None
