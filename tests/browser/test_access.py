"""Every page passes axe's checks for contrast, names and roles, light and dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .conftest import Go

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
# Streamlit's own: the landmark around the header, and the scrolling panels that hold inputs.
RULES = ["color-contrast", "button-name", "image-alt", "label", "link-name", "aria-required-attr"]


def troubles(page: Any) -> list[str]:
    page.add_script_tag(path=str(AXE))
    found = page.evaluate(
        "rules => axe.run({exclude: ['.js-plotly-plot']}, {runOnly: rules}).then(r => r.violations)",
        RULES,
    )
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')[:160]}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in frontend")
@pytest.mark.parametrize("address", ["/", "/design", "/preview", "/simulate", "/report"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_page_can_be_read_by_everybody(go: Go, address: str, dark: bool) -> None:
    page = go(address, dark=dark)
    page.wait_for_timeout(500)
    assert troubles(page) == []
