"""`journeyboard simulate`: customers through journeys, and what came of it."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journeyboard.cli import limits, readout
from journeyboard.cli.options import BrandFile, Customers, Days, Seed, Start, World
from journeyboard.cli.show import AsJson, emit, note, progress, say
from journeyboard.cli.truths import tell_truths
from journeyboard.errors import BadInput, Place

if TYPE_CHECKING:
    from journeyboard.audience.crowd import Crowd
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.simulation.behaviour import Behaviour
    from journeyboard.simulation.circumstances import Circumstances
    from journeyboard.simulation.results import Run
    from journeyboard.workflows.people import People


ALL = "all"
Lives = Annotated[str, typer.Option(help="Other lives to fly: all, or untouched, arms, channels, journeys, messages, with commas.")]  # fmt: skip


@dataclass(frozen=True)
class Order:
    """Everything a flight needs, read and found fit."""

    journeys: tuple[Journey, ...]
    brand: Brand
    people: Audience | Crowd
    behaviour: Behaviour | None
    seed: int
    days: int
    start: str
    workers: int | None
    chunk: int | None
    choices: int
    circumstances: Circumstances | None
    lives: tuple[str, ...] | None
    source: People


def simulate(
    journeys: Annotated[list[str], typer.Argument(help="Journey files or sample names.")],
    customers: Customers = "10000",
    orders: Annotated[
        Path | None, typer.Option(help="Their order history, when --customers is a file.")
    ] = None,
    seed: Seed = 7,
    days: Days = 90,
    start: Start = "2026-03-02",
    behaviour: World = None,
    brand: BrandFile = None,
    workers: Annotated[int | None, typer.Option(min=1, max=256, help="Threads.")] = None,
    chunk: Annotated[int | None, typer.Option(min=1, help="Customers a part.")] = None,
    out: Annotated[Path | None, typer.Option(help="Keep the run in this new folder.")] = None,
    name: Annotated[str | None, typer.Option(help="Keep the run in the app, so named.")] = None,
    limit_sms: limits.LimitSms = None,
    limit_email: limits.LimitEmail = None,
    stands_for: limits.StandsFor = None,
    budget: limits.Budget = None,
    daily_budget: limits.DailyBudget = None,
    season: limits.Seasons = None,
    launch: limits.Launches = None,
    cohort_days: limits.CohortDays = 1,
    lives: Lives = ALL,
    as_json: AsJson = False,
) -> int:
    """Fly customers through one journey or several of one brand, with and without them."""
    from journeyboard.cli.inputs import behaviour_file, first_day

    first = first_day(start)
    loaded, owner = _fleet(journeys, brand)
    world = behaviour_file(behaviour)
    people, choices = _people(customers, orders, first, owner), 0
    if name is not None and customers.replace("_", "").replace(",", "").isdecimal():
        people, choices = _as_chosen(people, owner)
    source = _source(customers, len(people))
    limited = {"sms": limit_sms, "email": limit_email, "stands_for": stands_for, "budget": budget, "daily_budget": daily_budget}  # fmt: skip
    around = limits.circumstances_of(limited, season, launch, cohort_days)
    order = Order(
        loaded, owner, people, world, seed, days, first, workers, chunk, choices, around,
        _lives(lives, name), source,
    )  # fmt: skip
    with _place(out, name, order) as place:
        run = _fly(order, place)
        answer = _answer(run, order, out or (place if name else None))
        emit(answer) if as_json else _tell(run, order, answer)
    return 0


def _lives(text: str, name: str | None) -> tuple[str, ...] | None:
    """The kinds of lives asked for, None for all."""
    from journeyboard.simulation.lives import left_out

    if text == ALL:
        return None
    if name is not None:
        raise BadInput("the app's pages show every life.", advice="Leave --lives or --name away.")
    kinds = tuple(kind.strip() for kind in text.split(","))
    left_out(kinds)
    return kinds


def _fleet(names: Sequence[str], brand: Path | None) -> tuple[tuple[Journey, ...], Brand]:
    """The journeys, which must differ in id and share a brand."""
    from journeyboard.cli.inputs import brand_for, journey_file

    found = [journey_file(name) for name in names]
    ids = [journey.id for journey, _ in found]
    for number, (journey, path) in enumerate(found):
        if journey.id in ids[:number]:
            raise BadInput(
                f"the id “{journey.id}” belongs to two of the journeys.",
                place=Place(file=path.name),
                advice="Change “id:” in one of the files.",
            )
        if brand is None and journey.brand != found[0][0].brand:
            raise BadInput(
                f"the brand is “{journey.brand}”, the first journey's is “{found[0][0].brand}”.",
                place=Place(file=path.name),
                advice="Fly journeys of one brand together, or name one with --brand.",
            )
    return tuple(journey for journey, _ in found), brand_for(*found[0], brand)


def _people(customers: str, orders: Path | None, start: str, brand: Brand) -> Audience | Crowd:
    from journeyboard.cli.inputs import flyers_of

    return flyers_of(customers, seed=1, start=start, brand=brand, orders=orders)


def _source(customers: str, count: int) -> People:
    """Where they come from, for who wants to meet them again."""
    from journeyboard.workflows.people import People

    if customers.replace("_", "").replace(",", "").isdecimal():
        return People("generated", count)
    return People("file", path=str(Path(customers).resolve()), name=Path(customers).name)


def _as_chosen(people: Audience | Crowd, brand: Brand) -> tuple[Audience | Crowd, int]:
    """The sample customers as their choices in the app (STOP, LESS) leave them, and how many those are.

    Only a run that is kept in the app takes them: any other depends on its command line alone.
    """
    from journeyboard.audience.crowd import Crowd
    from journeyboard.storage.consents import choices
    from journeyboard.workflows.consents import with_choices
    from journeyboard.workflows.library import open_library

    if isinstance(people, Crowd):
        return people, 0
    chosen = choices(open_library(), brand.id)
    if chosen:
        many = "1 choice" if len(chosen) == 1 else f"{len(chosen):,} choices"
        note(
            f"{many} of {brand.name}'s customers about texts and e-mails hold, as kept in the app."
        )
    return with_choices(people, chosen), len(chosen)


@contextmanager
def _place(out: Path | None, name: str | None, order: Order) -> Iterator[Path]:
    """Where the run is written: the named folder, the app's store, or nowhere for long."""
    if out is not None and name is not None:
        raise BadInput("--out and --name exclude each other.", advice="Leave one of them away.")
    if out is not None:
        _refuse_full(out)
        yield out
    elif name is not None:
        yield from _kept(name, order)
    else:
        with tempfile.TemporaryDirectory(prefix="journeyboard-") as folder:
            yield Path(folder) / "run"


def _refuse_full(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(
            "the folder is not empty.", place=Place(file=str(folder)), advice="Name a new one."
        )


def _kept(name: str, order: Order) -> Iterator[Path]:
    """A folder of the app's store; the run is listed there once it is complete."""
    from journeyboard.simulation.results import open_run
    from journeyboard.storage.runs import delete_run, keep_run, start_run
    from journeyboard.workflows.fly import summary
    from journeyboard.workflows.library import open_library

    store = open_library()
    settings = _settings(order) | {
        "brand": order.brand.name,
        "currency": order.brand.currency,
        "consent_choices": order.choices,
    }
    stored = start_run(store, name, seed=order.seed, customers=len(order.people), settings=settings)
    try:
        yield stored.path
        run = open_run(stored.path)
        keep_run(store, stored.id, digest=run.digest, results=summary(run))
    except BaseException:
        delete_run(store, stored.id)
        raise
    note(f"Kept in the app as “{name}”.")


def _settings(order: Order) -> dict[str, Any]:
    return {
        "people": order.source.to_dict(),
        "days": order.days,
        "start": order.start,
        "journeys": [journey.id for journey in order.journeys],
    } | _around(order)


def _around(order: Order) -> dict[str, Any]:
    return {"circumstances": order.circumstances.to_dict()} if order.circumstances else {}


def _fly(order: Order, place: Path) -> Run:
    from journeyboard.simulation.run import simulate as fly

    count = len(order.people)
    began = time.perf_counter()
    run = fly(
        order.journeys,
        order.people,
        brand=order.brand,
        seed=order.seed,
        days=order.days,
        start=order.start,
        behaviour=order.behaviour,
        out=place,
        workers=order.workers or os.cpu_count(),
        chunk=order.chunk,
        progress=progress("Customers flown:"),
        circumstances=order.circumstances,
        lives=order.lives,
    )
    seconds = time.perf_counter() - began
    note(f"{count:,} customers flown in {seconds:.2f} s ({count / seconds:,.0f} a second).")
    return run


def _answer(run: Run, order: Order, path: Path | None) -> dict[str, Any]:
    truth = run.truth().to_dict()
    truth["programme"]["currency"] = order.brand.currency
    return {
        "journeys": [journey.id for journey in order.journeys],
        "brand": order.brand.id,
        "customers": len(order.people),
        "seed": order.seed,
        "days": order.days,
        "start": order.start,
        "digest": run.digest,
        "path": str(path) if path else None,
        **readout.document(run.metrics("node"), run.lift(), truth),
        **_around(order),
        **({"capacity": dict(run.capacity)} if run.capacity else {}),
    }


def _tell(run: Run, order: Order, answer: dict[str, Any]) -> None:
    names = " and ".join(journey.name for journey in order.journeys)
    entered = run.metrics().rows[0]["entered"]
    say(
        f"{names}: {len(order.people):,} customers of {order.brand.name}, {order.days} days from "
        f"{order.start}, seed {order.seed}; {readout.count_words(entered)} entered."
    )
    say()
    titles = readout.shown_titles(run.manifest)
    channels = {f"{j.id}/{node.id}": node.label for j in order.journeys for node in j.nodes}
    readout.tell_messages(run.metrics("node"), titles, channels)
    readout.tell_lift(run.lift(), answer["truth"], titles)
    tell_truths(answer["truth"], titles, run.currency)
    limits.tell_capacity(run.capacity, order.brand.currency)
    say()
    say(answer["verdict"])
    if answer["path"]:
        say(f"Run: {answer['path']}")
