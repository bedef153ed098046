"""Copy and copy test in a browser: the text is changed by hand, the figures follow, and markup is only text."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Go, drawn, picture
from .shelf import open_file

pytestmark = pytest.mark.browser
COPY = "/preview?journey=checkout_rescue&view=copy"
EVIL = """
id: evil_copy
name: Evil
brand: lumen
start: text
nodes:
  text:
    kind: sms
    title: "<script>document.title='run'</script>"
    job: "When <img src=x onerror=document.title='run'>, I want **this**"
    smart_encoding: false
    link: {url: "https://x.example/?a=<img src=x onerror=document.title='run'>"}
    body: "it’s <img src=x onerror=document.title='run'> {{ link }}"
    variants: [{name: a}, {name: "<img src=x onerror=document.title='run'>", body: "b"}]
"""


def test_a_longer_text_costs_more_at_once_and_undo_takes_it_back(go: Go) -> None:
    page: Page = go(COPY)
    expect(page.get_by_role("heading", name=re.compile("1 part, .* left"))).to_be_visible(
        timeout=60_000
    )
    page.get_by_role("heading", name=re.compile("Once to all")).wait_for(timeout=60_000)
    drawn(page)
    box = page.get_by_role("textbox", name="The text, as you write it")
    before = box.input_value()
    box.fill(f"{before} {'please ' * 20}")
    box.press("Control+Enter")
    expect(page.get_by_role("heading", name=re.compile("2 parts: .* too many"))).to_be_visible(
        timeout=30_000
    )
    expect(page.get_by_text(re.compile("more per 1,000 texts"))).to_be_visible()
    drawn(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("textbox", name="The text, as you write it")).to_have_value(
        before, timeout=30_000
    )


@pytest.mark.parametrize("view", ["copy", "variants"])
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_wider_than_a_phone(go: Go, view: str, dark: bool) -> None:
    page: Page = go(f"/preview?journey=win_back&view={view}&offers=none,10-percent", width=390, dark=dark)  # fmt: skip
    drawn(page)
    wide = page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=stMain] *')]"
        ".filter((e) => e.getBoundingClientRect().right > 391 && !e.closest('.jb-scroll, .js-plotly-plot'))"
        ".map((e) => e.className)"
    )
    assert wide == []
    picture(page, f"{view}-390-{'dark' if dark else 'light'}")


@pytest.mark.parametrize("view", ["copy", "variants"])
def test_markup_in_a_message_never_runs(go: Go, view: str) -> None:
    page: Page = go("/design")
    open_file(page, "evil_copy.journey.yaml", EVIL)
    expect(page.locator(".insp h3").first).to_contain_text("Evil", timeout=60_000)
    page.goto(f"{page.url.partition('/design')[0]}/preview?journey=evil_copy&view={view}")
    page.get_by_text("<img src=x").first.wait_for(timeout=60_000)
    drawn(page)
    assert page.locator("[data-testid=stMain] img").count() == 0
    assert "run" not in page.title()
