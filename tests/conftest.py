"""For all tests: a data directory of their own, steady property tests, and a browser that stays on this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]
SERVER = ("--server.headless", "true", "--server.fileWatcherType", "none")

# Compiled kernels are kept between test runs, beside the other caches.
os.environ.setdefault("NUMBA_CACHE_DIR", str(ROOT / ".pytest_cache" / "numba"))

# The first example of a test pays for slow imports and compilation, so time says nothing here.
_SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=_SLOW)
settings.register_profile("searching", deadline=None, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(autouse=True)
def _own_data_directory(tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees what the user of this machine has stored."""
    monkeypatch.setenv("JOURNEYBOARD_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.delenv("JOURNEYBOARD_DATABASE_URL", raising=False)


def chromium() -> str | None:
    """The Chromium that `JOURNEYBOARD_CHROMIUM` names, else one on the path, else None."""
    candidates = (os.environ.get("JOURNEYBOARD_CHROMIUM"), *map(shutil.which, BROWSERS))
    return next((path for path in candidates if path and Path(path).exists()), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a Chromium the browser tests are skipped; where they are required, they must run."""
    in_browser = [item for item in items if "browser" in item.keywords]
    for item in in_browser:
        # Real clocks on a busy machine: a stall is tried once more, and the report shows it.
        item.add_marker(pytest.mark.flaky(reruns=1))
    if os.environ.get("JOURNEYBOARD_REQUIRE_BROWSER") == "1":
        if not in_browser:
            raise pytest.UsageError("JOURNEYBOARD_REQUIRE_BROWSER=1, but no browser test is chosen")
    elif chromium() is None:
        why = "no Chromium found: install it or set JOURNEYBOARD_CHROMIUM"
        for item in in_browser:
            item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """How pytest-playwright starts the browser."""
    path = chromium()
    if path is None:
        pytest.fail("The browser tests are required, but no Chromium was found.")
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """Starts a script on a server of its own, with an empty data directory; gives its address."""
    with ExitStack() as servers:
        yield lambda script: servers.enter_context(served(script, tmp_path_factory.mktemp("app")))


@pytest.fixture(scope="session")
def app_url(serve: Callable[[Path], str]) -> str:
    """The address of the app, started once."""
    return serve(ROOT / "app.py")


@contextmanager
def served(script: Path, home: Path) -> Iterator[str]:
    """The address of a Streamlit script on a server of its own, stopped at the end."""
    url = f"http://127.0.0.1:{_free_port()}"
    with (home / "server.log").open("wb") as log, _server(script, url, home, log) as process:
        try:
            _wait_until_healthy(url, process, home / "server.log")
            yield url
        finally:
            process.terminate()
            process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _server(script: Path, url: str, home: Path, log: Any) -> subprocess.Popen[bytes]:
    where = ("--server.address", "127.0.0.1", "--server.port", url.rpartition(":")[2])
    return subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), *where, *SERVER],
        cwd=ROOT,
        env={**os.environ, "JOURNEYBOARD_HOME": str(home)},
        stdout=log,
        stderr=subprocess.STDOUT,
    )


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The app did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


@pytest.fixture
def page(page: Any) -> Iterator[Any]:
    """A browser page that may ask this machine only; the test fails if it asked any other."""
    outside: list[str] = []

    def route(route: Any) -> None:
        address = route.request.url
        local = address.split("/")[2].split(":")[0] in ("127.0.0.1", "localhost")
        if local or address.startswith(("data:", "blob:")):
            route.continue_()
        else:
            outside.append(address)
            route.abort()

    page.route("**/*", route)
    yield page
    assert not outside, f"the page asked another machine: {outside[:3]}"
