"""Consent: How people join the list, choose what they get, and leave."""

from journeyboard.ui import state
from journeyboard.ui.parts import heading
from journeyboard.ui.shell import page

page()
state.hear()
heading("Consent", "How people join the list, choose what they get, and leave.")
