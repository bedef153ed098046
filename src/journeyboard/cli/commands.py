"""The commands in the order the help shows them; a new command goes here."""

from __future__ import annotations

from collections.abc import Callable

import typer

from journeyboard.cli import (
    calibrating,
    checking,
    comparing,
    drawing,
    exporting,
    flying,
    improving,
    measuring,
    people,
    planning,
    previewing,
    reporting,
    starting,
    texts,
)

app = typer.Typer(
    name="journeyboard",
    help="The flight simulator for customer journeys. Without a command, the app starts.",
    epilog="Exit codes: 0 ok, 1 findings or a failed check, 2 input that cannot be used.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.callback(invoke_without_command=True)(starting.start)

COMMANDS: dict[str, Callable[..., int]] = {
    "new": drawing.new,
    "check": checking.check,
    "sms": texts.sms,
    "preview": previewing.preview,
    "simulate": flying.simulate,
    "optimize": improving.optimize,
    "compare": comparing.compare,
    "assumptions": comparing.assumptions,
    "report": reporting.report,
    "calibrate": calibrating.calibrate,
    "power": planning.power,
    "export": exporting.export,
    "schema": drawing.schema,
    "customers": people.customers,
    "bench": measuring.bench,
}
for name, command in COMMANDS.items():
    app.command(name)(command)
