"""`journeyboard bench`: how fast this machine flies, side by side with the same journey in SimPy."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Annotated, Any

import typer

from journeyboard.cli import checkout
from journeyboard.cli.show import AsJson, emit, note, say, table
from journeyboard.errors import BadInput


def bench(
    quick: Annotated[bool, typer.Option("--quick", help="Under a minute, less exact.")] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Also write benchmarks/RESULTS.md of the checkout.")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Also ask questions of 100 million events.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Measure customers a second, the ratio to SimPy, threads, memory and bytes on this machine."""
    from journeyboard.cli.figures import measured

    target = _results_file() if write else None
    before = _load()
    figures = [figure.to_dict() for figure in measured(quick, full, note)]
    answer = {"machine": _machine(), "load": [before, _load()], "quick": quick, "figures": figures}
    if target is not None:
        target.write_text(_page(answer), "utf-8")
        note(f"Written: {target}")
    if as_json:
        emit(answer)
    else:
        _tell(answer)
    return 0


def _results_file() -> Path:
    if not checkout.benchmarks_folder().is_dir():
        raise BadInput("there is no checkout to write to.", advice="Leave --write away.")
    return checkout.benchmarks_folder() / "RESULTS.md"


def _machine() -> dict[str, Any]:
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "processor": _processor(),
    }


def _processor() -> str:
    """The name of the processor, empty where the system does not tell."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor())


def _load() -> float | None:
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def _tell(answer: dict[str, Any]) -> None:
    say(_heading(answer))
    say()
    table(("Measured", "Median", "Wanted"), [_line(one) for one in answer["figures"]])
    for one in answer["figures"]:
        if one["reason"]:
            say(f"{one['label']}: {one['reason']}")


def _heading(answer: dict[str, Any]) -> str:
    machine, (before, after) = answer["machine"], answer["load"]
    load = "" if before is None else f", load {before} before and {after} after"
    processor = f", {machine['processor']}" if machine["processor"] else ""
    return f"{machine['system']}{processor}, {machine['cores']} cores, Python {machine['python']}{load}"


def _line(figure: dict[str, Any]) -> tuple[str, str, str]:
    value = figure["value"]
    shown = "–" if value is None else f"{value:,.{figure['digits']}f} {figure['unit']}".rstrip()
    return figure["label"], shown, figure["wanted"]


def _page(answer: dict[str, Any]) -> str:
    rows = [f"| {' | '.join(_line(one))} |" for one in answer["figures"]]
    lines = [
        "# Measured speed",
        "",
        f"Written by `journeyboard bench {'--quick ' if answer['quick'] else ''}--write` on {_heading(answer)}.",
        "Medians of rounds run in turns; ratios are what counts, and with other work on the machine",
        "(a load above the number of cores) absolute figures come out too low.",
        "",
        "| Measured | Median | Wanted |",
        "|---|--:|--:|",
        *rows,
    ]
    return "\n".join(lines) + "\n"
