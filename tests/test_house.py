"""The house: rooms with a door plate, walls that hold, and files and functions of a readable size."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "journeyboard"

# Which room may load a library; everywhere else it is behind that room's functions.
WALLS = {
    "streamlit": ["ui"],
    "plotly": ["charts"],
    "sqlmodel": ["storage"],
    "sqlalchemy": ["storage"],
    "alembic": ["storage"],
    "typer": ["cli"],
    "numba": ["simulation"],
    "llvmlite": ["simulation"],
    "liquid": ["message"],
    "journeyboard": [],  # the public package itself: inside, modules are named in full
}
# What starts or embeds a library without being its room, and why.
DOORS = {
    ("cli", "streamlit"): "the command line starts the app",
}
FILE_LINES, PAGE_LINES, FUNCTION_LINES = 300, 80, 25
LONG_FUNCTIONS_SHARE = 0.02
# Longer than a screen on purpose.
LONG_ON_PURPOSE = {
    "simulation/kernel": "one compiled loop reads like the list of node kinds",
}


def files(folder: Path) -> list[Path]:
    """Every Python file of a folder."""
    return sorted(path for path in folder.rglob("*.py") if "node_modules" not in path.parts)


def room(path: Path) -> str:
    """The room a file of the package stands in."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """The full names a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom(module=str(module)):
                yield module


def breaks(path: Path, library: str) -> bool:
    """Whether a file reaches through a wall."""
    names = {name if library == "journeyboard" else name.split(".")[0] for name in imported(path)}
    allowed = room(path) in WALLS[library] or (room(path), library) in DOORS
    return library in names and not allowed


@pytest.mark.parametrize("library", WALLS)
def test_a_library_is_loaded_only_in_its_room(library: str) -> None:
    broken = [path for path in files(SOURCE) if breaks(path, library)]
    assert [str(path.relative_to(SOURCE)) for path in broken] == []


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    folders = [SOURCE, ROOT / "tests", ROOT / "pages", ROOT / "benchmarks", ROOT / "scripts"]
    sizes = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for folder in folders
        for path in files(folder)
    }
    assert {name: lines for name, lines in sizes.items() if lines > FILE_LINES} == {}


def test_a_page_is_a_short_script() -> None:
    sizes = {path.name: len(path.read_text().splitlines()) for path in files(ROOT / "pages")}
    assert {name: lines for name, lines in sizes.items() if lines > PAGE_LINES} == {}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a file with the lines of its body; signature and docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            does = node.body[1:] if ast.get_docstring(node) else node.body
            yield node.name, (node.end_lineno or 0) - does[0].lineno + 1 if does else 0


def test_nearly_every_function_is_under_twenty_five_lines() -> None:
    sizes = {
        f"{path.relative_to(SOURCE)}:{name}": lines
        for path in files(SOURCE)
        for name, lines in functions(path)
        if not str(path.relative_to(SOURCE)).startswith(tuple(LONG_ON_PURPOSE))
    }
    long = {name: lines for name, lines in sizes.items() if lines >= FUNCTION_LINES}
    assert len(long) <= LONG_FUNCTIONS_SHARE * len(sizes), long
    assert {name: lines for name, lines in long.items() if lines > 2 * FUNCTION_LINES} == {}


def test_every_file_of_the_package_says_in_its_first_line_what_lives_there() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in files(SOURCE)
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []
