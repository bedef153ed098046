"""The chart of a sender's queue: it says how long, shows nothing where nothing waits, and falls to zero."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from journeyboard.charts.capacity import queue_area, queue_finding

START = datetime(2026, 3, 2)


def queue(**changed: Any) -> dict[str, Any]:
    waits = {"n": 400, "waited": 300, "p50": 1_800.0, "p95": 9_000.0, "max": 10_800}
    told = {"rate": 3.0, "handed_over": 40_000, "longest": 32_400, "waits": waits,
            "curve": [[600, 32_400], [615, 16_200], [900, 10_800]]}  # fmt: skip
    return told | changed


def test_it_shows_hours_and_falls_to_zero_between_waits() -> None:
    for dark in (False, True):
        trace = queue_area(queue(), channel="sms", start=START, dark=dark).data[0]
        assert list(trace.y) == pytest.approx([3.0, 1.5, 0.0, 0.0, 1.0, 0.0])
        assert trace.x[0] == START + timedelta(hours=10)


def test_the_finding_says_who_waits_and_how_long() -> None:
    assert queue_finding(queue(), "sms") == "75 % of texts wait: half of all longer than 30 min, the last 3.0 h"  # fmt: skip
    assert "leave at once" in queue_finding(queue(waits=queue()["waits"] | {"waited": 0}), "email")
    assert "nothing was handed over" in queue_finding(queue(waits={"n": 0}), "sms")
