"""The benchmarks of a checkout, which an installed package does not have."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType


def benchmarks_folder() -> Path:
    """Where they are, if this is a checkout."""
    return Path(__file__).resolve().parents[3] / "benchmarks"


def benchmark(name: str) -> ModuleType | None:
    """The module in that file of the folder, `package/__init__.py` for a package; None where there is none."""
    file = benchmarks_folder() / name
    if not file.is_file():
        return None
    spec = importlib.util.spec_from_file_location(name.removesuffix(".py").split("/")[0], file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
