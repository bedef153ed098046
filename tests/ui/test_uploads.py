"""Files that users bring: kept by content, whatever they are called."""

from __future__ import annotations

from journeyboard.ui.uploads import kept


def test_another_file_of_the_same_name_takes_nothing_away() -> None:
    first, second = kept("people.csv", b"customer_id\na\n"), kept("people.csv", b"customer_id\nb\n")
    assert first != second
    assert first.read_bytes() == b"customer_id\na\n"
    assert second.read_bytes() == b"customer_id\nb\n"


def test_the_same_file_stands_once_inside_the_folder() -> None:
    first, again = kept("../../people.csv", b"x"), kept("people.csv", b"x")
    assert first == again
    assert first.name == "people.csv"
    assert first.parent.parent.name == "uploads"
    assert list(first.parent.iterdir()) == [first]
