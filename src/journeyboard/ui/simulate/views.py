"""The views of the Simulate page, in the order their tabs stand; each module has one `draw`."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.delta_generator import DeltaGenerator

from journeyboard.ui.tabs import Tab, pick_tab, tab_asked

VIEWS: dict[str, Tab] = {
    "fly": Tab(
        "Fly",
        ":material/flight_takeoff:",
        "fly",
        "Fly customers through the journey, with and without it, on the same luck.",
    ),
    "truth": Tab(
        "Truth",
        ":material/balance:",
        "truth",
        "What the journey, each channel and each message really added.",
    ),
    "customer": Tab(
        "One customer",
        ":material/person_search:",
        "customer",
        "One life with and without the journey, and the reason for every step.",
    ),
    "compare": Tab(
        "Compare",
        ":material/compare_arrows:",
        "compare",
        "Two designs on the same customers and the same luck.",
    ),
    "assumptions": Tab(
        "Assumptions",
        ":material/tornado:",
        "assumptions",
        "Which conclusions survive other assumptions, and how sure the figures are.",
    ),
    "calibrate": Tab(
        "Calibrate",
        ":material/tune:",
        "calibrate",
        "Fit the behaviour model to what really happened.",
    ),
    "improve": Tab(
        "Improve",
        ":material/trending_up:",
        "improve",
        "Search for a better design within limits, and prove it on fresh customers.",
    ),
}


def question_asked() -> str:
    """What the open view answers, before its tabs are drawn."""
    return VIEWS[tab_asked(VIEWS)].question


def pick_view() -> Callable[[DeltaGenerator], None]:
    """The tabs; returns what draws the open one, given the place for its actions in the head."""
    return pick_tab(VIEWS, __package__)
