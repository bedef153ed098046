"""The app: what `streamlit run` starts."""

from journeyboard.ui.shell import run

run()
