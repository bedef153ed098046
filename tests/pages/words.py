"""What stands on a page, for tests to look into."""

from __future__ import annotations

import re

from streamlit.testing.v1 import AppTest


def words_on(app: AppTest) -> str:
    """Every text and table of the page, one after the other, as it was before Markdown's signs were escaped."""
    kinds = ("title", "subheader", "caption", "markdown", "error", "warning", "success")
    texts = [element.value for kind in kinds for element in app.get(kind)]
    return "\n".join([unescaped("\n".join(texts)), *(part.proto.body for part in app.get("html"))])


def unescaped(markdown: str) -> str:
    """Markdown with the signs that were meant as text."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)
