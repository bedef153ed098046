"""The sample result that a first start shows at once, and the run behind it.

`python -m journeyboard.workflows.first_flight` flies it anew and writes what is shipped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from journeyboard.storage.runs import StoredRun, list_runs
from journeyboard.storage.settings import get_setting, set_setting
from journeyboard.storage.store import Store
from journeyboard.workflows.fly import Flight, Plan, fly, take_off
from journeyboard.workflows.library import open_library, open_stored
from journeyboard.workflows.people import People

SETTING = "sample_run"
JOURNEY = "checkout_rescue"
PLAN = Plan("Sample: checkout rescue", (JOURNEY,), People("generated", 40_000))
SHIPPED = "first_flight.json"


@dataclass(frozen=True)
class Result:
    """What a result card needs: the run's name, size, settings and small results; `run_id` when it is kept."""

    name: str
    customers: int
    seed: int
    settings: Mapping[str, Any]
    results: Mapping[str, Any]
    run_id: str | None = None


def result_of(run: StoredRun) -> Result:
    """The result of a kept run."""
    return Result(run.name, run.customers, run.seed, run.settings, run.results, run.id)


def shipped_result() -> Result:
    """The sample's result as it came with the program."""
    text = (files("journeyboard.workflows") / "data" / SHIPPED).read_text("utf-8")
    return Result(**json.loads(text))


def shown_result(store: Store) -> Result | None:
    """What Home shows: the sample run, else the newest run; None when every run was deleted."""
    sample = get_setting(store, SETTING)
    if sample is None:
        return shipped_result()
    runs = list_runs(store)
    chosen = next((run for run in runs if run.id == sample), next(iter(runs), None))
    return result_of(chosen) if chosen else None


def is_due(store: Store) -> bool:
    """Whether the sample was never flown here."""
    return get_setting(store, SETTING) is None


def fly_first(store: Store) -> Flight:
    """Fly the sample in the background, so that its report can be opened."""
    return take_off(store, PLAN, lambda run: _remember(store, run))


def _remember(store: Store, run: StoredRun) -> None:
    set_setting(store, SETTING, run.id)
    open_stored(store, JOURNEY)  # first in the lists of a first start


def ship() -> None:
    """Write the shipped result beside this file."""
    run = fly(open_library(), PLAN)
    kept = {"name": run.name, "customers": run.customers, "seed": run.seed}
    told = kept | {"settings": run.settings, "results": run.results}
    target = files("journeyboard.workflows") / "data" / SHIPPED
    with open(str(target), "w", encoding="utf-8") as file:  # noqa: PTH123
        json.dump(told, file, indent=1, ensure_ascii=False)
        file.write("\n")


if __name__ == "__main__":
    ship()
