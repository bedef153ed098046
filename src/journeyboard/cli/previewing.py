"""`journeyboard preview`: every message as one customer sees it, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journeyboard.cli.options import Seed
from journeyboard.cli.show import AsJson, emit, say
from journeyboard.errors import BadInput
from journeyboard.records import Customer

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.simulation.previewed import Preview, PreviewMessage, PreviewReply

CANDIDATES = 50
"""Customers looked at for one who gets a message, when none is named."""
START = "2026-03-02"


def preview(
    journey: Annotated[str, typer.Argument(help="Journey file, or name of a sample.")],
    customer: Annotated[
        str | None, typer.Option(help="Customer key (default: the first who gets a message).")
    ] = None,
    customers: Annotated[str, typer.Option(help="How many samples, or a CSV file.")] = "1000",
    at: Annotated[
        str, typer.Option(help="When they are made to enter, as 2026-03-02T18:30 (UTC).")
    ] = f"{START}T18:30",
    as_flown: Annotated[
        bool, typer.Option("--as-flown", help="Their life in a run with this seed, entered or not.")
    ] = False,
    arm: Annotated[
        str | None, typer.Option(help="Put them into an arm, as SPLIT/ARM: holdout/control.")
    ] = None,
    reply: Annotated[
        list[str] | None,
        typer.Option(help="What they write and when (UTC), as 2026-03-05T10:00=STOP; repeatable."),
    ] = None,
    worst: Annotated[
        bool, typer.Option("--worst", help="The worst case: a long, odd name and all else missing.")
    ] = False,
    seed: Seed = 7,
    brand: Annotated[
        Path | None, typer.Option(help="Brand file (default: the journey's own).")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Every message as one customer sees it, with its local time, or why it is not sent."""
    from journeyboard.cli.inputs import audience_of, brand_for, journey_file, moment

    loaded, path = journey_file(journey)
    entered = moment(at)
    owner = brand_for(loaded, path, brand)
    said = [_said(text) for text in reply or ()]
    people = audience_of(customers, seed=1, start=START, brand=owner)
    asked = {
        "brand": owner, "people": people, "entered_at": None if as_flown else entered,
        "arm": _arm(loaded, arm), "seed": seed, "replies": said,
    }  # fmt: skip
    who = _candidates(people, owner, customer, worst=worst)
    seen, shown = _first(loaded, who, asked)
    if as_json:
        emit({"journey": loaded.id, "seed": seed, **seen.to_dict()})
    else:
        _tell(loaded, shown if isinstance(shown, Customer) else people.customer(shown), seen)
    return 0


def _candidates(
    people: Audience, brand: Brand, customer: str | None, *, worst: bool
) -> Sequence[Customer | str]:
    """Who may be shown; the worst case lives where the customer named lives, if one is."""
    if worst:
        from journeyboard.audience.worst import ALL, worst_case

        return [worst_case(people, brand, like=customer)[ALL]]
    return [customer] if customer else people.frame["profile_key"].head(CANDIDATES).tolist()


def _first(
    journey: Journey, who: Sequence[Customer | str], asked: Mapping[str, Any]
) -> tuple[Preview, Customer | str]:
    """The preview of the first customer with a message, else of the first one, and whose it is."""
    from journeyboard.simulation.preview import preview as fly_one

    first: tuple[Preview, Customer | str] | None = None
    for one in who:
        seen = fly_one(journey, one, **asked)
        if seen.messages:
            return seen, one
        first = first or (seen, one)
    assert first is not None
    return first


def _said(text: str) -> tuple[datetime, str]:
    """A reply of the command line: when, and the words."""
    from journeyboard.cli.inputs import moment

    when, sign, words = text.partition("=")
    at = moment(when) if sign else None
    if at is None:
        raise BadInput(
            f"“{text}” is no reply.", advice="Write when and what: 2026-03-05T10:00=STOP."
        )
    return at, words


def _arm(journey: Journey, text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    split, slash, arm = text.rpartition("/")
    if not slash:
        raise BadInput(f"“{text}” is not an arm.", advice="Write SPLIT/ARM, as in holdout/control.")
    return f"{journey.id}/{split}", arm


def _tell(journey: Journey, who: Customer, seen: Preview) -> None:
    from journeyboard.simulation.previewed import PreviewMessage

    name = " ".join(part for part in (who.first_name, who.last_name) if part) or "no name"
    say(f"{journey.name} as {seen.customer} sees it ({name}, {who.region}, {seen.zone})")
    if seen.entered_at is None:
        say("Does not enter.")
        return
    say(f"Enters {clock(seen.entered_at)} UTC{''.join(f', arm {arm}' for _, arm in seen.arms)}")
    conversation: list[PreviewMessage | PreviewReply] = [*seen.messages, *seen.replies]
    for told in sorted(conversation, key=lambda told: told.at):
        say()
        _tell_message(told) if isinstance(told, PreviewMessage) else _tell_reply(told)
    if seen.not_reached:
        say()
        say("Not reached:")
    for missed in seen.not_reached:
        say(f"  {missed.channel}  {missed.node_id}  {missed.why}")
    say()
    if seen.exited_at is None:
        say("Is still inside at the end of the run.")
    else:
        say(f"Leaves {clock(seen.exited_at)} UTC: {seen.exit_reason}")


def clock(at: datetime) -> str:
    """A moment to the minute.

    >>> clock(datetime(2026, 3, 2, 9, 5))
    'Mon 2 Mar 2026 09:05'
    """
    return f"{at:%a} {at.day} {at:%b %Y %H:%M}"


def _tell_message(message: PreviewMessage) -> None:
    waited = message.at - message.due
    held = f", held {_span(waited)}" if waited else ""
    reason = f" ({message.reason})" if message.reason else ""
    say(
        f"{clock(message.local)} local  {message.channel}  {message.node_id}  {message.status}{reason}{held}"
    )
    if message.status == "skipped":
        return
    for label, text in (("From", message.sender), ("Subject", message.subject)):
        if text:
            say(f"  {label}: {text}")
    for line in message.body.splitlines():
        say(f"  {line}".rstrip())
    if message.encoding:
        say(f"  {_bill(message)}")


def _tell_reply(reply: PreviewReply) -> None:
    did = f" ({(reply.meaning or '').replace('_', ' ')})" if reply.changed else ""
    say(f"{clock(reply.local)} local  they reply: {reply.text}{did}")
    if reply.answer:
        say(f"  {reply.answer}")


def _span(waited: timedelta) -> str:
    from journeyboard.message.duration import format_duration

    return format_duration(round(waited.total_seconds() / 60) * 60)


def _bill(message: PreviewMessage) -> str:
    parts = "1 part" if message.parts == 1 else f"{message.parts} parts"
    return f"[{message.encoding}, {parts}, {message.cost:.4f} {message.currency}]"
