"""Design: the journey drawn, mapped, as its file, and with its history."""

from journeyboard.ui.design.page import draw_design
from journeyboard.ui.shell import page

page()
draw_design()
