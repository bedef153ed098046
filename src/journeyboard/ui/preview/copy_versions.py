"""All texts of a message side by side: variants, levels and the fallback, what differs marked."""

from __future__ import annotations

from html import escape

import streamlit as st

from journeyboard.message.sms import sms
from journeyboard.ui.parts import card
from journeyboard.ui.plain import plain
from journeyboard.ui.preview.copy_desk import Chosen, measured
from journeyboard.ui.preview.copy_marks import compared
from journeyboard.ui.preview.copy_text import fields_of
from journeyboard.ui.wording import many, money
from journeyboard.workflows.copy import Version

MOST = 16


def draw_versions(chosen: Chosen) -> None:
    """A box a version; nothing for a message with a single text."""
    if len(chosen.versions) < 2:
        return
    first = chosen.versions[0]
    tops = {field: chosen.text(first, field) for field in fields_of(first)}
    with card(f"{many(len(chosen.versions), 'version')} of this message side by side", key="copy-versions"):  # fmt: skip
        boxes = "".join(_box(chosen, version, tops) for version in chosen.versions[:MOST])
        st.html(f'<div class="jb-cells">{boxes}</div>')
        words = f"Marked: what differs from “{first.name}”."
        if len(chosen.versions) > MOST:
            words += f" The first {MOST} are shown."
        st.caption(plain(words))


def _box(chosen: Chosen, version: Version, first: dict[str, str]) -> str:
    texts = {field: chosen.text(version, field) for field in fields_of(version)}
    same = version.setting.channel == chosen.versions[0].setting.channel
    shown = "".join(
        f'<p class="{"" if field == "body" else "top"}">'
        f"{compared(text, first.get(field, '')) if same else escape(text)}</p>"
        for field, text in texts.items()
        if text
    )
    return (
        f'<div class="jb-cell"><h4>{escape(version.name)}</h4>{shown}'
        f"<small>{escape(_cost(chosen, version, texts['body']))}</small></div>"
    )


def _cost(chosen: Chosen, version: Version, body: str) -> str:
    mean = measured(chosen, version).mean_price
    price = "nobody may get it" if mean is None else f"{money(mean, chosen.brand.currency, 4)} on average"  # fmt: skip
    if not version.is_text:
        return f"{version.setting.channel} · {price}"
    told = sms(body)
    return f"{many(told.parts, 'part')} · {told.encoding} · {told.units} of {told.limit * max(told.parts, 1)} · {price}"
