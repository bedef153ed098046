"""The examples in the docstrings of the small pure parts hold."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["plain", "person", "wording", "design.share"])
def test_the_examples_in_the_docstrings_hold(name: str) -> None:
    outcome = doctest.testmod(import_module(f"journeyboard.ui.{name}"))
    assert outcome.attempted
    assert not outcome.failed
