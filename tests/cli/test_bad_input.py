"""Every unfit file gives one clear sentence with file, line and what to do, and stays as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

GOOD = (Path(__file__).parents[1] / "golden" / "welcome.journey.yaml").read_text("utf-8")
PEOPLE = "customer_id,first_name\nana,Ana\n"


class Unfit(NamedTuple):
    """A spoilt file: its name, its bytes, and words that the sentence must hold."""

    file: str
    content: bytes
    says: tuple[str, ...]


def spoilt(old: str, new: str) -> bytes:
    assert old in GOOD
    return GOOD.replace(old, new).encode()


JOURNEYS = {
    "duplicate id": Unfit(
        "x.journey.yaml", spoilt("\n  end: {", "\n  hello: {"), ("line 31", "hello", "twice")
    ),
    "wire to nowhere": Unfit(
        "x.journey.yaml", spoilt("next: pause", "next: nirvana"), ("line 23", "nirvana", "Wire it")
    ),
    "YAML syntax": Unfit(
        "x.journey.yaml", spoilt("id: welcome", "id: [welcome"), ("line", "YAML", "Check")
    ),
    "Liquid error": Unfit(
        "x.journey.yaml",
        spoilt("{{ first_name | default: 'friend' }}", "{{ first_name | defalt: 'friend' }}"),
        ("line 22", "“hello”", "body", "defalt", "Did you mean"),
    ),
    "open Liquid tag": Unfit(
        "x.journey.yaml",
        spoilt('{{ link }} Reply STOP to opt out"\n    next', '{{ link Reply STOP"\n    next'),
        ("line 22", "never closed", "}}"),
    ),
    "Latin-1": Unfit(
        "x.journey.yaml",
        GOOD.replace("“", '"').replace("”", '"').replace("–", "é").encode("latin-1"),
        ("UTF-8", "Save it"),
    ),
    "a million characters": Unfit(
        "x.journey.yaml",
        spoilt("Lumen: welcome", "Lumen: " + "very " * 200_000 + "welcome"),
        ("line 22", "1,00", "Shorten it"),
    ),
    "a list": Unfit("x.journey.yaml", b"- id: x\n", ("list", "keys")),
    "nothing": Unfit("x.journey.yaml", b"", ("empty", "sample")),
    "bytes": Unfit("x.journey.yaml", b"\x00\x01\x02", ("NUL",)),
    "broken JSON": Unfit("x.journey.json", b'{"id": "x",}', ("line 1", "JSON")),
}
TABLES = {
    "no key column": Unfit("x.csv", b"name,shoe size\nAna,38\n", ("customer_id", "columns are")),
    "UTF-16 halves": Unfit("x.csv", b"customer_id\n\xff\xfe\x00\xd8\n", ("x.csv",)),
    "empty": Unfit("x.csv", b"", ("x.csv",)),
    "only heads": Unfit("x.csv", b"customer_id,email\n", ("x.csv",)),
    "no Parquet": Unfit("x.parquet", b"PAR1 or not", ("x.parquet",)),
}


@pytest.mark.parametrize("command", ["check", "preview", "simulate"])
@pytest.mark.parametrize("unfit", JOURNEYS.values(), ids=JOURNEYS)
def test_an_unfit_journey_is_refused_in_one_sentence(
    run: Any, folder: Path, command: str, unfit: Unfit
) -> None:
    (folder / unfit.file).write_bytes(unfit.content)
    answer = run(command, unfit.file)
    refused(answer, unfit, folder)


def test_checking_with_fix_leaves_an_unfit_journey_alone(run: Any, folder: Path) -> None:
    for unfit in JOURNEYS.values():
        (folder / unfit.file).write_bytes(unfit.content)
        refused(run("check", "--fix", unfit.file), unfit, folder)


@pytest.mark.parametrize("unfit", TABLES.values(), ids=TABLES)
def test_an_unfit_table_of_customers_is_refused_in_one_sentence(
    run: Any, folder: Path, unfit: Unfit
) -> None:
    (folder / unfit.file).write_bytes(unfit.content)
    answer = run("simulate", "welcome.journey.yaml", "--customers", unfit.file)
    refused(answer, unfit, folder)


def test_an_unfit_event_table_is_refused_in_one_sentence(run: Any, folder: Path) -> None:
    unfit = Unfit("x.parquet", b"PAR1 or not", ("x.parquet",))
    (folder / unfit.file).write_bytes(unfit.content)
    refused(run("report", unfit.file), unfit, folder)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("click.smss: 0.2\n", ("line 1", "click.smss", "click.sms”?")),
        ("click.sms: lots\n", ("line 1", "lots", "number")),
        ("- 1\n", ("list",)),
    ],
)
def test_an_unfit_behaviour_file_is_refused_in_one_sentence(
    run: Any, folder: Path, text: str, says: tuple[str, ...]
) -> None:
    unfit = Unfit("model.yaml", text.encode(), says)
    (folder / unfit.file).write_bytes(unfit.content)
    answer = run("simulate", "welcome.journey.yaml", "--behaviour", unfit.file)
    refused(answer, unfit, folder)


def test_a_million_characters_are_not_counted_as_sms(run: Any) -> None:
    answer = run("sms", "-", stdin=b"x" * 1_000_000)
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert "1,000,000 characters" in answer.err


def test_text_that_is_not_utf8_is_refused_with_its_line(run: Any) -> None:
    answer = run("sms", "-", stdin="eins\nfünf".encode("latin-1"))
    assert answer.code == 2
    assert answer.err.startswith("standard input, line 2: the text is not UTF-8.")


def test_one_unfit_journey_does_not_hide_the_findings_of_another(run: Any, folder: Path) -> None:
    (folder / "broken.journey.yaml").write_text("id: [", "utf-8")
    answer = run("check", "broken.journey.yaml", "bad_example", "--json")
    assert answer.code == 2
    broken, bad = answer.data["files"]
    assert broken["error"]["file"] == "broken.journey.yaml"
    assert bad["findings"]
    assert answer.data["summary"]["unfit"] == 1


def refused(answer: Any, unfit: Unfit, folder: Path) -> None:
    """Exit code 2, one sentence that says the right words, and the file as it was."""
    problems = [line for line in answer.err.splitlines() if unfit.file in line]
    assert answer.code == 2
    assert len(problems) == 1
    for words in unfit.says:
        assert words in problems[0]
    assert "Traceback" not in answer.err
    assert len(answer.err) < 500
    assert (folder / unfit.file).read_bytes() == unfit.content


@pytest.mark.parametrize("number", ["-5", "0", "-1_000"])
def test_customers_below_one_are_a_wrong_number_and_no_file(run: Any, number: str) -> None:
    answer = run("simulate", "welcome.journey.yaml", "--customers", number)
    assert answer.code == 2
    assert "at least 1" in answer.err
    assert "file cannot be read" not in answer.err


def test_a_misspelt_command_is_guessed_in_a_whole_sentence(run: Any) -> None:
    answer = run("chekc")
    assert "'check'? See: journeyboard" in answer.err


@pytest.mark.parametrize("command", ["check", "preview", "simulate"])
def test_a_brand_file_is_called_one_when_a_journey_is_wanted(
    run: Any, folder: Path, command: str
) -> None:
    (folder / "house.yaml").write_text("id: house\nname: House\ncurrency: EUR\n", "utf-8")
    answer = run(command, "house.yaml")
    assert answer.code == 2
    assert "brand file" in answer.err
    assert "--brand" in answer.err
    assert "line 3" in answer.err


def test_a_journey_file_is_called_one_when_a_brand_is_wanted(run: Any) -> None:
    answer = run("simulate", "welcome.journey.yaml", "--brand", "welcome.journey.yaml")
    assert answer.code == 2
    assert "journey file" in answer.err


def test_a_refused_word_is_never_proposed(run: Any, folder: Path) -> None:
    (folder / "x.journey.yaml").write_text(GOOD + "currency: EUR\n", "utf-8")
    answer = run("check", "x.journey.yaml")
    assert "“currency” is not known here." in answer.err
    assert "Did you mean “currency”" not in answer.err
