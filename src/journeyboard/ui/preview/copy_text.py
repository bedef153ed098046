"""The text itself: as it travels, to be edited in place, before and after smart encoding."""

from __future__ import annotations

from contextlib import suppress
from html import escape

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.journey.nodes import Sms
from journeyboard.message.sms import LIMITS, SmsCount, smart_encode, sms
from journeyboard.ui.parts import card, facts
from journeyboard.ui.plain import plain
from journeyboard.ui.preview.copy_desk import Chosen, field_key, measured, put
from journeyboard.ui.preview.copy_marks import marked, odd_list
from journeyboard.ui.wording import count, many, money
from journeyboard.workflows.copy import Version, unit_price, unsmart

WAS = "copy-was"
FIELDS = {
    "sms": ("body",), "mms": ("body",), "email": ("subject", "preheader", "body"), "push": ("heading", "body"),
    "ads": ("heading", "body"),
}  # fmt: skip


def fields_of(version: Version) -> tuple[str, ...]:
    """The fields that a version shows, what stands on top first."""
    return FIELDS[version.setting.channel]


def draw_text(chosen: Chosen) -> None:
    """The card of the text; a faulty one says where, and can be mended below."""
    try:
        body = chosen.text()
    except JourneyboardError as error:
        with card("The text cannot be filled", key="copy-text"):
            st.error(plain(str(error)), icon=":material/error:")
            _draw_fields(chosen)
        return
    if chosen.version.is_text and not chosen.written:
        _draw_none(chosen)
    elif chosen.version.is_text:
        _draw_sms(chosen, sms(body))
    else:
        _draw_other(chosen, body)


def _draw_none(chosen: Chosen) -> None:
    """An SMS without words: nothing is counted or praised, and it can be written."""
    with card("No text yet", key="copy-text"):
        st.caption("Write it here; parts and costs are counted as soon as there are words.")
        _draw_fields(chosen)


def _draw_sms(chosen: Chosen, counted: SmsCount) -> None:
    with card(_finding(counted), key="copy-text"):
        _draw_change(chosen)
        facts(_facts(chosen, counted))
        _draw_smart_words(chosen, counted)
        node, link = chosen.version.setting.node, chosen.link
        line = chosen.brand.opt_out_text if isinstance(node, Sms) and node.opt_out else ""
        _draw_parts(counted, link.short if link else "", line)
        if counted.unicode_characters:
            st.html(odd_list(counted))
        _draw_fields(chosen)
        _draw_smart(chosen)


def _draw_parts(counted: SmsCount, link: str = "", opt_out: str = "") -> None:
    """The text in its parts, or that its conditions leave this reader none."""
    if counted.text:
        st.html(marked(counted, link, opt_out))
    else:
        st.caption("Nothing of the text is left for this reader.")


def _draw_smart_words(chosen: Chosen, counted: SmsCount) -> None:
    """That the figures are those after smart encoding, and what they would be without."""
    node = chosen.version.setting.node
    if not isinstance(node, Sms) or not node.smart_encoding:
        return
    before = sms(chosen.text(unsmart(chosen.version)))
    if before.text != counted.text:
        words = f"Smart encoding is on: {many(counted.parts, 'part')}; as written it would be {before.parts}."
        st.caption(words)


def _finding(counted: SmsCount) -> str:
    """What the text costs and why, in a sentence.

    >>> _finding(sms("a" * 170))
    '2 parts: 10 characters too many for one'
    """
    words = many(counted.parts, "part")
    over = counted.units - LIMITS[counted.encoding][0]
    if counted.unicode_characters:
        signs = dict.fromkeys(one.character for one in counted.unicode_characters)
        force = "forces" if len(signs) == 1 else "force"
        return f"{words}: {many(len(signs), 'character')} {force} Unicode"
    if over > 0:
        return f"{words}: {many(over, 'character')} too many for one"
    return f"{words}, {many(counted.units_left, 'character')} left"


def _facts(chosen: Chosen, counted: SmsCount) -> list[tuple[str, str]]:
    found, currency = measured(chosen), chosen.brand.currency
    mean = found.mean_price
    return [
        ("Parts", count(counted.parts)),
        ("Encoding", counted.encoding),
        ("Units", f"{counted.units} of {counted.limit * max(counted.parts, 1)}"),
        ("Left in the part", count(counted.units_left)),
        ("This text costs", money(price_here(chosen, counted), currency, 4)),
        ("On average", "nobody may get it" if mean is None else money(mean, currency, 4)),
        ("1,000 texts", "–" if mean is None else money(1_000 * mean, currency, 2)),
    ]


def price_here(chosen: Chosen, counted: SmsCount) -> float:
    """What the text costs in the reader's country."""
    country = str(chosen.alone.frame["country"].iloc[0])
    return counted.parts * unit_price(chosen.brand, "sms", country)


def _draw_change(chosen: Chosen) -> None:
    """What the last edit of this text has saved or added."""
    was = st.session_state.get(WAS)
    if was is None or was[0] != (chosen.node.id, chosen.version.name):
        return
    found, (_, parts, thousand) = measured(chosen), was
    if found.mean_parts is None or found.mean_price is None:
        return
    if f"{parts:.2f}" == f"{found.mean_parts:.2f}":
        return
    saved = thousand - 1_000 * found.mean_price
    told = change_words(parts, found.mean_parts, saved, chosen.brand.currency)
    if saved >= 0:
        st.success(plain(told), icon=":material/trending_down:")
    else:
        st.warning(plain(told), icon=":material/trending_up:")


def change_words(before: float, after: float, saved: float, currency: str) -> str:
    """What an edit did to the parts of the average text, and to the price of 1,000.

    >>> change_words(1.2, 1.18, 3.13, "USD")
    '1.20 parts on average became 1.18: saves $3.13 per 1,000 texts.'
    """
    cost = f"saves {money(saved, currency)}" if saved >= 0 else f"costs {money(-saved, currency)} more"  # fmt: skip
    return f"{before:.2f} parts on average became {after:.2f}: {cost} per 1,000 texts."


def remember(chosen: Chosen) -> None:
    """Keep what the text costs before an edit, so that the difference can be told."""
    st.session_state.pop(WAS, None)
    with suppress(JourneyboardError):
        found = measured(chosen)
        if chosen.written and found.mean_parts is not None and found.mean_price is not None:
            key = (chosen.node.id, chosen.version.name)
            st.session_state[WAS] = key, found.mean_parts, 1_000 * found.mean_price


def _draw_other(chosen: Chosen, body: str) -> None:
    fields = fields_of(chosen.version)
    tops = [(field, chosen.text(field=field)) for field in fields if field != "body"]
    words = many(len(body.split()), "word")
    title = f"{many(len(tops[0][1]), 'character')} on top, {words} below" if tops else f"{words}, one price whatever the length"  # fmt: skip
    with card(title, key="copy-text"):
        found = measured(chosen)
        each = found.mean_price
        facts(
            [
                *((field.capitalize(), many(len(text), "character")) for field, text in tops),
                ("Text", many(len(body), "character")),
                ("Each", "nobody may get it" if each is None else money(each, chosen.brand.currency, 4)),
            ]
        )  # fmt: skip
        shown = "".join(
            f'<p class="{"under" if field == "preheader" else "top"}">{escape(text)}</p>'
            for field, text in tops
            if text
        )
        st.html(f'<div class="jb-mail">{shown}<p>{escape(body)}</p></div>')
        _draw_fields(chosen)


def _draw_fields(chosen: Chosen) -> None:
    """The words of the file, each field to be edited."""
    for field in fields_of(chosen.version):
        text, path = str(getattr(chosen.version.setting.node, field)), chosen.path(field)
        key = field_key(chosen, path, text)
        label = "The text, as you write it" if field == "body" else field.capitalize()
        box = st.text_area if field == "body" else st.text_input
        box(
            label, text, key=key, on_change=_write, args=(chosen, path, key),
            help="Click elsewhere or press Ctrl+Enter, and everything on this page is counted anew."
            if field == "body" else None,
        )  # fmt: skip


def _write(chosen: Chosen, path: str, key: str) -> None:
    if chosen.version.is_text:
        remember(chosen)
    put(chosen, path, st.session_state[key], "The text is changed.")


def _draw_smart(chosen: Chosen) -> None:
    """The text before and after smart encoding, side by side, and the buttons that turn it on."""
    node = chosen.version.setting.node
    before = chosen.text(unsmart(chosen.version))
    after = smart_encode(before)
    if before == after or not isinstance(node, Sms):
        st.caption(
            "Smart encoding is on and changes nothing in this text."
            if isinstance(node, Sms) and node.smart_encoding
            else "Smart encoding would change nothing in this text."
        )
        return
    left, right = st.columns(2)
    for column, title, text in ((left, "As written", before), (right, "Smart encoding", after)):
        told = sms(text)
        with column:
            st.markdown(f"**{title}**: {many(told.parts, 'part')}, {told.encoding}")
            _draw_parts(told)
    if sms(after).encoding == "UCS-2":
        st.caption(
            "Something stays that has no look-alike, so the text stays Unicode; take it out."
        )
    with st.container(horizontal=True):
        if not node.smart_encoding:
            st.button(
                "Use smart encoding", icon=":material/auto_fix_high:", type="primary",
                key="use-smart", on_click=_use_smart, args=(chosen,),
                help="Replaces look-alikes whenever the message is sent, also in names.",
            )  # fmt: skip
        if smart_encode(node.body) != node.body:
            st.button(
                "Replace the characters", icon=":material/find_replace:", key="replace-odd",
                on_click=_replace, args=(chosen,), help="Writes the look-alikes into the text itself.",
            )  # fmt: skip


def _use_smart(chosen: Chosen) -> None:
    remember(chosen)
    put(chosen, "smart_encoding", True, "Smart encoding is on.")


def _replace(chosen: Chosen) -> None:
    remember(chosen)
    body = smart_encode(chosen.version.setting.node.body)
    put(chosen, chosen.path("body"), body, "The characters are replaced.")
