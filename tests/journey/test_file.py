"""Journey files: comments and order survive, and every unfit file gets one clear sentence."""

from __future__ import annotations

import contextlib
import difflib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from journeyboard.errors import BadInput, JourneyError
from journeyboard.journey.document import decode
from journeyboard.journey.edits import (
    AddNode,
    AnyEdit,
    Disconnect,
    RemoveNode,
    RenameNode,
    SetField,
    apply,
)
from journeyboard.journey.file import (
    dumps,
    load,
    load_brand,
    loads,
    save,
    save_brand,
    update_text,
)
from journeyboard.journey.nodes import Unsupported
from journeyboard.journey.samples import sample_brands, sample_journeys

SMALL = """\
id: small          # the id
name: Small
start: hello
nodes:
  # say hello
  hello:
    kind: sms
    body: Hi
    next: wait
  wait:
    kind: delay
    for: 1 hour
    next: last
  last:
    kind: exit
"""
# The first line counts: cases name lines of this text with an empty line in front.
SMALL_FILE = "\n" + SMALL.replace("  # say hello\n", "")
UNFIT: list[dict[str, Any]] = YAML(typ="safe").load(
    Path(__file__).with_name("unfit_files.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", UNFIT, ids=lambda case: case["name"])
def test_an_unfit_file_gets_one_clear_sentence(case: dict[str, Any]) -> None:
    text = case.get("text")
    if text is None:
        assert case["change"][0] in SMALL_FILE
        text = SMALL_FILE.replace(*case["change"])
    with pytest.raises(JourneyError) as caught:
        loads(text, case.get("file", "x.journey.yaml"))
    assert str(caught.value) == case["says"]


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_at_all_cause_anything_but_a_clear_sentence(raw: bytes) -> None:
    for name in ("x.yaml", "x.json"):
        with contextlib.suppress(JourneyError):
            loads(decode(raw, name), name)


def test_a_million_character_message_is_refused_by_its_line() -> None:
    with pytest.raises(JourneyError, match=r"line 8: a text of 1,000,\d+ characters is longer"):
        loads(SMALL_FILE.replace("body: Hi", f"body: {'Hi' * 500_000}"))


def test_a_million_characters_over_many_lines_are_refused_too() -> None:
    lines = "\n".join(["      Hello there"] * 60_000)
    with pytest.raises(JourneyError, match="characters is longer than 50,000"):
        loads(SMALL_FILE.replace("body: Hi", f"body: |\n{lines}"))


def test_deep_nesting_is_refused() -> None:
    for deep in ("{all: [" * 60 + "]}" * 60, "[" * 2_000, "[" * 2_000 + "]" * 2_000):
        with pytest.raises(JourneyError, match="nested deeper than 40 levels"):
            loads(SMALL_FILE + f"entry_filter: {deep}\n")


def test_an_alias_bomb_is_refused() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(JourneyError, match="anchor"):
        loads(bomb)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_named_with_what_to_do(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "x.journey.yaml"
    path.write_bytes(SMALL.replace("Hi", "Grüße").encode(encoding))
    with pytest.raises(JourneyError, match=r"x\.journey\.yaml, line \d+: .*UTF-8"):
        load(path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "x.journey.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert load(path) == loads(SMALL)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.yaml: the file cannot be read: no such file"):
        load(tmp_path / "none.yaml")


def test_a_folder_is_no_journey(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is a directory"):
        load(tmp_path)


def test_a_kind_from_a_newer_version_is_kept_and_written_back() -> None:
    text = SMALL.replace(
        "kind: delay\n    for: 1 hour", "kind: teleport  # new\n    zap: [1, {a: b}]"
    )
    journey = loads(text)
    node = journey.node("wait")
    assert isinstance(node, Unsupported)
    assert (node.source_kind, node.source["zap"], node.next) == (
        "teleport",
        [1, {"a": "b"}],
        "last",
    )
    moved = apply(journey, SetField(node="hello", path="body", value="Ho"))
    assert update_text(text, moved) == text.replace("Hi", "Ho")
    assert loads(dumps(moved)) == moved


@pytest.mark.parametrize("path", [*sample_journeys().values()], ids=lambda path: path.stem)
def test_samples_survive_saving_to_the_letter(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    copy = tmp_path / path.name
    copy.write_text(text, encoding="utf-8")
    save(load(path), copy)
    assert copy.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("path", [*sample_journeys().values()], ids=lambda path: path.stem)
def test_a_change_touches_only_its_own_lines(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    journey = loads(text)
    for node in journey.nodes:
        changed = update_text(text, apply(journey, SetField(node=node.id, path="notes", value="N")))
        assert len(_changed(text, changed)) <= 3, node.id


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (SetField(node="wait", path="for", value="2 hours"), ["-    for: 1 hour", "+    for: 2 hours"]),
        (SetField(path="name", value="Big"), ["-name: Small", "+name: Big"]),
        (RenameNode(id="last", new_id="end"), ["-    next: last", "-  last:", "+    next: end", "+  end:"]),
        (Disconnect(source="hello", port="next"), ["-    next: wait"]),
        (
            RemoveNode(id="wait"),
            ["-    next: wait", "-  wait:", "-    kind: delay", "-    for: 1 hour"],
        ),
        (
            AddNode.model_validate({"node": {"id": "new", "kind": "note", "text": "x"}}),
            ["+  new:", "+    kind: note", "+    text: x"],
        ),
        (SetField(path="quiet_hours", value=None), ["+quiet_hours: null"]),
    ],
)  # fmt: skip
def test_an_edit_shows_as_itself_in_the_file(edit: AnyEdit, lines: list[str]) -> None:
    changed = update_text(SMALL, apply(loads(SMALL), edit))
    assert sorted(_changed(SMALL, changed)) == sorted(lines)


def _changed(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def test_line_ends_of_windows_stay() -> None:
    text = SMALL.replace("\n", "\r\n")
    changed = update_text(text, apply(loads(text), SetField(path="name", value="Big")))
    assert changed == text.replace("Small", "Big")


def test_defaults_that_somebody_wrote_down_stay() -> None:
    text = SMALL.replace("body: Hi", "body: Hi\n    opt_out: false\n    role: reminder")
    changed = update_text(text, apply(loads(text), SetField(node="hello", path="body", value="Ho")))
    assert changed == text.replace("Hi", "Ho")


def test_a_written_default_can_be_changed() -> None:
    text = SMALL + "quiet_hours: {start: '21:00', end: '08:00'}\n"
    journey = apply(loads(text), SetField(path="quiet_hours", value=None))
    assert loads(update_text(text, journey)).quiet_hours is None


def test_a_failed_save_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "x.journey.yaml"
    path.write_text(SMALL, encoding="utf-8")
    monkeypatch.setattr(os, "fsync", _full_disk)
    with pytest.raises(JourneyError, match="cannot be saved: disk full"):
        save(apply(loads(SMALL), SetField(path="name", value="Big")), path)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert path.read_text(encoding="utf-8") == SMALL


def test_saving_keeps_the_rights_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.journey.yaml"
    path.write_text(SMALL, encoding="utf-8")
    path.chmod(0o664)
    save(apply(loads(SMALL), SetField(path="name", value="Big")), path)
    assert path.stat().st_mode & 0o777 == 0o664


def test_saving_into_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(JourneyError, match="cannot be saved: no such file or directory"):
        save(loads(SMALL), tmp_path / "none" / "x.yaml")


def _full_disk(_handle: int) -> None:
    raise OSError("disk full")


def test_json_files_are_read_and_written(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    save(loads(SMALL), path)
    assert json.loads(path.read_text(encoding="utf-8"))["nodes"]["wait"]["for"] == "1 hour"
    assert load(path) == loads(SMALL)


def test_json_with_tabs_and_escaped_emoji_is_read() -> None:
    text = '{\n\t"id": "x",\n\t"name": "\\ud83d\\udd25 \\u00fc",\n\t"nodes": {}\n}'
    assert loads(text, "x.json").name == "🔥 ü"


@pytest.mark.parametrize("path", [*sample_brands().values()], ids=lambda path: path.stem)
def test_brands_survive_saving_and_change_in_place(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    text = path.read_text(encoding="utf-8")
    copy.write_text(text, encoding="utf-8")
    brand = load_brand(path)
    save_brand(brand, copy)
    assert copy.read_text(encoding="utf-8") == text
    save_brand(brand.model_copy(update={"name": "Another"}), copy)
    assert load_brand(copy).name == "Another"
    assert len(_changed(text, copy.read_text(encoding="utf-8"))) == 2
