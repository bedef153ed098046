"""report"""

from journeyboard.ui.shell import page

page()
