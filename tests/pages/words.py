"""What stands on a page, for tests to look into."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def words_on(app: AppTest) -> str:
    """Every text and table of the page, one after the other."""
    kinds = ("title", "subheader", "caption", "markdown", "error", "warning", "success")
    texts = [element.value for kind in kinds for element in app.get(kind)]
    return "\n".join([*texts, *(part.proto.body for part in app.get("html"))])
