"""The Checks page: findings, fixes, decisions to set aside, files, the catalogue, and what the address says."""

from __future__ import annotations

from collections import Counter

import pytest
from streamlit.testing.v1 import AppTest

from journeyboard.journey.edits import SetField, apply
from journeyboard.journey.file import dumps, load
from journeyboard.journey.graph import Journey
from journeyboard.journey.samples import find_brand, sample_journeys
from journeyboard.lint.check import NO_ADVICE, RULES, check
from journeyboard.storage.journeys import open_journey, save_journey
from journeyboard.storage.runs import StoredRun
from journeyboard.storage.store import Store
from journeyboard.ui.checks.findings import MORE, MOST

from .board import RESCUE
from .conftest import Open
from .words import words_on

BAD = "bad_example"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
def checks(open_page: Open) -> AppTest:
    """The Checks page with the bad example."""
    return open_page("checks", journey=BAD)


def html(app: AppTest) -> str:
    return " ".join(one.proto.body for one in app.get("html"))


def button(app: AppTest, start: str) -> object:
    return next(one for one in app.button if (one.key or "").startswith(start))


def desk(app: AppTest, journey_id: str = BAD) -> Journey:
    found: Journey = app.session_state[f"desk:{journey_id}"].journey
    return found


@pytest.mark.parametrize("journey", list(sample_journeys()))
def test_every_sample_is_checked(open_page: Open, journey: str) -> None:
    app = open_page("checks", journey=journey)
    assert NO_ADVICE in words_on(app)
    assert not app.error


def test_every_kind_of_finding_of_the_journey_alone_is_shown(checks: AppTest) -> None:
    journey = load(sample_journeys()[BAD])
    codes = {finding.code for finding in check(journey, find_brand(journey))}
    checks.session_state[MORE] = 1_000
    shown = html(checks.run())
    assert {code for code in codes if f">{code}<" not in shown} == set()


def test_a_long_list_is_drawn_in_pieces(checks: AppTest) -> None:
    def drawn() -> int:
        return html(checks).count('class="jb-found"')

    journey = desk(checks)
    assert len(check(journey, find_brand(journey))) > MOST
    assert drawn() == MOST
    next(one for one in checks.button if one.label.startswith("Show more")).click().run()
    assert drawn() > MOST


def test_the_chips_choose_a_family_and_the_address_says_it(open_page: Open) -> None:
    app = open_page("checks", journey=BAD, family="measurement")
    assert app.query_params["family"] in ("measurement", ["measurement"])
    named = {rule.code: rule.family for rule in RULES}
    shown = html(app)
    assert {named[code] for code in named if f">{code}<" in shown} == {"measurement"}


def test_a_fix_repairs_the_journey_in_hand_and_can_be_undone(checks: AppTest) -> None:
    before = desk(checks)
    button(checks, "fix-error-JB120").click().run()  # type: ignore[attr-defined]
    assert not checks.exception
    assert [rule.event for rule in desk(checks).exit_rules] == ["order.placed"]
    assert ">JB120<" not in html(checks)
    assert "Draft since revision" in words_on(checks)
    button(checks, "undo-check").click().run()  # type: ignore[attr-defined]
    assert desk(checks) == before
    assert ">JB120<" in html(checks)


def test_a_finding_is_set_aside_for_a_reason_and_counts_again(checks: AppTest) -> None:
    node = next(f.node_id for f in check(load(sample_journeys()[BAD])) if f.code == "JB600")
    button(checks, "aside-warning-JB600").click().run()  # type: ignore[attr-defined]
    send = next(one for one in checks.button if one.label == "Set aside" and one.proto.is_form_submitter)  # fmt: skip
    send.click().run()
    assert desk(checks).ignore == {}  # without a reason
    button(checks, "aside-warning-JB600").click().run()  # type: ignore[attr-defined]
    checks.text_input(key="aside-reason").input("Legal *approved*")
    send = next(one for one in checks.button if one.label == "Set aside" and one.proto.is_form_submitter)  # fmt: skip
    send.click().run()
    assert not checks.exception
    assert desk(checks).ignore == {f"JB600/{node}": "Legal *approved*"}
    assert ">JB600<" not in html(checks)
    assert "Legal \\*approved\\*" in " ".join(one.value for one in checks.markdown)
    button(checks, f"again:JB600/{node}").click().run()  # type: ignore[attr-defined]
    assert desk(checks).ignore == {}
    assert ">JB600<" in html(checks)


def test_what_a_user_wrote_is_never_markup(open_page: Open, store: Store) -> None:
    journey = load(sample_journeys()[BAD])
    for node, path in (("sms_now", "title"), ("sms_now", "metric"), (None, "north_star"), (None, "name")):  # fmt: skip
        value = f"{SCRIPT} open texts" if path != "name" else SCRIPT
        journey = apply(journey, SetField(node=node, path=path, value=value))
    journey = apply(journey, SetField(path="ignore", value={"JB113": SCRIPT}))
    head = open_journey(store, BAD).number
    save_journey(store, BAD, dumps(journey), based_on=head, name=SCRIPT)
    app = open_page("checks", journey=BAD)
    told = html(app)
    assert "&lt;script&gt;" in told
    assert "<script" not in told
    assert "<img" not in told
    said = [one.value.replace("\\<", "") for one in (*app.markdown, *app.caption)]
    assert not any("<script" in words for words in said)


def test_the_last_run_is_looked_at(open_page: Open, run: StoredRun) -> None:
    told = words_on(open_page("checks", journey=RESCUE))
    assert run.name in told
    assert "Fly it" not in told


def test_files_hold_every_finding(checks: AppTest) -> None:
    assert not checks.get("download_button")
    checks.session_state["export-findings"] = True
    checks.run()
    assert len(checks.get("download_button")) == 3


def test_the_catalogue_lists_every_rule_once(open_page: Open) -> None:
    shown = html(open_page("checks", tab="catalogue"))
    often = Counter({rule.code: shown.count(f">{rule.code}<") for rule in RULES})
    assert set(often.values()) == {1}


def test_the_catalogue_is_searched_by_word_and_code(open_page: Open) -> None:
    app = open_page("checks", tab="catalogue", rule="JB600")
    shown = html(app)
    assert ">JB600<" in shown
    assert ">JB601<" not in shown
    assert " open>" in shown
    app.text_input(key="rule").input("no such word at all").run()
    assert "No rule says that" in html(app)


def test_without_a_journey_the_page_says_so(bare: Store, open_page: Open) -> None:
    assert bare
    assert "No journey to check" in html(open_page("checks"))
