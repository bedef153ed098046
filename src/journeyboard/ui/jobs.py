"""Long work on a page: one job a session and name, its progress bar with a way to stop it, and its answer."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journeyboard.ui.plain import plain
from journeyboard.ui.presence import while_here
from journeyboard.workflows.jobs import Job, Work, begin


def start(name: str, title: str, work: Work, *, about: Any = None) -> None:
    """Begin the session's job of this name; one that is under way is stopped first. For callbacks.

    It is stopped, too, when the session has ended.
    """
    old = job_of(name)
    if old:
        old.cancel()
    st.session_state[_key(name)] = begin(title, while_here(work), about=about)


def job_of(name: str) -> Job | None:
    """The session's job of this name, under way or done."""
    found: Job | None = st.session_state.get(_key(name))
    return found


def running(name: str) -> bool:
    """Whether it is under way."""
    job = job_of(name)
    return job is not None and job.running


def answer_of(name: str, about: Any = None) -> Any:
    """The answer of the finished job; None while there is none or when it is about something else."""
    job = job_of(name)
    if job is None or job.running or job.answer is None or job.about != about:
        return None
    return job.answer


def draw_job(name: str) -> None:
    """Its progress while it runs, afterwards the one sentence saying why it has no answer."""
    job = job_of(name)
    if job is None:
        return
    if job.running:
        _draw_running(name)
    elif job.problem:
        st.warning(plain(job.problem), icon=":material/info:")


@st.fragment(run_every=0.4)
def _draw_running(name: str) -> None:
    job = job_of(name)
    if job is None:
        return
    if not job.running:
        st.rerun()
    far = f" · {job.done:,} of {job.total:,}" if job.total else " …"
    words = "Stopping …" if job.stopped.is_set() else f"**{plain(job.title)}**{far}"
    st.progress(job.share, words)
    st.button(
        "Cancel",
        icon=":material/cancel:",
        key=f"cancel-{name}",
        on_click=job.cancel,
        disabled=job.stopped.is_set(),
    )


def _key(name: str) -> str:
    return f"job-{name}"
