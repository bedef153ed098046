"""The rim of the command line: however a command ends, one clear sentence and an exit code come out."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from typing import Any

import typer
from typer.exceptions import TyperException

from journeyboard.cli.show import emit, note
from journeyboard.errors import BadInput, JourneyboardError

OK, FINDINGS, BAD_INPUT, STOPPED = 0, 1, 2, 130


def run(app: typer.Typer, arguments: list[str]) -> int:
    """The exit code of a command; with `--json` a mistake is also one JSON document."""
    prepare_streams()
    try:
        code = _invoke(app, arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:
        return _refused(error, "--json" in arguments)
    if code == STOPPED:
        note("Stopped.")
    return code


def prepare_streams() -> None:
    """A terminal that is not UTF-8 shows “?” for what it lacks; it never ends a command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def sentence(error: Exception) -> str:
    """What to tell the user about an error, in one line."""
    text = " ".join(_words(error).split())
    placed = isinstance(error, BadInput) and str(error.place)
    named = isinstance(error, OSError) and error.filename
    return text if placed or named else text[:1].upper() + text[1:]


def _invoke(app: typer.Typer, arguments: list[str]) -> int:
    command = typer.main.get_command(app)
    code: Any = command.main(arguments, prog_name="journeyboard", standalone_mode=False)
    return code if isinstance(code, int) else OK


def _words(error: Exception) -> str:
    match error:
        case JourneyboardError():
            return str(error)
        case TyperException():
            return _misused(error)
        case OSError() if error.strerror:
            return _refused_by_system(error)
    return (
        f"Journeyboard itself failed ({type(error).__name__}: {error}). "
        "Run the command again with JOURNEYBOARD_DEBUG=1 to see where, and report it."
    )


def _misused(error: TyperException) -> str:
    text = error.format_message().replace("Value error, ", "")
    context = getattr(error, "ctx", None)
    where = context.command_path if context else "journeyboard"
    ended = text if text.endswith(("?", "!")) else f"{text.rstrip('.')}."
    return f"{ended} See: {where} --help"


def _refused_by_system(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{str(error.strerror).lower()}. Check the path, its rights and the free space."


def _refused(error: Exception, as_json: bool) -> int:
    if os.environ.get("JOURNEYBOARD_DEBUG"):
        traceback.print_exception(error)
    note(sentence(error))
    if as_json:
        with contextlib.suppress(BrokenPipeError):
            emit({"error": described(error)})
    return BAD_INPUT


def described(error: Exception) -> dict[str, Any]:
    """An error as plain data: message, and file, line, column and node where they are known."""
    place = error.place if isinstance(error, BadInput) else None
    names = ("file", "line", "column", "node")
    return {"message": sentence(error), **{name: getattr(place, name, None) for name in names}}


def _reader_left() -> int:
    """Whoever read our output has seen enough (`| head`); nothing is wrong."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return OK
