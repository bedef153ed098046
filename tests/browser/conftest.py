"""Pages in a real browser: waiting until they are drawn, pictures of them, and a quiet console."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

PICTURES = Path(__file__).resolve().parents[2] / "test-results" / "pages"
# On a deep link Streamlit looks for its own base path below the page's, and does not find it there.
EXPECTED = ("_stcore/health", "_stcore/host-config")

Go = Callable[..., Any]


@pytest.fixture
def go(page: Any, app_url: str) -> Iterator[Go]:
    """Open an address of the app and wait until it is drawn; the console must stay without errors."""
    errors: list[str] = []
    page.on("console", lambda said: _note(errors, said))

    def went(address: str, *, width: int = 1440, dark: bool = False) -> Any:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.goto(f"{app_url}{address}")
        drawn(page)
        return page

    yield went
    assert errors == []


def drawn(page: Any) -> None:
    """Wait until the page runs no more and no error stands on it."""
    page.locator("h1").wait_for(timeout=60_000)
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'running'"
        " && !document.querySelector('[data-testid=stSkeleton]')",
        timeout=120_000,
    )
    assert page.locator("[data-testid=stException]").count() == 0


def picture(page: Any, name: str) -> Path:
    """A picture of the page, below test-results."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=str(path))
    return path


def _note(errors: list[str], said: Any) -> None:
    place = (said.location or {}).get("url", "")
    if said.type == "error" and not place.endswith(EXPECTED):
        errors.append(f"{said.text} ({place})")
