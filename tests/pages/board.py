"""The Design page as tests see it: what the board is told, and what a browser sends."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from streamlit.testing.v1 import AppTest

from journeyboard.storage.store import Store
from journeyboard.ui.canvas.wire import wire_of
from journeyboard.workflows.library import open_stored

RESCUE = "checkout_rescue"


def told(app: AppTest, number: int = 0) -> dict[str, Any]:
    """What the page tells the canvas."""
    found: dict[str, Any] = json.loads(app.get("bidi_component")[number].proto.json)
    return found


def click(app: AppTest, *keys: str) -> AppTest:
    """Press buttons, one after the other."""
    for key in keys:
        app.button(key=key).click().run()
        assert not app.exception
    return app


def drawn(app: AppTest) -> dict[str, Any]:
    """The journey on the board, to be changed by a test."""
    return deepcopy(told(app)["journey"])


def node(journey: dict[str, Any], node_id: str) -> dict[str, Any]:
    """One node of a journey that travels."""
    found: dict[str, Any] = next(one for one in journey["nodes"] if one["id"] == node_id)
    return found


def send(app: AppTest, journey: dict[str, Any] | None = None, **others: Any) -> AppTest:
    """Let the browser send a drawing, and whatever else it says, in one message."""
    data = told(app)
    document = {name: data[name] for name in ("docId", "epoch")}
    document |= {"clientId": "tab", "seq": data["ack"]["seq"] + 1, "baseRev": data["rev"]}
    state = dict(others)
    if journey is not None:
        state["doc"] = {**document, "journey": journey}
    app.session_state[f"canvas:{data['docId']}"] = state
    app.run()
    assert not app.exception
    return app


def ask(app: AppTest, journey: dict[str, Any] | None = None, **asked: Any) -> AppTest:
    """Let the browser ask something, perhaps with a new drawing."""
    data = told(app)
    item = {"n": data["heard"]["n"] + 1, **asked}
    return send(app, journey, asks={"docId": data["docId"], "clientId": "tab", "items": [item]})


def longer(app: AppTest, words: str = "2 hours") -> AppTest:
    """Let the browser make the first pause longer."""
    journey = drawn(app)
    node(journey, "first_hour")["for"] = words
    return send(app, journey)


def pause(app: AppTest) -> str:
    """How long the first pause on the board is."""
    return str(node(told(app)["journey"], "first_hour")["for"])


def stored_pause(store: Store, number: int | None = None) -> str:
    """How long the first pause is in the store."""
    shape = wire_of(open_stored(store, RESCUE, number).journey)
    return str(next(one for one in shape["nodes"] if one["id"] == "first_hour")["for"])


def said(app: AppTest) -> str:
    """All toasts, one after the other."""
    return "\n".join(toast.value for toast in app.toast)
