"""Finding customers of a run by what happened to them: ready questions with their counts, and a free one."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from journeyboard.journey.wording import event_words
from journeyboard.measurement.happened import QUESTIONS, Found, Wanted
from journeyboard.ui import state
from journeyboard.ui.address import answered, asked
from journeyboard.ui.wording import count, many
from journeyboard.workflows.lives import KeptRun, counted, found_by, opened

HAPPENED, FREE = "happened", "free"
LISTED = 200
"""Customers that can be paged through."""
TYPES = (
    "journey.entered", "journey.exited", "message.delivered", "message.clicked", "message.skipped",
    "message.queued", "message.failed", "message.replied", "consent.unsubscribed", "ad.clicked",
    "checkout.started", "order.placed", "order.refunded", "review.submitted", "support.contacted",
)  # fmt: skip
ANY = ""


@st.cache_resource(max_entries=4, show_spinner="Opening the run …")
def kept_run(run_id: str, digest: str | None) -> KeptRun:
    """A run, opened once for all who look at it."""
    assert digest is not None
    return opened(state.store(), run_id)


@st.cache_data(max_entries=16, show_spinner="Looking through the events …")
def counts_of(run_id: str, digest: str | None, _kept: KeptRun) -> dict[str, int]:
    """How many customers each ready question finds in a run."""
    assert run_id
    assert digest is not None
    return counted(_kept)


@st.cache_data(max_entries=64, show_spinner="Looking through the events …")
def _found(run_id: str, question: str | Wanted, _kept: KeptRun) -> Found:
    assert run_id
    return found_by(_kept, question, LISTED)


def pick_question(kept: KeptRun) -> tuple[str, Found]:
    """What happened, by its chips or freely; its words and whom it happened to."""
    counts = counts_of(kept.stored.id, kept.stored.digest, kept)
    names = [name for name in QUESTIONS if counts[name]] + [FREE]
    asked(HAPPENED, names, names[0])
    chosen = st.pills(
        "What happened",
        names,
        format_func=lambda name: _chip(name, counts),
        required=True,
        key=HAPPENED,
        label_visibility="collapsed",
    )
    chosen = chosen or names[0]
    answered(HAPPENED, chosen)
    if chosen == FREE:
        return "these events", _free(kept)
    question = QUESTIONS[chosen]
    st.caption(f"{question.words}{_nobody_words(counts)}")
    return question.title, _found(kept.stored.id, chosen, kept)


def _chip(name: str, counts: Mapping[str, int]) -> str:
    if name == FREE:
        return ":material/search: Something else"
    return f"{QUESTIONS[name].title} · {count(counts[name])}"


def _nobody_words(counts: Mapping[str, int]) -> str:
    """What happened to nobody has no chip, but is told."""
    nobody = [one.title.lower() for name, one in QUESTIONS.items() if not counts[name]]
    return f" Nobody in this run: {', '.join(nobody)}." if nobody else ""


def _free(kept: KeptRun) -> Found:
    left, middle, right = st.columns(3)
    titles = {key: f"{title or key.split('/', 1)[1]}" for key, title in kept.titles.items()}
    kind = left.selectbox("Event", [ANY, *TYPES], format_func=lambda one: event_words(one).capitalize() if one else "Any event", key="free-type")  # fmt: skip
    step = middle.selectbox("At step", [ANY, *titles], format_func=lambda one: titles.get(one, "Any step"), key="free-step")  # fmt: skip
    audience = right.selectbox("In audience", [ANY, *_audiences(kept)], format_func=lambda one: _audience_words(one), key="free-audience")  # fmt: skip
    journey, _, node = step.partition("/")
    return _found(kept.stored.id, Wanted(kind or None, node or None, journey or None, audience or None), kept)  # fmt: skip


def _audiences(kept: KeptRun) -> list[str]:
    from journeyboard.audience.segments import segment_labels

    return [*segment_labels(), *kept.brand.segments]


def _audience_words(name: str) -> str:
    from journeyboard.audience.segments import segment_labels

    return segment_labels().get(name, name) if name else "Any audience"


def found_words(found: Found, kept: KeptRun) -> str:
    """How many customers it happened to, of all who flew."""
    everybody = many(kept.stored.customers, "customer")
    return f"{count(found.count)} found among {everybody}"
