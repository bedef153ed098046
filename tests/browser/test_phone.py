"""The phone in a browser: time moves by hand, replies are answered, and no word of anybody's runs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Go, drawn, picture
from .hand import Hand
from .handset import Handset
from .test_access import AXE, troubles

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
WIN_BACK = "/preview?journey=win_back&day=2026-03-04&clock=19:30"
RUNS = "<img src=x onerror=window.ran=1><script>window.ran=1</script>"


def test_messages_come_as_the_clock_moves(go: Go) -> None:
    handset = Handset(go(WIN_BACK))
    handset.start()
    expect(handset.clock).to_have_text("19:15")
    expect(handset.root.locator(".hours")).to_have_text("19:15")
    handset.step(2)
    expect(handset.root.locator(".mail h3.subject")).to_be_visible()
    handset.step()
    expect(handset.bubbles("brand")).to_have_count(1)
    expect(handset.slider).to_have_attribute("aria-valuetext", handset_words("2 of 4 messages"))
    handset.step()
    expect(handset.root.locator(".ad")).to_contain_text("Back for less, once")
    handset.start()
    handset.open("Messages")
    expect(handset.bubbles("brand")).to_have_count(0)


def handset_words(end: str) -> re.Pattern[str]:
    """Any moment, then these words."""
    return re.compile(rf"^\w+ \d+ \w+, \d\d:\d\d; {end} so far$")


def test_a_text_that_waits_for_the_morning_says_so_until_it_comes(go: Go) -> None:
    handset = Handset(go("/preview?journey=checkout_rescue&day=2026-03-04&clock=19:30"))
    handset.start()
    handset.step(2)
    expect(handset.root.locator(".quiet-note")).to_contain_text("SMS waits")
    handset.step()
    expect(handset.root.locator(".quiet-note")).to_have_count(0)
    expect(handset.bubbles("brand")).to_have_count(1)


def test_playing_moves_the_clock_and_can_be_paused(go: Go) -> None:
    handset = Handset(go(WIN_BACK))
    handset.page.get_by_role("button", name="Play").click()
    handset.page.wait_for_timeout(1_500)
    handset.page.get_by_role("button", name="Pause").click()
    stopped = handset.slider.input_value()
    assert 0 < int(stopped) < 1000
    handset.page.wait_for_timeout(400)
    assert handset.slider.input_value() == stopped


def test_who_wants_no_motion_is_led_from_message_to_message(go: Go, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    handset = Handset(go(WIN_BACK))
    handset.page.get_by_role("button", name="Play").click()
    seen: set[str] = set()
    for _ in range(25):
        seen.add(handset.slider.input_value())
        handset.page.wait_for_timeout(100)
    assert 2 <= len(seen) <= 4


def test_stop_is_answered_and_what_would_come_later_is_not_sent(go: Go) -> None:
    handset = Handset(go(WIN_BACK))
    handset.start()
    handset.step(3)
    handset.reply("please stop texting me")
    expect(handset.bubbles("customer")).to_have_text(["please stop texting me"])
    expect(handset.root.locator(".customer .footnote")).to_contain_text("read as STOP")
    expect(handset.bubbles("brand").last).to_contain_text("you are unsubscribed")
    handset.page.keyboard.press("Escape")
    handset.slider.focus()
    handset.page.keyboard.press("End")
    handset.open("Messages")
    expect(handset.root.locator(".skipped .quiet-note")).to_contain_text("opted out")
    handset.page.get_by_role("button", name="Take back the replies").click()
    drawn(handset.page)
    expect(handset.bubbles("customer")).to_have_count(0)
    expect(handset.root.locator(".skipped")).to_have_count(0)


def test_help_changes_nothing_but_is_answered_at_once(go: Go) -> None:
    handset = Handset(go(WIN_BACK))
    before = handset.bubbles("brand").count()
    handset.page.get_by_role("button", name="Reply HELP").click()
    expect(handset.bubbles("customer")).to_have_text(["HELP"], timeout=1_000)
    handset.settled()
    expect(handset.bubbles("brand")).to_have_count(before + 1)
    expect(handset.bubbles("brand").last).to_contain_text("Msg & data rates may apply")
    expect(handset.page.get_by_role("button", name="Keep this choice")).to_have_count(0)


def test_a_kept_stop_holds_until_it_is_taken_back(go: Go) -> None:
    handset = Handset(go(WIN_BACK))
    texts = handset.bubbles("brand").count()
    handset.page.get_by_role("button", name="Reply STOP").click()
    handset.settled()
    handset.page.get_by_role("button", name="Keep this choice (STOP)").click()
    drawn(handset.page)
    expect(handset.page.get_by_text("STOP kept")).to_be_visible()
    expect(handset.bubbles("brand")).to_have_count(0)
    again = Handset(go(WIN_BACK))
    expect(again.bubbles("brand")).to_have_count(0)
    again.page.get_by_role("button", name="Take it back").click()
    drawn(again.page)
    expect(again.bubbles("brand")).to_have_count(texts)


@pytest.mark.parametrize("skin", ["ios", "android"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_phone_has_its_own_skin_and_mode(go: Go, skin: str, mode: str) -> None:
    other = mode == "light"
    handset = Handset(go(f"{WIN_BACK}&skin={skin}&mode={mode}", dark=other))
    scheme = handset.root.evaluate("phone => getComputedStyle(phone).colorScheme")
    assert scheme == mode
    expect(handset.root).to_have_class(f"phone {skin} {mode}")
    handset.page.set_viewport_size({"width": 1440, "height": 1200})
    picture(handset.page, f"phone-{skin}-{mode}")


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci in frontend")
@pytest.mark.parametrize("skin", ["ios", "android"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_place_on_the_phone_can_be_used_by_everybody(go: Go, skin: str, mode: str) -> None:
    handset = Handset(go(f"{WIN_BACK}&skin={skin}&mode={mode}"))
    found = {}
    for place in ("Messages", "Mail", "Lock screen", "Feed"):
        handset.open(place)
        handset.page.wait_for_timeout(500)
        found[place] = troubles(handset.page)
    handset.open("Mail")
    handset.root.locator(".mail-line").first.click()
    found["a mail"] = troubles(handset.page)
    handset.page.get_by_role("button", name="Back to the inbox").click()
    handset.reply("STOP")
    handset.page.wait_for_timeout(500)
    found["a reply"] = troubles(handset.page)
    assert {name: what for name, what in found.items() if what} == {}


def test_on_a_small_screen_the_phone_takes_the_width_and_nothing_overflows(go: Go) -> None:
    handset = Handset(go(WIN_BACK, width=390))
    box = handset.root.bounding_box()
    assert box is not None
    assert 340 <= box["width"] <= 390
    assert handset.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert handset.page.locator(".apps").evaluate("row => row.scrollWidth <= row.clientWidth + 1")


@pytest.fixture(scope="module")
def hostile(serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The app with words that would run if they were markup."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(ROOT / "static", folder / "static")
    return serve(Path(shutil.copy(Path(__file__).with_name("hostile_app.py"), folder)))


def test_no_word_of_a_name_a_message_a_brand_or_a_reply_runs(page: Page, hostile: str) -> None:
    page.goto(f"{hostile}/")
    drawn(page)
    page.goto(f"{hostile}/preview?journey=hostile&clock=12:00&worst=all at once")
    drawn(page)
    handset = Handset(page)
    for place, words in {
        "Messages": ("Text", "Name", "Opt-out"), "Mail": ("Subject", "Preheader"),
        "Lock screen": ("Heading", "Push"), "Feed": ("Headline", "Ad"),
    }.items():  # fmt: skip
        handset.open(place)
        for word in words:
            expect(handset.root.locator(".scroller")).to_contain_text(f"{word} {RUNS}")
        nothing_runs(page)
    handset.open("Mail")
    handset.root.locator(".mail-line").click()
    expect(handset.root.locator(".mail .body")).to_contain_text(f"Letter {RUNS}")
    handset.reply(f"STOP {RUNS}")
    handset.reply("STOP")
    expect(handset.bubbles("customer").first).to_have_text(f"STOP {RUNS}")
    expect(handset.bubbles("brand").last).to_have_text(f"Answer {RUNS}")
    nothing_runs(page)


def test_no_word_runs_in_the_small_phone_of_the_canvas(page: Page, hostile: str) -> None:
    page.goto(f"{hostile}/")
    drawn(page)
    page.goto(f"{hostile}/design?journey=hostile")
    drawn(page)
    hand = Hand(page)
    for node in ("text", "mail", "note", "seen"):
        hand.select(node)
        expect(page.locator(".in-preview").first).to_contain_text(RUNS)
        nothing_runs(page)


def nothing_runs(page: Page) -> None:
    """No script ran, and the previews hold no picture, script or link made of words."""
    page.wait_for_timeout(150)
    assert page.evaluate("() => window.ran") is None
    for tag in ("img[src=x]", "script", "a[href^=javascript]"):
        for place in (".phone", ".player", ".in-preview", ".st-key-missed", ".st-key-timeline"):
            assert page.locator(f"{place} {tag}").count() == 0
