"""Checks: Everything unfinished, unwise or not allowed about a journey, with its source."""

from journeyboard.ui import state
from journeyboard.ui.parts import heading
from journeyboard.ui.shell import page

page()
state.hear()
heading("Checks", "Everything unfinished, unwise or not allowed about a journey, with its source.")
