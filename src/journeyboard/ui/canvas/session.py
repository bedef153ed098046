"""Python's half of the drawing: what it takes from the browser, and what it tells it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from journeyboard.ui.canvas.wire import Graph, Overlay, is_graph

NUMBERS = ("seq", "baseRev")


class Move(NamedTuple):
    """A hand has put a node at `position` (pixels of the drawing), or given it back to the layout."""

    node: str
    position: tuple[float, float] | None


def _new_epoch() -> str:
    return uuid.uuid4().hex[:12]


@dataclass
class CanvasSession:
    """One open drawing. `rev` counts Python's changes, `ack_seq` the browser's; `epoch` is this life."""

    doc_id: str
    graph: Graph
    rev: int = 0
    epoch: str = field(default_factory=_new_epoch)
    ack_client: str = ""
    ack_seq: int = 0
    selection: tuple[str, ...] = ()
    turn: int = 0

    @property
    def selected(self) -> str | None:
        """The id of the selected node."""
        return self.selection[0] if self.selection else None

    def open(self, doc_id: str, graph: Graph) -> None:
        """Show another journey, or the same one anew: a new life, in which nothing was acknowledged."""
        self.doc_id, self.graph, self.epoch = doc_id, graph, _new_epoch()
        self.rev, self.ack_client, self.ack_seq = 0, "", 0
        self.selection, self.turn = (), 0

    def change(self, graph: Graph) -> bool:
        """Take Python's own newer drawing. False when it says nothing new."""
        if graph == self.graph:
            return False
        self.graph, self.rev = graph, self.rev + 1
        ids = {node["id"] for node in graph["nodes"]}
        self.selection = tuple(node for node in self.selection if node in ids)
        return True

    def select(self, node_id: str | None) -> None:
        """Select a node from Python; the browser brings it into sight."""
        self.selection, self.turn = (node_id,) if node_id else (), self.turn + 1

    def ingest(self, document: Mapping[str, Any] | None) -> list[Move] | None:
        """The moves in a document the browser sent, or None where it is old, foreign or malformed.

        Streamlit hands the same value over on every run, so this may be called any number of times.
        A document drawn on another `rev` is refused: the browser merges Python's change and sends again.
        """
        if not document or not self._is_ours(document) or not _is_document(document):
            return None
        if self._has_seen(document) or document["baseRev"] != self.rev:
            return None
        before, self.graph = self.graph, cast(Graph, document["graph"])
        self.ack_client, self.ack_seq = document["clientId"], document["seq"]
        return moves(before, self.graph)

    def ingest_selection(self, chosen: Mapping[str, Any] | None) -> bool:
        """Take what the browser has selected. True when it is new."""
        if not chosen or not self._is_ours(chosen) or chosen.get("turn") != self.turn:
            return False
        ids = tuple(str(node) for node in chosen.get("ids") or ())
        known, self.selection = self.selection, ids
        return ids != known

    def message(self, overlay: Overlay, height: int) -> dict[str, Any]:
        """What the browser is told on every run."""
        return {
            "docId": self.doc_id,
            "epoch": self.epoch,
            "rev": self.rev,
            "ack": {"clientId": self.ack_client, "seq": self.ack_seq},
            "graph": self.graph,
            "overlay": overlay,
            "shown": {"turn": self.turn, "ids": list(self.selection)},
            "height": height,
        }

    def _is_ours(self, value: Mapping[str, Any]) -> bool:
        return value.get("docId") == self.doc_id and value.get("epoch") == self.epoch

    def _has_seen(self, document: Mapping[str, Any]) -> bool:
        return bool(document["clientId"] == self.ack_client and document["seq"] <= self.ack_seq)


def moves(before: Graph, after: Graph) -> list[Move]:
    """Which nodes of both drawings stand elsewhere in the second."""
    old = {node["id"]: (node["x"], node["y"]) for node in before["nodes"]}
    return [
        Move(node["id"], _position(node["x"], node["y"]))
        for node in after["nodes"]
        if node["id"] in old and old[node["id"]] != (node["x"], node["y"])
    ]


def _position(x: float | None, y: float | None) -> tuple[float, float] | None:
    return None if x is None or y is None else (x, y)


def _is_document(value: Mapping[str, Any]) -> bool:
    counted = all(isinstance(value.get(name), int) for name in NUMBERS)
    return counted and isinstance(value.get("clientId"), str) and is_graph(value.get("graph"))
