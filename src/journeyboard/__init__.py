"""The flight simulator for customer journeys: the public Python API, loaded name by name as it is used.

import journeyboard as jb
journey = jb.load("checkout_rescue.journey.yaml")
run = jb.simulate(journey, jb.customers(10_000))
run.lift()
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "Audience": "audience.people",
    "Behaviour": "simulation.behaviour",
    "Brand": "journey.brand",
    "Circumstances": "simulation.circumstances",
    "Consent": "records",
    "Crowd": "audience.crowd",
    "Customer": "records",
    "Event": "records",
    "EventLog": "measurement.log",
    "Finding": "lint.rule",
    "Journey": "journey.graph",
    "JourneyboardError": "errors",
    "Limits": "simulation.circumstances",
    "Run": "simulation.results",
    "check": "lint.check",
    "compare": "simulation.comparing.compare",
    "customers": "audience.customers",
    "dumps": "journey.file",
    "experiment": "measurement.experiment",
    "load": "journey.file",
    "load_brand": "journey.file",
    "loads": "journey.file",
    "open_run": "simulation.results",
    "optimize": "workflows.search",
    "power": "measurement.power",
    "preview": "simulation.preview",
    "read_customers": "audience.customers",
    "read_events": "measurement.log:open_log",
    "rfm": "audience.rfm",
    "save": "journey.file",
    "save_brand": "journey.file",
    "simulate": "simulation.run",
    "sms": "message.sms",
}
"""Each public name and the module it lives in (after a colon: under which name); `__init__.pyi` has the types."""

__all__ = [
    "Audience",
    "Behaviour",
    "Brand",
    "Circumstances",
    "Consent",
    "Crowd",
    "Customer",
    "Event",
    "EventLog",
    "Finding",
    "Journey",
    "JourneyboardError",
    "Limits",
    "Run",
    "check",
    "compare",
    "customers",
    "dumps",
    "experiment",
    "load",
    "load_brand",
    "loads",
    "open_run",
    "optimize",
    "power",
    "preview",
    "read_customers",
    "read_events",
    "rfm",
    "save",
    "save_brand",
    "simulate",
    "sms",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, other = _HOMES[name].partition(":")
    value = getattr(import_module(f"{__name__}.{module}"), other or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
