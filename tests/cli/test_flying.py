"""Flying and reading from the command line: stable keys, the same digest, runs that are kept."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from journeyboard.storage.consents import keep_choice
from journeyboard.storage.runs import list_runs
from journeyboard.workflows.library import open_library

FLIGHT = ("simulate", "welcome.journey.yaml", "--customers", "500", "--days", "20")


def test_simulate_and_report_speak_json_with_stable_keys(run: Any) -> None:
    flown = run(*FLIGHT, "--out", "run", "--json").data
    assert list(flown) == [
        "journeys",
        "brand",
        "customers",
        "seed",
        "days",
        "start",
        "digest",
        "path",
        "messages",
        "lift",
        "truth",
        "verdict",
    ]
    assert flown["path"] == "run"
    read = run("report", "run", "--json").data
    assert list(read) == [
        "events",
        "within",
        "total",
        "messages",
        "lift",
        "truth",
        "verdict",
        "days",
        "funnel",
        "stages",
        "cohorts",
        "titles",
        "notes",
    ]
    assert [read[key] for key in ("messages", "lift", "truth", "verdict")] == [
        flown[key] for key in ("messages", "lift", "truth", "verdict")
    ]


@pytest.mark.parametrize("options", [("--workers", "3"), ("--chunk", "77"), ("--workers", "1")])
def test_workers_and_chunks_change_nothing(run: Any, options: tuple[str, ...]) -> None:
    assert run(*FLIGHT, *options, "--json").data == run(*FLIGHT, "--json").data


def test_another_seed_and_another_behaviour_change_the_run(run: Any, folder: Path) -> None:
    (folder / "eager.yaml").write_text("click.sms: 0.5  # half of those who look\n", "utf-8")
    plain = run(*FLIGHT, "--json").data
    assert run(*FLIGHT, "--seed", "8", "--json").data["digest"] != plain["digest"]
    eager = run(*FLIGHT, "--behaviour", "eager.yaml", "--json").data
    assert clicks(eager) > 2 * clicks(plain)


def test_a_named_run_is_kept_where_the_app_lists_it(run: Any) -> None:
    answer = run(*FLIGHT, "--name", "First try", "--json")
    kept = list_runs(open_library())
    assert [(one.name, one.digest) for one in kept] == [("First try", answer.data["digest"])]
    assert Path(answer.data["path"], "manifest.json").is_file()
    assert set(kept[0].results) == {"metrics", "lift", "truth"}


def test_a_failed_run_is_not_kept(run: Any) -> None:
    assert run(*FLIGHT, "--name", "Nobody", "--customers", "0").code == 2
    assert list_runs(open_library()) == []


def test_a_run_without_out_leaves_nothing_behind(run: Any, folder: Path) -> None:
    before = set(folder.iterdir())
    assert run(*FLIGHT).code == 0
    assert set(folder.iterdir()) == before


def test_an_existing_folder_is_never_written_into(run: Any, folder: Path) -> None:
    before = set(folder.iterdir())
    assert run(*FLIGHT, "--out", ".").code == 2
    assert set(folder.iterdir()) == before


def test_report_writes_its_tables(run: Any, folder: Path) -> None:
    run(*FLIGHT, "--out", "run")
    assert run("report", "run", "--csv", "tables").code == 0
    names = {file.name for file in (folder / "tables").iterdir()}
    assert names == {"messages.csv", "days.csv", "funnel.csv", "stages.csv", "lift.csv"}


def test_a_report_shows_cohorts_of_a_run_and_of_a_bare_log(run: Any, folder: Path) -> None:
    run("simulate", "checkout_rescue", "--customers", "400", "--days", "25", "--out", "run")
    assert run("report", "run", "--json").data["cohorts"] is None
    told = run("report", "run", "--cohorts", "week", "--csv", "tables", "--json").data["cohorts"]
    entered = [one for one in told if one["complete"]]
    assert len(told) > len(entered) >= 1
    for one in told:
        rate = one["conversion"]
        assert rate["value"] == (
            pytest.approx(one["converted"] / one["entered"]) if one["complete"] else None
        )
        assert (rate["reason"] is None) == one["complete"]
    shutil.copytree(folder / "run" / "events", folder / "bare")
    bare = run("report", "bare", "--cohorts", "month", "--within", "1 day", "--json").data
    assert sum(one["entered"] for one in bare["cohorts"]) == sum(one["entered"] for one in told)
    assert {one["window"] for one in bare["cohorts"]} == {86_400}
    written = (folder / "tables" / "cohorts.csv").read_text("utf-8").splitlines()
    assert len(written) == 1 + len(told)
    assert {"conversion", "conversion_low", "opt_out_rate_high"} <= set(written[0].split(","))


def test_a_preview_speaks_json(run: Any) -> None:
    answer = run("preview", "checkout_rescue", "--arm", "holdout/rescue", "--json").data
    assert {"journey", "seed", "customer", "zone", "messages", "path", "arms"} <= set(answer)
    assert answer["messages"][0]["body"]


def test_a_preview_takes_replies_and_the_worst_case(run: Any) -> None:
    asked = ("preview", "checkout_rescue", "--worst", "--arm", "holdout/rescue")
    said = ("--reply", "2026-03-02T20:00=LESS", "--reply", "2026-03-03T10:00=What is this?")
    answer = run(*asked, *said, "--json").data
    assert answer["customer"] == "worst_case"
    assert [(r["text"], r["meaning"], r["changed"]) for r in answer["replies"]] == [
        ("LESS", "less", True), ("What is this?", None, False)]  # fmt: skip
    assert {missed["reason"] for missed in answer["not_reached"]} == {"condition_met"}
    told = run(*asked, "--reply", "2026-03-02T20:00=STOP").out
    assert "they reply: STOP (opt out)" in told
    assert "Not reached:" in told
    assert "consent.unsubscribed" in told


@pytest.mark.parametrize("bad", ["STOP", "noon=STOP", "2020-01-01T10:00=STOP"])
def test_a_reply_that_cannot_be_placed_is_refused(run: Any, bad: str) -> None:
    answer = run("preview", "checkout_rescue", "--reply", bad)
    assert answer.code == 2
    assert "Write" in answer.err or "outside the run" in answer.err


def test_a_kept_run_knows_what_customers_chose_in_the_app(run: Any) -> None:
    store = open_library()
    plain = run(*FLIGHT, "--json").data
    for key in ("c00000001", "nobody"):
        keep_choice(store, plain["brand"], key, "less")
    assert run(*FLIGHT, "--json").data["digest"] == plain["digest"]
    kept = run(*FLIGHT, "--name", "With choices", "--json")
    assert kept.data["digest"] != plain["digest"]
    assert "2 choices" in kept.err
    assert list_runs(store)[0].settings["consent_choices"] == 2


def test_customers_written_can_be_flown(run: Any) -> None:
    assert run("customers", "300", "--csv", "own.csv", "--parquet", "own.parquet").code == 0
    for file in ("own.csv", "own.parquet"):
        answer = run("simulate", "checkout_rescue", "--customers", file, "--days", "10", "--json")
        assert answer.data["customers"] == 300


def clicks(answer: dict[str, Any]) -> int:
    return sum(row["metrics"]["clicks"]["value"] for row in answer["messages"]["rows"])


def test_a_report_says_whom_its_stages_count_and_whence_its_window_comes(run: Any) -> None:
    run("simulate", "welcome.journey.yaml", "--customers", "300", "--days", "20", "--out", "run")
    whole, bare = run("report", "run", "--json").data, run("report", "run/events", "--json").data
    assert any("all customers of the run" in line for line in whole["notes"])
    assert any("only customers with events" in line for line in bare["notes"])
    window = "The attribution window of 7 days comes from the goal of the run's first journey."
    assert window in whole["notes"]
    assert window in bare["notes"]
    assert whole["stages"]["customers"] == 300 > bare["stages"]["customers"]


def test_messages_of_one_title_are_told_apart_by_their_ids(run: Any, folder: Path) -> None:
    text = (folder / "welcome.journey.yaml").read_text("utf-8").replace("Nudge", "Hello")
    (folder / "twice.journey.yaml").write_text(text, "utf-8")
    flown = ("--customers", "300", "--days", "20", "--out", "twice")
    told = run("simulate", "twice.journey.yaml", *flown).out
    for out in (told, run("report", "twice").out):
        assert out.index("Hello (hello)") < out.index("Hello (nudge)")


def test_limits_tell_the_queue_and_the_money(run: Any) -> None:
    flown = ("simulate", "fatigue_weekly", "--customers", "400", "--days", "12", "--limit-sms", "3",
             "--stands-for", "500000", "--budget", "2000", "--season", "weekend",
             "--launch", "weekly_broadcast=2026-03-04", "--cohort-days", "2")  # fmt: skip
    told = run(*flown).out
    assert "SMS at 3 parts a second" in told
    assert "it ran out on 2026-03-05" in told
    answer = json.loads(run(*flown, "--json").out)
    assert answer["capacity"]["budget"]["spent"] == pytest.approx(2_000, rel=0.15)
    assert answer["circumstances"]["seasons"] == ["weekend"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--launch", "weekly_broadcast"), "is not a launch"),
        (("--season", "easter"), "no season"),
        (("--limit-sms", "0"), "more than 0"),
    ],
)
def test_circumstances_that_do_not_fit_are_refused(
    run: Any, options: tuple[str, ...], words: str
) -> None:
    refused = run("simulate", "fatigue_weekly", "--customers", "50", "--days", "5", *options)
    assert refused.code == 2
    assert words in refused.err


def test_designs_are_compared_in_a_season_and_under_limits(run: Any) -> None:
    asked = ("compare", "fatigue_weekly", "fatigue_frequent", "--customers", "400", "--days", "12")
    plain = run(*asked, "--json").data
    season = run(
        *asked, "--season", "weekend", "--launch", "weekly_broadcast=2026-03-07", "--json"
    ).data
    limited = ("--limit-sms", "2", "--stands-for", "500000", "--budget", "9000")
    held = run(*asked, *limited, "--json").data
    assert plain["residual"] is season["residual"] is None
    assert held["residual"] is not None
    assert len({str(one["differences"]) for one in (plain, season, held)}) == 3
    assert "the queue and the budget that come of itself" in run(*asked, *limited).out


@pytest.mark.parametrize("command", [
    ("compare", "fatigue_weekly", "fatigue_frequent"),
    ("assumptions", "fatigue_weekly", "--only", "opt_out.sms", "--draws", "0", "--runs", "0"),
    ("optimize", "checkout_rescue", "--designs", "2", "--worlds", "2"),
])  # fmt: skip
def test_a_launch_that_does_not_fit_is_said(run: Any, command: tuple[str, ...]) -> None:
    answer = run(*command, "--customers", "300", "--days", "10", "--launch", "gone=2026-03-04")
    assert answer.code == 2
    assert "“gone” is launched but does not fly" in answer.err


def test_assumptions_are_tested_in_a_season_and_from_a_launch_on(run: Any) -> None:
    asked = ("assumptions", "fatigue_weekly", "--only", "opt_out.sms", "--draws", "2", "--runs", "2",
             "--customers", "400", "--days", "12", "--json")  # fmt: skip
    season = ("--season", "weekend", "--launch", "weekly_broadcast=2026-03-07")
    assert run(*asked).data["base"] != run(*asked, *season).data["base"]


def test_lives_that_were_not_flown_are_named_and_bad_ones_refused(run: Any) -> None:
    flight = ("simulate", "welcome.journey.yaml", "--customers", "300", "--days", "20")
    told = run(*flight, "--lives", "untouched, arms")
    assert "Not known: the lives without each message were not flown." in told.out
    assert "each arm" not in told.out
    truth = run(*flight, "--lives", "untouched", "--json").data["truth"]
    assert truth["experiments"] is truth["channels"] is truth["overlap"]["messages"] is None
    assert truth["programme"] == run(*flight, "--json").data["truth"]["programme"]
    assert "Choose among untouched, arms" in run(*flight, "--lives", "ads").err
    assert "Leave --lives or --name away" in run(*flight, "--lives", "arms", "--name", "x").err
