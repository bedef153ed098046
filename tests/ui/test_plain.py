"""Typed text on the page: shown as it is, never as markup."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from journeyboard.ui.plain import bullets, plain


@given(st.text(st.characters(codec="ascii", exclude_categories=("Cc",)), min_size=1, max_size=60))
def test_markdown_shows_the_text_that_was_typed(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"x {plain(text)}")
    shown = "".join(child.content for token in tokens for child in token.children or ())
    kinds = {child.type for token in tokens for child in token.children or ()}
    assert shown == f"x {' '.join(text.split())}".rstrip()
    assert kinds <= {"text", "text_special"}


def test_a_list_holds_no_markup_of_its_lines() -> None:
    assert bullets(["<img src=x onerror=y>", "a & b"]) == (
        '<ul class="jb-list"><li>&lt;img src=x onerror=y&gt;</li><li>a &amp; b</li></ul>'
    )
