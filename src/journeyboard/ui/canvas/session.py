"""Python's half of the drawing: what it takes from the browser, and what it tells it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from journeyboard.ui.canvas.asks import AnyAsk, ask_from
from journeyboard.ui.canvas.wire import JourneyShape

Sent = tuple[str, int]
"""A drawing of the browser: which client's, and its number there."""


class Refusal(NamedTuple):
    """A drawing that cannot be kept, and why."""

    seq: int
    words: str


def _new_epoch() -> str:
    return uuid.uuid4().hex[:12]


@dataclass
class CanvasSession:
    """One open drawing. `rev` counts Python's changes, `acked` names the browser's last one that was
    answered; `epoch` is this life of the session.
    """

    doc_id: str
    journey: JourneyShape
    rev: int = 0
    epoch: str = field(default_factory=_new_epoch)
    acked: Sent = ("", 0)
    refused: Refusal | None = None
    shown: tuple[str, ...] = ()
    turn: int = 0
    _arrived: Sent = ("", 0)
    _awaited: Sent = ("", 0)
    _heard: dict[str, int] = field(default_factory=dict)

    def change(self, journey: JourneyShape) -> bool:
        """Take Python's own newer drawing. False when it says nothing new."""
        if journey == self.journey:
            return False
        self.journey, self.rev, self.refused = journey, self.rev + 1, None
        return True

    def show(self, *ids: str) -> None:
        """Have the browser select these nodes and bring them into sight."""
        self.shown, self.turn = ids, self.turn + 1

    def ingest(self, document: Any) -> JourneyShape | None:
        """The drawing in a document the browser sent, as it came; None where it is old or foreign.

        Streamlit hands the same value over on every run, so this may be called any number of times.
        Answer a drawing with `accept` or `refuse`. One drawn on another `rev` is not taken: the
        browser merges Python's change and sends again.
        """
        sent = self._sent(document)
        if sent is None or document["baseRev"] != self.rev:
            return None
        self._arrived = sent
        return cast(JourneyShape, document["journey"])

    def accept(self, journey: JourneyShape) -> None:
        """Keep the drawing that has arrived."""
        self.journey, self.acked, self.refused = journey, self._arrived, None

    def refuse(self, words: str) -> None:
        """Keep the drawing from before, and tell the browser why; its edit stays on its board."""
        self.acked, self.refused = self._arrived, Refusal(self._arrived[1], words)

    def awaits(self, document: Any) -> bool:
        """Whether the browser has yet to draw this on our `rev` and send it again; said once of each."""
        sent = self._sent(document)
        if sent is None or sent == self._awaited or document["baseRev"] == self.rev:
            return False
        self._awaited = sent
        return True

    def ingest_asks(self, asked: Any) -> list[AnyAsk]:
        """What the browser asks for the first time, in order; what cannot be read counts as heard."""
        if not isinstance(asked, Mapping) or asked.get("docId") != self.doc_id:
            return []
        client, items = asked.get("clientId"), asked.get("items")
        if not isinstance(client, str) or not isinstance(items, list):
            return []
        last = self._heard.pop(client, 0)
        new = sorted((item for item in items if _number(item) > last), key=_number)
        self._heard[client] = max(
            [last, *map(_number, new)]
        )  # the last one spoken with stands last
        asks = {_number(item): ask_from(item) for item in new}
        return [ask for ask in asks.values() if ask]

    def message(self, **others: Any) -> dict[str, Any]:
        """What the browser is told on every run; `others` is what travels beside the drawing."""
        client, heard = list(self._heard.items())[-1] if self._heard else ("", 0)
        return {
            "docId": self.doc_id,
            "epoch": self.epoch,
            "rev": self.rev,
            "ack": {"clientId": self.acked[0], "seq": self.acked[1]},
            "refused": self.refused and self.refused._asdict(),
            "heard": {"clientId": client, "n": heard},
            "journey": self.journey,
            "shown": {"turn": self.turn, "ids": list(self.shown)},
            **others,
        }

    def _sent(self, document: Any) -> Sent | None:
        """Client and number of a well-formed drawing of ours that was not answered yet."""
        if not isinstance(document, Mapping) or not _is_document(document):
            return None
        ours = document.get("docId") == self.doc_id and document.get("epoch") == self.epoch
        client, seq = document["clientId"], document["seq"]
        seen = client == self.acked[0] and seq <= self.acked[1]
        return (client, seq) if ours and not seen else None


def _is_document(value: Mapping[str, Any]) -> bool:
    counted = all(type(value.get(name)) is int for name in ("seq", "baseRev"))
    return (
        counted
        and isinstance(value.get("clientId"), str)
        and isinstance(value.get("journey"), dict)
    )


def _number(item: Any) -> int:
    """The number of a question; 0, which is never new, when it has none."""
    n = item.get("n") if isinstance(item, Mapping) else None
    return n if type(n) is int else 0
