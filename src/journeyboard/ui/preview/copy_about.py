"""Beside the text: the job it does, how hard it is to read, what adds to it, and where it leads."""

from __future__ import annotations

from html import escape

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.journey.job import HINTS, Job, job_of, job_text
from journeyboard.message.reading import Reading, language_of, reading
from journeyboard.message.sms import sms
from journeyboard.ui.address import answered, asked
from journeyboard.ui.parts import card
from journeyboard.ui.plain import plain
from journeyboard.ui.preview.copy_desk import Chosen, field_key, put
from journeyboard.ui.tables import Column, table
from journeyboard.ui.wording import many
from journeyboard.workflows.copy import LinkTold
from journeyboard.workflows.copy_values import pieces

OPENING = {"when": "When …", "want": "I want …", "so_that": "so I can …"}
LANGUAGES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian",
    "nl": "Dutch", "other": "another language",
}  # fmt: skip
GUESS, READ_IN = "guess", "reads_in"


def draw_about(chosen: Chosen) -> None:
    """The cards in the right column."""
    _draw_job(chosen)
    try:
        text = chosen.text()
    except JourneyboardError:
        return
    if chosen.written:
        _draw_reading(text, chosen.link)
        if chosen.version.is_text:
            _draw_pieces(chosen, text)
    if link := chosen.link:
        _draw_link(link, link.short in text, chosen.version.is_text)


def _draw_job(chosen: Chosen) -> None:
    job = job_of(chosen.node.job)
    missing = [OPENING[name] for name in job.missing]
    title = f"The job: {' and '.join(missing)} missing" if missing else "The job it does"
    with card(title, help="A job story: the situation, what the customer wants, and what for.", key="copy-job"):  # fmt: skip
        for name, part in job._asdict().items():
            key = field_key(chosen, f"job.{name}", chosen.node.job)
            st.text_input(
                OPENING[name], part, key=key, placeholder=HINTS[name], on_change=_tell_job,
                args=(chosen, job, name, key),
            )  # fmt: skip


def _tell_job(chosen: Chosen, job: Job, name: str, key: str) -> None:
    told = job._replace(**{name: st.session_state[key]})
    put(chosen, "job", job_text(told), "The job story is changed.")


def _draw_reading(text: str, link: LinkTold | None) -> None:
    bare = text.replace(link.short, "") if link else text
    guessed = language_of(bare)
    options = [GUESS, *LANGUAGES]
    asked(READ_IN, options, GUESS)
    known = st.session_state[READ_IN]
    found = reading(bare, guessed if known == GUESS else known)
    with card(_reading_title(found), key="copy-reading"):
        chosen = st.selectbox(
            "Language of the text", options, key=READ_IN,
            format_func=lambda one: f"{LANGUAGES[guessed]} (guessed)" if one == GUESS else LANGUAGES[one],
        )  # fmt: skip
        answered(READ_IN, chosen)
        st.caption(plain(_reading_words(found)))


def _reading_title(found: Reading | None) -> str:
    return "Too short to measure" if found is None else f"Reads {found.level}"


def _reading_words(found: Reading | None) -> str:
    if found is None:
        return "With fewer than five words no measure says anything."
    grade = f", US school grade {max(found.grade, 0):.0f} (Kincaid 1975)" if found.grade is not None else ""  # fmt: skip
    source = "Flesch 1948; 60 and above is plain" if grade else "Björnsson 1968; up to 50 is plain"
    rough = " A text this short can only be judged roughly." if found.rough else ""
    size = f"{many(found.words, 'word')} in {many(found.sentences, 'sentence')}"
    return f"{found.measure} {found.score:.0f} ({source}){grade}: {size}.{rough}"


def _draw_pieces(chosen: Chosen, text: str) -> None:
    found = pieces(text, chosen.version, chosen.brand, chosen.link)
    if not found:
        return
    whole = sms(text)
    total = sum(piece.units for piece in found)
    with card(f"{total} of {whole.units} characters are not message", key="copy-pieces"):
        columns = (Column("What it is", figures=False), Column("Takes"), Column("Parts without it"))
        table(columns, [(one.name, f"{one.units}", f"{one.parts_without}") for one in found])


def _draw_link(link: LinkTold, held: bool, is_text: bool) -> None:
    with card(_link_title(held, is_text), key="copy-link"):
        short = f'<p class="jb-url">In the text: <b>{escape(link.short)}</b></p>' if held else ""
        st.html(f'{short}<p class="jb-url">Leads to: {_tags_marked(link)}</p>')
        if is_text and not held:
            st.caption(plain("Write {{ link }} where it belongs; nobody can click it until then."))
            return
        st.caption(
            "The last letters differ for each customer, so clicks can be counted. Parameters the "
            "address already has stay as they are."
        )


def _link_title(held: bool, is_text: bool) -> str:
    if held:
        return "The link is short in the text, tagged where it leads"
    return "The text does not hold its link" if is_text else "Where the message leads, tagged"


def _tags_marked(link: LinkTold) -> str:
    """The full address with its campaign parameters in the accent colour."""
    before, mark, query = link.full.partition("?")
    told, hash_, rest = query.partition("#")
    pairs = [
        f"<b>{escape(pair)}</b>" if pair.startswith("utm_") else escape(pair)
        for pair in told.split("&")
    ]
    return f"{escape(before)}{mark}{'&amp;'.join(pairs) if mark else ''}{hash_}{escape(rest)}"
