"""The engine for those who fly: the compiled loop of `life`, which is only loaded to be compiled."""

from __future__ import annotations

from typing import Any, Final

from journeyboard.simulation.kernel.machine import Kept


def _life() -> Any:
    from journeyboard.simulation.kernel.life import fly

    return fly


fly: Final = Kept("life.fly", _life)
"""`life.fly`: a range of customers through a program; (next customer, rows written, overflows)."""
