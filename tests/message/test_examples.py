"""The examples in the docstrings of the message room are true."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

ROOM = ("alphabet", "keywords", "rules", "sms", "template", "window")


@pytest.mark.parametrize("name", ROOM)
def test_the_examples_give_what_they_say(name: str) -> None:
    outcome = doctest.testmod(import_module(f"journeyboard.message.{name}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0
