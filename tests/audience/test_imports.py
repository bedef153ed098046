from __future__ import annotations

import subprocess
import sys

import pytest

SLOW = ("pandas", "scipy", "pyarrow", "sklearn")


@pytest.mark.parametrize("module", ["customers", "segments", "rfm", "conditions"])
def test_a_module_of_the_audience_loads_no_slow_library(module):
    program = f"import sys, journeyboard.audience.{module}; print(*sys.modules)"
    command = [sys.executable, "-c", program]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert not set(SLOW) & set(loaded)
