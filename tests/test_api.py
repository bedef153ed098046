"""The public Python API: every name there, typed, lazy, and usable in a notebook."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

import journeyboard as jb
from journeyboard.journey.samples import sample_journeys

STUB = Path(jb.__file__).with_suffix(".pyi")


def test_every_public_name_is_there() -> None:
    for name in jb.__all__:
        assert getattr(jb, name) is not None
    assert set(jb.__all__) <= set(dir(jb))


def test_every_public_name_has_its_type_and_a_docstring() -> None:
    text = STUB.read_text("utf-8")
    typed = {*re.findall(r" as (\w+)$", text, re.M), *re.findall(r"^(\w+) = ", text, re.M)}
    assert typed == set(jb.__all__)
    assert all(getattr(jb, name).__doc__ for name in jb.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'teleport'"):
        _ = jb.teleport  # type: ignore[attr-defined]


def test_importing_the_package_loads_none_of_its_rooms() -> None:
    program = (
        "import sys, journeyboard; sys.exit(','.join("
        "name for name in sys.modules if name.startswith(('journeyboard.', 'pandas', 'numba'))))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.stderr == b"\n"


def test_a_journey_is_loaded_checked_previewed_flown_and_read(tmp_path: Path) -> None:
    journey = jb.load(sample_journeys()["checkout_rescue"])
    assert [found for found in jb.check(journey) if found.severity != "info"] == []
    people = jb.customers(400, seed=1)
    entered = datetime(2026, 3, 3, 15)
    seen = jb.preview(journey, people.customer("c00000003"), people=people, entered_at=entered)
    assert seen.to_dict()["customer"] == "c00000003"
    run = jb.simulate(journey, people, seed=7, days=20, out=tmp_path / "run")
    again = jb.open_run(tmp_path / "run")
    assert run.digest == again.digest
    assert run.metrics().to_dict()["rows"]
    assert run.lift()[0].to_dict()["control"] == "control"
    assert run.truth().to_dict()["programme"]["n"] == 400
    assert len(jb.read_events(tmp_path / "run")) == run.events.num_rows


def test_a_journey_survives_saving_and_loading(tmp_path: Path) -> None:
    journey = jb.load(sample_journeys()["win_back"])
    jb.save(journey, tmp_path / "copy.journey.yaml")
    assert jb.load(tmp_path / "copy.journey.yaml") == journey
    assert jb.loads(jb.dumps(journey)) == journey


def test_whatever_goes_wrong_is_one_error_class(tmp_path: Path) -> None:
    for mistake in (
        lambda: jb.load(tmp_path / "nothing.yaml"),
        lambda: jb.open_run(tmp_path),
        lambda: jb.read_customers(tmp_path / "nothing.csv"),
        lambda: jb.read_events(tmp_path / "nothing.parquet"),
        lambda: jb.power(8),
        lambda: jb.sms("x" * 1_000_000),
        lambda: jb.Behaviour({"click.smoke": 1.0}),
    ):
        with pytest.raises(jb.JourneyboardError):
            mistake()
