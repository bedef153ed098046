"""Long work beside the page: one piece of it in a thread, with its progress, a way to stop it, and its answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from journeyboard.errors import JourneyboardError, RunCancelled

Progress = Callable[[int, int], None]
Cancel = Callable[[], bool]
Work = Callable[[Progress, Cancel], Any]


@dataclass
class Job:
    """Work under way: how far it is, and in the end its answer or one sentence saying why there is none.

    `about` says what the answer is of, so that a page can tell whether it still fits what is chosen.
    """

    title: str
    about: Any = None
    done: int = 0
    total: int = 0
    answer: Any = None
    problem: str = ""
    stopped: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether it is still under way."""
        return self.thread is not None and self.thread.is_alive()

    @property
    def share(self) -> float:
        """How much of it is done, between 0 and 1."""
        return min(self.done / self.total, 1.0) if self.total else 0.0

    def cancel(self) -> None:
        """Stop as soon as possible; nothing is kept."""
        self.stopped.set()

    def report(self, done: int, total: int) -> None:
        """Take down how far it is."""
        self.done, self.total = done, total


def begin(title: str, work: Work, *, about: Any = None) -> Job:
    """Start `work(progress, cancel)` in the background.

    The work asks `cancel` often and raises RunCancelled when it says so.
    """
    job = Job(title, about)
    job.thread = threading.Thread(
        target=_at_work, args=(job, work), name="journeyboard-job", daemon=True
    )
    job.thread.start()
    return job


def _at_work(job: Job, work: Work) -> None:
    try:
        job.answer = work(job.report, job.stopped.is_set)
    except RunCancelled:
        job.problem = "Stopped. Nothing was kept."
    except JourneyboardError as error:
        job.problem = str(error)
    except Exception as error:
        job.problem = f"This broke off ({type(error).__name__}: {error})."
