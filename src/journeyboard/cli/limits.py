"""The circumstances of a flight on the command line: limits, seasons, launches, cohorts; and what limits did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journeyboard.cli.show import say
from journeyboard.errors import BadInput

if TYPE_CHECKING:
    from journeyboard.simulation.circumstances import Circumstances

Rate = float | None
LimitSms = Annotated[Rate, typer.Option(help="SMS parts a second that the sender can send.")]
LimitEmail = Annotated[Rate, typer.Option(help="E-mails a second that the sender can send.")]
StandsFor = Annotated[int | None, typer.Option(help="The size of the list that the customers stand for.")]  # fmt: skip
Budget = Annotated[Rate, typer.Option(help="Message cost that the run may reach.")]
DailyBudget = Annotated[Rate, typer.Option(help="Message cost that a day (UTC) may reach.")]
Seasons = Annotated[list[str] | None, typer.Option("--season", help="holiday, summer or weekend; can be repeated.")]  # fmt: skip
Launches = Annotated[list[str] | None, typer.Option("--launch", help="journey=YYYY-MM-DD: nobody enters before.")]  # fmt: skip
CohortDays = Annotated[int, typer.Option(help="Spread the entry of cohorts over so many days.")]


def circumstances_of(
    limits: Mapping[str, Any],
    seasons: Sequence[str] | None,
    launches: Sequence[str] | None,
    cohort_days: int,
) -> Circumstances | None:
    """What the options say; None when they say nothing, so that a plain flight stays as it was."""
    from journeyboard.simulation.circumstances import Circumstances, Limits

    found = Circumstances(
        Limits(**limits), tuple(seasons or ()), dict(map(_launch, launches or ())), cohort_days
    )
    return found if found.to_dict() else None


def _launch(text: str) -> tuple[str, str]:
    journey, equals, day = text.partition("=")
    if not equals:
        raise BadInput(f"“{text}” is not a launch.", advice="Write it as win_back=2026-03-16.")
    return journey, day


def tell_capacity(told: Mapping[str, Any] | None, currency: str) -> None:
    """The queue, the waits and the money, in a few lines."""
    if told is None:
        return
    say()
    for channel, queue in told["queues"].items():
        say(_queue_words(channel, queue))
    if told["queues"]:
        say(f"Left after the send window had closed: {told['outside_window']:,}. Turned away by a full queue: {told['queue_full']:,}.")  # fmt: skip
    if told["budget"]:
        say(_budget_words(told["budget"], currency))
    say(_effect_words(told, currency))


def _queue_words(channel: str, queue: Mapping[str, Any]) -> str:
    waits, unit = queue["waits"], "parts" if channel == "sms" else "messages"
    head = f"{channel.upper()} at {queue['rate']:g} {unit} a second: {queue['handed_over']:,} handed over, at most {queue['longest']:,} waiting"  # fmt: skip
    if not waits["n"]:
        return f"{head}; nothing left."
    times = ", ".join(f"{name} {_minutes(waits[key])}" for name, key in (("median", "p50"), ("95 %", "p95"), ("longest", "max")))  # fmt: skip
    return f"{head}; {waits['waited']:,} of {waits['n']:,} messages waited a minute or more ({times})."  # fmt: skip


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:,.0f} min" if seconds < 7200 else f"{seconds / 3600:,.1f} h"


def _budget_words(budget: Mapping[str, Any], currency: str) -> str:
    spent = f"Budget: {currency} {budget['spent']:,.2f} of the {budget['wanted']:,.2f} that was wanted"  # fmt: skip
    if not budget["ends"]:
        return f"{spent}; it never ran out."
    return f"{spent}; it ran out on {budget['ends'][0].replace('T', ' at ')} UTC, {budget['cut_off_scaled']:,} messages were not sent."  # fmt: skip


def _effect_words(told: Mapping[str, Any], currency: str) -> str:
    (orders, fewer), (margin, less) = told["effect"]["orders"], told["effect"]["margin"]
    agreed = "the queue agrees with itself" if told["residual"] == 0 else f"{told['residual']:.1%} of what was handed over still moved in the last round"  # fmt: skip
    return (
        f"The limits changed orders from {orders:,.0f} to {fewer:,.0f} and margin from {currency} "
        f"{margin:,.2f} to {less:,.2f} among the customers flown; {agreed} after {told['rounds']} rounds."
    )
