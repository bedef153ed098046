"""Keywords: what a reply means, what the brand answers in each language, and whether every stop word is heard."""

from __future__ import annotations

import streamlit as st

from journeyboard.journey.brand import Brand
from journeyboard.message.keywords import Meaning, reply_meaning
from journeyboard.message.rules import applicable, opt_out_keywords
from journeyboard.message.sms import sms
from journeyboard.simulation.replies import KEYWORDS, answer_to, choice_of
from journeyboard.storage.consents import keep_choice
from journeyboard.ui import state
from journeyboard.ui.address import answered, asked
from journeyboard.ui.consent.customers import draw_choices, pick_customer
from journeyboard.ui.consent.desk import changed
from journeyboard.ui.consent.said import draw_findings
from journeyboard.ui.parts import card
from journeyboard.ui.phone import PhoneMessage, phone
from journeyboard.ui.plain import plain
from journeyboard.ui.preview.who import people_of
from journeyboard.ui.preview.wording import number_words
from journeyboard.ui.tables import Cell, Column, table
from journeyboard.ui.wording import many, money

LANGUAGES = {
    "": "Its own language", "de": "German", "en": "English", "es": "Spanish", "fr": "French",
    "it": "Italian", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "sv": "Swedish",
}  # fmt: skip
MEANS: dict[Meaning | None, str] = {
    "opt_out": "A stop request. No more marketing texts, at once; the law allows ten business days.",
    "help": "A call for help. Nothing changes; the answer names the brand and the way out.",
    "opt_in": "Back again. Marketing texts are allowed from now on.",
    "less": "Fewer texts. The brand's cap for LESS holds for this customer from now on.",
    "confirm": "The answer to a double opt-in.",
    None: "Ordinary talk: a person should read it. Consent stays as it is.",
}
ANSWERED = tuple(word for meaning, word in KEYWORDS.items() if meaning != "confirm")
"""Words whose answers are written here; YES is answered by the first text of the sign-up."""
ABOUT_REPLIES = ("JB210", "JB211", "JB212", "JB213", "JB214")
"""The rules about words that stop, and what is answered."""
PHRASES = (
    "please stop texting me", "Stop.", "remove me", "wrong number", "no more messages", "leave me alone",
    "can't stop loving it", "when does my order stop by?",
)  # fmt: skip
"""Free words a reasonable person reads as stop, and two that nobody does."""


def draw(brand: Brand) -> Brand:
    """Draw the reply box with the phone, the answers, and the words that must be heard."""
    left, middle, right = st.columns([1, 1.1, 1.25], gap="medium")
    with left, card("Try a reply", key="try"):
        language = _pick_language()
        said = st.text_input("Reply", "STOP", key="reply")
        if said.strip():
            meaning = reply_meaning(said, awaiting_confirmation=True, language=language)
            st.markdown(f"**{MEANS[meaning]}**")
        customer = pick_customer(brand)
        country = people_of(brand.id, brand).customer(customer).country
        _draw_keeping(brand, customer, said, language)
        draw_choices(brand, customer)
    with right:
        with card("The brand's answers", key="answers"):
            brand = _answers(brand, language, country)
        with card("What the checker says", key="said-replies"):
            draw_findings(brand, only=ABOUT_REPLIES)
    with middle:
        phone(
            _conversation(brand, said, language, country),
            sender=number_words(brand.senders.sms) or brand.name,
            key="replying",
        )
        with card("Words that must stop everything", key="must-stop"):
            _draw_stop_words(brand)
    return brand


def _pick_language() -> str:
    asked("language", LANGUAGES, "")
    chosen = st.selectbox(
        "Language", list(LANGUAGES), format_func=LANGUAGES.__getitem__, key="language"
    )
    answered("language", chosen)
    return chosen


def _draw_keeping(brand: Brand, customer: str, said: str, language: str) -> None:
    choice = choice_of(said, language)
    if choice == "other":
        return
    st.button(
        "Let it hold for this customer", icon=":material/done_all:", key="hold",
        help="Preview and every new run of the brand follow.",
        on_click=_hold, args=(brand.id, customer, choice, said),
    )  # fmt: skip


def _hold(brand_id: str, customer: str, choice: str, said: str) -> None:
    keep_choice(state.store(), brand_id, customer, choice, words=said, how="reply")
    state.say("It holds; preview and every new run follow.", state.DONE)


def _conversation(brand: Brand, said: str, language: str, country: str) -> list[PhoneMessage]:
    if not said.strip():
        return []
    asked_for = PhoneMessage(kind="sms", side="customer", text=said, time="10:02")
    answer = answer_to(brand, said, language)
    if not answer:
        return [asked_for]
    cost = _cost_words(answer, brand, country)
    return [
        asked_for,
        PhoneMessage(
            kind="sms", side="brand", text=answer, time="10:02", state="delivered", meta=cost
        ),
    ]


def _cost_words(text: str, brand: Brand, country: str) -> str:
    """Parts, encoding and price of an answer to somebody in this country."""
    counted, prices = sms(text), brand.prices.sms_part
    price = prices.get(country, prices.get("default", 0.0)) * counted.parts
    return f"{many(counted.parts, 'part')} · {counted.encoding} · {money(price, brand.currency, 4)}"


def _answers(brand: Brand, language: str, country: str) -> Brand:
    """The answers in a language, each in a field; returns the brand as changed."""
    kept = brand.keywords_by_language.get(language, {}) if language else brand.keywords
    now = dict(kept)
    for word in ANSWERED:
        usual = (language and answer_to(brand, word)) or "No answer yet"
        written = st.text_area(
            f"To {word}", now.get(word, ""), key=f"{brand.id}:reply:{language}:{word}",
            placeholder=usual, max_chars=1_600,
        )  # fmt: skip
        if written.strip():
            now[word] = written
            st.caption(plain(_cost_words(written, brand, country)))
        else:
            now.pop(word, None)
    if not language:
        return changed(brand, {"keywords": now})
    others = {code: said for code, said in brand.keywords_by_language.items() if code != language}
    return changed(brand, {"keywords_by_language": {**others, **({language: now} if now else {})}})


def _draw_stop_words(brand: Brand) -> None:
    """The law's own words and free phrases, each with what the program makes of it."""
    words = dict.fromkeys(word for place in brand.jurisdictions for word in opt_out_keywords(place))
    unheard = [word for word in words if reply_meaning(word) != "opt_out"]
    st.markdown(
        f":green[:material/check_circle:] All {len(words)} words are heard: {plain(', '.join(words))}."
        if not unheard
        else f":red[:material/error:] Not heard: {plain(', '.join(unheard))}."
    )
    rows = applicable("US", "opt_out_keywords")
    st.caption(plain("; ".join(f"{row.source}, {row.year} ({row.confidence})" for row in rows)))
    columns = [Column("Also said", figures=False), Column("Heard as", figures=False)]
    table(columns, [(f"“{phrase}”", _heard(phrase)) for phrase in PHRASES])


def _heard(phrase: str) -> Cell:
    return Cell("stop", tone="good") if reply_meaning(phrase) == "opt_out" else Cell("talk")
