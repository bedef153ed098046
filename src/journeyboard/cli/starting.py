"""`journeyboard` without a command: the app on a free port of this machine, and the browser on it."""

from __future__ import annotations

import socket
import sys
import threading
import time
import urllib.request
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from journeyboard.cli.show import note
from journeyboard.errors import BadInput

FIRST_PORT, LAST_PORT = 8501, 8599
PATIENCE = 600
"""Tenths of a second the browser waits for the app."""


def start(
    context: typer.Context,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the browser on the app.")
    ] = True,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port to listen on (default: a free one).")
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Say the version and end.")] = False,
) -> int:
    """Start the app."""
    if context.invoked_subcommand is not None:
        return 0
    if version:
        return _say_version()
    return _serve(_port(port), browser)


def app_path() -> Path:
    """The app's script: the checkout's `app.py`, or the copy inside an installed package."""
    package = Path(__file__).resolve().parents[1]
    packed = package / "_app" / "app.py"
    path = packed if packed.is_file() else package.parents[1] / "app.py"
    if not path.is_file():
        raise BadInput("the app is missing from this installation.", advice="Install it again.")
    return path


def free_port(first: int = FIRST_PORT, last: int = LAST_PORT) -> int:
    """The first port nobody listens on, else any that the system gives; BadInput for a taken one."""
    for port in (*range(first, last + 1), 0):
        with socket.socket() as probe:
            try:
                probe.bind(("localhost", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise BadInput("no port is free.", advice="Name one with --port.")


def _port(wanted: int | None) -> int:
    if wanted is None:
        return free_port()
    with socket.socket() as probe:
        try:
            probe.bind(("localhost", wanted))
        except OSError:
            raise BadInput(
                f"port {wanted} is taken or not allowed.",
                advice="Choose another one, or leave --port away.",
            ) from None
    return wanted


def _serve(port: int, browser: bool) -> int:
    from journeyboard.cli.warming import warm_in_background

    path = app_path()
    address = f"http://localhost:{port}"
    note(f"Journeyboard starts at {address} (stop with Ctrl+C).")
    if browser:
        threading.Thread(target=_open_when_ready, args=(address,), daemon=True).start()
    with warm_in_background():
        return _streamlit(path, port)


def _streamlit(path: Path, port: int) -> int:
    from streamlit.web import cli

    # By the command line only, Streamlit reads the config.toml that lies beside the script.
    where = ("--server.address", "localhost", "--server.port", str(port))
    silent = ("--server.headless", "true", "--server.showEmailPrompt", "false")
    private = ("--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none")
    plain = ("--logger.hideWelcomeMessage", "true", "--logger.level", "warning")
    sys.argv = ["streamlit", "run", str(path), *where, *silent, *private, *plain]
    try:
        cli.main(standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _open_when_ready(address: str) -> None:
    for _ in range(PATIENCE):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            webbrowser.open(address)
            return


def _say_version() -> int:
    from importlib.metadata import version

    from journeyboard.cli.show import say

    say(f"journeyboard {version('journeyboard')}")
    return 0
