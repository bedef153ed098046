"""The sign-up as a visitor meets it: the box on the website, and the conversation on the phone."""

from __future__ import annotations

from html import escape

import streamlit as st

from journeyboard.journey.brand import Brand
from journeyboard.journey.opt_in import (
    confirm_of,
    disclosure_of,
    opt_in_of,
    wanted_topics,
    welcome_of,
)
from journeyboard.message.sms import sms
from journeyboard.ui.phone import PhoneMessage, phone
from journeyboard.ui.preview.wording import number_words

TICKS = {"none": "", "unticked": "☐", "ticked": "☑"}


def draw_form(brand: Brand) -> None:
    """The box on the website."""
    st.html(form_html(brand))


def form_html(brand: Brand) -> str:
    """The box as HTML; every word of the brand's is escaped."""
    opt_in = opt_in_of(brand)
    tick = TICKS[opt_in.checkbox]
    box = f'<span class="jb-tick" aria-hidden="true">{tick}</span>' if tick else ""
    number = "Mobile number" + (" (required)" if opt_in.number_required else "")
    links = " · ".join(
        f'<span class="jb-link">{word}</span>'
        for word, address in (("Terms", opt_in.terms), ("Privacy", opt_in.privacy))
        if address
    )
    return (
        '<div class="jb-signup" role="img" aria-label="The sign-up form as visitors see it">'
        f'<p class="jb-signup-brand">{escape(brand.name)}</p>'
        f"<p class='jb-signup-title'>Get {escape(wanted_topics(opt_in) or 'nothing yet')} by text</p>"
        f'<div class="jb-signup-field">{number}</div>'
        f'<p class="jb-signup-print">{box}<span>{escape(disclosure_of(brand))} {links}</span></p>'
        '<div class="jb-signup-go">Text me</div></div>'
    )


def draw_conversation(brand: Brand) -> None:
    """Joining by keyword, on the phone."""
    phone(conversation(brand), sender=number_words(brand.senders.sms) or brand.name, key="joining")


def conversation(brand: Brand) -> list[PhoneMessage]:
    """The keyword, the question for YES where the opt-in is double, and the first text."""
    opt_in = opt_in_of(brand)
    asked: list[PhoneMessage] = [_from_customer(opt_in.keyword or "JOIN", "10:02")]
    if opt_in.double:
        asked += [_from_brand(confirm_of(brand), "10:02"), _from_customer("YES", "10:05")]
    return [*asked, _from_brand(welcome_of(brand), "10:05")]


def _from_customer(text: str, time: str) -> PhoneMessage:
    return PhoneMessage(kind="sms", side="customer", text=text, time=time)


def _from_brand(text: str, time: str) -> PhoneMessage:
    parts = sms(text).parts
    return PhoneMessage(
        kind="sms", side="brand", text=text, time=time, state="delivered",
        meta=f"{parts} part{'s' if parts != 1 else ''}",
    )  # fmt: skip
