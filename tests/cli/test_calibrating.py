"""`journeyboard calibrate`: stable keys, a file that `simulate --behaviour` takes, and clear refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from journeyboard.cli.inputs import behaviour_file

FLIGHT = ("simulate", "welcome.journey.yaml", "--customers", "500", "--days", "20", "--out", "run")


def test_calibrate_speaks_json_and_writes_what_simulate_takes(run: Any, folder: Path) -> None:
    run(*FLIGHT)
    answer = run(
        "calibrate", "run", "--journey", "welcome.journey.yaml", "--customers", "500",
        "--out", "fitted.yaml", "--json",
    )  # fmt: skip
    assert answer.code == 0
    assert list(answer.data) == [
        "source", "customers", "events", "behaviour", "estimates", "kept", "fit", "goodness",
        "warnings", "notes",
    ]  # fmt: skip
    assert answer.data["source"] == "run"
    written = behaviour_file(folder / "fitted.yaml")
    assert written is not None
    assert dict(written.changed) == answer.data["behaviour"]
    again = run("simulate", "welcome.journey.yaml", "--customers", "100", "--days", "5",
                "--behaviour", "fitted.yaml", "--json")  # fmt: skip
    assert again.code == 0


def test_a_file_is_refused_with_its_row(run: Any, folder: Path) -> None:
    (folder / "events.csv").write_text("when,at,profile_key,type\n,soon,a,order.placed\n", "utf-8")
    answer = run("calibrate", "events.csv", "--journey", "welcome.journey.yaml")
    assert answer.code == 2
    assert "row 1, column “at”" in answer.err
    empty = run("calibrate", ".", "--journey", "welcome.journey.yaml")
    assert empty.code == 2
    assert "no finished run" in empty.err
