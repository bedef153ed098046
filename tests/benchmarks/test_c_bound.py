"""The C bound flies the same program to the same rows, byte for byte; otherwise its speed would mean nothing."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from journeyboard.audience.customers import customers
from journeyboard.journey.file import load
from journeyboard.journey.samples import find_brand, sample_journeys
from journeyboard.simulation.flight import Program
from journeyboard.simulation.part import fly_range
from journeyboard.simulation.program import compile_flight
from journeyboard.simulation.run import flight_of

HOME = Path(__file__).resolve().parents[2] / "benchmarks" / "c_bound"


@pytest.fixture(scope="module")
def c() -> ModuleType:
    """The package of the benchmarks folder, which is no part of the product."""
    spec = importlib.util.spec_from_file_location("c_bound", HOME / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["c_bound"] = module
    spec.loader.exec_module(module)
    return module


def program_of(name: str, count: int, seed: int) -> Program:
    """A sample's program, its designed life alone."""
    journey = load(sample_journeys()[name])
    brand = find_brand(journey)
    flight = flight_of(journey, customers(count, brand=brand), brand=brand, seed=seed)
    whole = compile_flight(flight)
    return replace(whole, lives=whole.lives[:1])


@pytest.mark.parametrize("seed", [7, 8])
def test_every_row_of_the_checkout_rescue_is_the_kernels(c: ModuleType, seed: int) -> None:
    program = program_of("checkout_rescue", 10_000, seed)
    try:
        bound = c.CBound(program).fly()
    except c.Refused as why:
        pytest.skip(str(why))
    flown, _ = fly_range(program, 0, program.size, 8_192, lambda: None)
    assert len(bound.rows) == len(flown.rows) > 50_000
    assert np.array_equal(bound.rows, np.asarray(flown.rows))
    assert bound.node_visits > 0


def test_a_journey_with_ads_is_refused_in_words(c: ModuleType) -> None:
    program = program_of("win_back", 10, 7)
    with pytest.raises(c.Refused, match=r"knows no “ads” steps|no C compiler|by event only"):
        c.CBound(program)
