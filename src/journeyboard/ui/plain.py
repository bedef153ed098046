"""Text that people have typed, as Streamlit's Markdown shows it unchanged: never as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&=^])")


def plain(text: str) -> str:
    """The text for `st.markdown`, toasts, badges and alerts, on one line.

    >>> plain("**50 %** off [here](x)")
    '\\\\*\\\\*50 %\\\\*\\\\* off \\\\[here\\\\]\\\\(x\\\\)'
    """
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def bullets(lines: Iterable[str]) -> str:
    """Lines as an HTML list, for `st.html`."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<ul class="jb-list">{items}</ul>'
