"""Flying: fixed ranges of customers over a pool of threads, each written as a part of its own."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeyboard.errors import BadInput, RunCancelled, RunError
from journeyboard.simulation.behaviour import Behaviour
from journeyboard.simulation.flight import Flight, Reply
from journeyboard.simulation.results import Run as Run
from journeyboard.simulation.results import open_run as open_run

if TYPE_CHECKING:
    from journeyboard.audience.crowd import Crowd
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.simulation.circumstances import Circumstances
    from journeyboard.simulation.part import Parts
    from journeyboard.simulation.sections import Sections

PART = 32_768
"""Customers in one part file; fixed, so that the files are the same whatever the chunk size."""
CHUNK = 131_072
"""Customers flown between two questions whether to go on: less than a tenth of a second."""
START = "2026-03-02"
PLAN, MANIFEST = "plan.json", "manifest.json"
ENGINE = "2"

Progress = Callable[[int, int], None]
Cancel = Callable[[], bool]


def simulate(
    journeys: Journey | Sequence[Journey],
    people: Audience | Crowd,
    *,
    brand: Brand | None = None,
    seed: int = 7,
    days: int = 90,
    start: str | date = START,
    behaviour: Behaviour | None = None,
    out: str | Path | None = None,
    workers: int | None = None,
    chunk: int | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    circumstances: Circumstances | None = None,
    lives: Collection[str] | None = None,
) -> Run:
    """Fly customers through one journey, or several of one brand under its caps, for some days.

    Every customer also lives the other lives of `truth`; `lives` chooses among `untouched`, which is
    always flown, `arms`, `channels`, `journeys` and `messages`, for a flight of very many. A crowd is made part by part, in memory that
    does not grow with it. `start` is midnight UTC of a day; `out` a folder, in which the same run,
    killed or failed, goes on from the parts that were whole (by default a temporary one, gone with the
    `Run` and after any error); `progress` gets (customers done, all) and `cancel` is asked between
    chunks. The events do not depend on `workers`, `chunk` or the order of customers. `circumstances` are limits of the sender, seasons,
    launches and the pace of entries; what limits did is told by `Run.capacity`.

    Raises BadInput for what cannot be flown, RunError when `out` holds another run, and
    RunCancelled, leaving nothing of the run behind.
    """
    from journeyboard.simulation.lives import left_out
    from journeyboard.simulation.sections import Sections, first_of

    watch = Watch(progress, cancel, len(people))
    watch.check()
    some, crowd = first_of(people, PART)
    flight = flight_of(
        journeys, some, brand=brand, seed=seed, days=days, start=start, behaviour=behaviour,
        circumstances=circumstances,
    )  # fmt: skip
    sections, told = _under_limits(
        Sections(flight, crowd, PART, left_out(lives)), circumstances, watch
    )
    plan = json.dumps({"program": sections.digest, "engine": ENGINE, "customers": sections.size})
    watch.check()
    with _folder(out) as folder:
        _begin(folder, plan)
        parts = _fly(sections, folder, workers, chunk, watch)
        _finish(folder, sections, parts, told)
        run = open_run(folder)
    if out is None:
        weakref.finalize(run, shutil.rmtree, folder, ignore_errors=True)
    return run


def flight_of(
    journeys: Journey | Sequence[Journey],
    people: Audience,
    *,
    brand: Brand | None = None,
    seed: int = 7,
    days: int = 90,
    start: str | date = START,
    behaviour: Behaviour | None = None,
    force_at: int | None = None,
    quiet_world: bool = False,
    replies: Sequence[Reply] = (),
    circumstances: Circumstances | None = None,
) -> Flight:
    """The settings of a flight, checked: raises BadInput in the words of whoever chose them."""
    from journeyboard.journey.graph import Journey
    from journeyboard.journey.samples import find_brand
    from journeyboard.simulation.kernel.layout import MAX_JOURNEYS

    together = (journeys,) if isinstance(journeys, Journey) else tuple(journeys)
    if not together or len(together) > MAX_JOURNEYS:
        raise BadInput(
            f"between 1 and {MAX_JOURNEYS} journeys can fly together, not {len(together)}."
        )
    ids = [journey.id for journey in together]
    if len(set(ids)) < len(ids):
        raise BadInput("two journeys have the same id.", advice="Rename one of them.")
    if not 1 <= days <= 366:
        raise BadInput(f"a flight lasts 1 to 366 days, not {days}.")
    if not 0 <= seed < 1 << 63:
        raise BadInput(f"the seed {seed} is not a whole number between 0 and 2^63.")
    if len(people) == 0:
        raise BadInput("the audience is empty.", advice="Choose at least one customer.")
    sells = brand or find_brand(together[0])
    flight = Flight(
        by_rank(together, sells), sells, people, behaviour or Behaviour(), seed, days,
        _midnight(start), force_at, quiet_world, tuple(replies),
    )  # fmt: skip
    return _in_circumstances(flight, circumstances) if circumstances else flight


def _in_circumstances(flight: Flight, found: Circumstances) -> Flight:
    from journeyboard.simulation.capacity import blank

    ledger = blank(found.limits, flight.days)
    return replace(
        flight, ledger=ledger, **found.fields(flight.journeys, flight.start, flight.days)
    )


def _under_limits(
    sections: Sections, circumstances: Circumstances | None, watch: Watch
) -> tuple[Sections, dict[str, Any]]:
    """The flight with its queue and budget settled, and what the manifest tells of the circumstances.

    The first part of a crowd stands for all of it.
    """
    if circumstances is None:
        return sections, {}
    told: dict[str, Any] = {"circumstances": circumstances.to_dict()}
    limits = circumstances.limits
    if not limits:
        return sections, told
    from journeyboard.simulation.capacity import settle
    from journeyboard.simulation.capacity_told import told_of

    whole = replace(limits, stands_for=limits.stands_for or sections.size)
    program, settled = settle(sections.head, whole, watch.check)
    flight = replace(sections.flight, ledger=settled.ledger)
    told["capacity"] = told_of(settled, whole, program.flight)
    return replace(sections, flight=flight), told


def by_rank(journeys: tuple[Journey, ...], brand: Brand) -> tuple[Journey, ...]:
    """Who acts first at one moment: the brand's list, then priority, then id."""
    listed = brand.priority

    def key(j: Journey) -> tuple[int, int, str]:
        return (listed.index(j.id) if j.id in listed else len(listed), -j.priority, j.id)

    return tuple(sorted(journeys, key=key))


def _midnight(start: str | date) -> datetime:
    try:
        day = start if isinstance(start, date) else date.fromisoformat(start)
    except ValueError:
        raise BadInput(f"“{start}” is not a day.", advice="Write it as 2026-03-02.") from None
    if not 2000 <= day.year <= 2099:
        raise BadInput(f"a flight starts between 2000 and 2099, not in {day.year}.")
    return datetime(day.year, day.month, day.day)


@contextmanager
def _folder(out: str | Path | None) -> Iterator[Path]:
    """The run's folder. After an error a temporary one is gone, and of a cancelled run nothing is left."""
    folder = Path(out) if out is not None else Path(tempfile.mkdtemp(prefix="journeyboard-"))
    try:
        yield folder
    except BaseException as error:
        if out is None:
            shutil.rmtree(folder, ignore_errors=True)
        elif isinstance(error, RunCancelled):
            _sweep(folder)
        if isinstance(error, OSError):
            raise RunError(f"the run cannot be written to {folder}: {error.strerror or error}. Free some space or choose another folder.") from error  # fmt: skip
        raise


def _begin(folder: Path, told: str) -> None:
    """Make the folder this run's own, or find that it is."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("events", "outcomes", "assignments", "parts"):
            (folder / name).mkdir(exist_ok=True)
        plan = folder / PLAN
        if plan.exists() and plan.read_text("utf-8") != told:
            raise RunError(f"the folder {folder} holds another run. Choose an empty folder.")
        plan.write_text(told, "utf-8")
    except OSError as error:
        raise RunError(f"the folder {folder} cannot be used: {error.strerror or error}.") from error


@dataclass(frozen=True)
class Watch:
    """Tells how far a run is, and asks whether it shall go on."""

    progress: Progress | None
    cancel: Cancel | None
    total: int

    def check(self) -> None:
        """Raises RunCancelled when the user wants no more."""
        if self.cancel is not None and self.cancel():
            raise RunCancelled("The run was cancelled; nothing of it is kept.")

    def tell(self, done: int) -> None:
        """So many customers are done."""
        if self.progress is not None:
            self.progress(min(done, self.total), self.total)


def _fly(
    sections: Sections, folder: Path, workers: int | None, chunk: int | None, watch: Watch
) -> Parts:
    """All parts, those already written in an earlier attempt included."""
    from journeyboard.simulation.buffers import Hangar
    from journeyboard.simulation.part import STEP, Parts, fly_part, read_part

    ranges = list(_ranges(sections.size))
    todo = [k for k in range(len(ranges)) if read_part(folder, k) is None]
    done = sections.size - sum(ranges[k][1] - ranges[k][0] for k in todo)
    watch.tell(done)
    hangar = Hangar(
        sections.head, min(STEP, sections.size), chunk or CHUNK, sections.digest[:12], watch.check
    )
    pool = ThreadPoolExecutor(max_workers=workers or os.cpu_count() or 1)
    try:
        flying: dict[Future[None], int] = {
            pool.submit(fly_part, sections, folder, k, ranges[k], hangar): k for k in todo
        }
        for future in as_completed(flying):
            future.result()
            first, last = ranges[flying[future]]
            done += last - first
            watch.tell(done)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return Parts(folder, len(ranges))


def _ranges(size: int) -> Iterator[tuple[int, int]]:
    yield from ((first, min(first + PART, size)) for first in range(0, size, PART))


def _finish(folder: Path, sections: Sections, parts: Parts, told: dict[str, Any]) -> None:
    from journeyboard.simulation.capacity_kept import keep_ledger
    from journeyboard.simulation.results import manifest_of

    keep_ledger(sections.flight.ledger, folder)
    found = manifest_of(sections.head, sections.digest, parts, ENGINE)
    text = json.dumps(found | told, ensure_ascii=False)
    unfinished = folder / f"{MANIFEST}.unfinished"
    unfinished.write_text(text, "utf-8")
    unfinished.replace(folder / MANIFEST)


def _sweep(folder: Path) -> None:
    """Take away what a cancelled run has written, and the folder if nothing else is in it."""
    for name in ("events", "outcomes", "assignments", "parts"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / PLAN).unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
