"""A journey long enough to measure the canvas and the checker with."""

from __future__ import annotations

from typing import Any

STEPS = 200


def long_journey() -> str:
    """A journey of 200 steps: texts, e-mails and pushes between delays, with a split every five steps."""
    from journeyboard.journey.file import dumps
    from journeyboard.journey.form import journey_from

    nodes = {f"n{i}": _step(i) for i in range(STEPS - 1)} | {f"n{STEPS - 1}": {"kind": "exit"}}
    entry = {"kind": "event", "event": "checkout.started"}
    rules = [{"event": "order.placed", "goal": True}]
    whole = {"schema_version": 1, "id": "long", "name": "Long", "brand": "lumen", "entry": entry}
    return dumps(journey_from({**whole, "exit_rules": rules, "start": "n0", "nodes": nodes}))


def _step(i: int) -> dict[str, Any]:
    onward = {"next": f"n{i + 1}"}
    kinds: tuple[dict[str, Any], ...] = (
        {
            "kind": "sms",
            "body": "Lumen Skin: your cart is saved. {{ link }}",
            "opt_out": True,
            **onward,
        },
        {"kind": "delay", "for": "1 day", **onward},
        {
            "kind": "split",
            "branches": [{"name": "yes", "when": {"consent": {"channel": "sms"}}, **onward}],
            "everyone_else": f"n{min(i + 2, STEPS - 1)}",
        },
        {"kind": "email", "subject": "We kept your cart", "body": "Hello there.", **onward},
        {"kind": "push", "heading": "Your cart", "body": "It is still here.", **onward},
    )
    return {"title": f"Step {i}", **kinds[i % 5]}
