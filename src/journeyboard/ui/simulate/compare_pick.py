"""What is compared and who flies: the choices that the views on two designs share, all of them in the link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.journey.graph import Journey
from journeyboard.simulation.behaviour import Behaviour, parameters
from journeyboard.simulation.circumstances import Circumstances
from journeyboard.storage.consents import choices
from journeyboard.storage.drafts import find_draft
from journeyboard.storage.journeys import list_journeys
from journeyboard.ui import state
from journeyboard.ui.address import answered, asked, refused
from journeyboard.ui.person import me
from journeyboard.ui.pick import told_apart
from journeyboard.ui.plain import plain
from journeyboard.ui.simulate.assumptions_table import assumed, draw_changed
from journeyboard.ui.simulate.calibrate_models import pick_model
from journeyboard.ui.simulate.limits import draw_circumstances
from journeyboard.workflows.compare import DRAFT, Terms, design_of, first_pair, stored_designs
from journeyboard.workflows.people import People

MOST, USUAL = 200_000, 5_000
NONE = "nothing"


def design_names() -> dict[str, str]:
    """Every design's name by its address: newest, older revisions, and what is not saved yet."""
    store, author = state.store(), me().browser
    drafts = [one.id for one in list_journeys(store) if find_draft(store, one.id, author=author)]
    return told_apart(stored_designs(store, drafts), lambda address: address)


def pick_design(
    key: str, label: str, names: dict[str, str], default: str, *, optional: str = "", help: str = ""
) -> str:
    """One design by its address; `optional` names the choice of none."""
    options = {NONE: optional, **names} if optional else names
    asked(key, options, default)
    chosen = st.selectbox(
        label, list(options), format_func=lambda one: options[one], key=key, help=help or None
    )
    answered(key, chosen)
    if said := refused(key):
        st.warning(
            plain(f"There is no design “{said}” here; “{options[chosen]}” is shown instead."),
            icon=":material/link_off:",
        )
    return str(chosen)


def default_pair(names: dict[str, str]) -> tuple[str, str]:
    """The two designs that are compared at first."""
    return first_pair(list(names), state.peek)


def opened(address: str) -> Journey | None:
    """The journey of an address; what cannot be opened is said, and None."""
    asked_for = design_of(address)
    try:
        if asked_for.version == DRAFT:
            return state.desk(asked_for.journey_id).journey
        return state.peek(asked_for.journey_id, asked_for.number)
    except JourneyboardError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None


def pick_terms(usual: int = USUAL) -> Terms:
    """How many customers, for how long, from when, with which luck; the model is chosen by itself."""
    first, second, third, fourth = st.columns(4)
    size = first.number_input(
        "Customers",
        100,
        MOST,
        usual,
        1000,
        key="customers",
        bind="query-params",
        help="Sample customers. More of them make the intervals narrower, and the flight longer.",
    )
    days = second.number_input("Days", 1, 366, 90, key="days", bind="query-params")
    start = third.date_input("Start", date(2026, 3, 2), key="start", format="YYYY-MM-DD")
    seed = fourth.number_input(
        "Seed",
        0,
        2**53 - 1,
        7,
        key="seed",
        bind="query-params",
        help="The luck: both designs meet the same one. Another seed is another world.",
    )
    return Terms(People("generated", int(size)), int(seed), int(days), f"{start:%Y-%m-%d}")


def pick_world(journey_ids: Sequence[str]) -> Behaviour | None:
    """A model saved with one of the journeys where one is chosen, with what this session assumes instead."""
    numbers, _ = pick_model(journey_ids)
    draw_changed()
    own = {k: row.value for k, row in assumed().items() if row.value != parameters()[k].value}
    return Behaviour({**numbers, **own}) if numbers or own else None


def pick_circumstances(
    designs: Sequence[str], terms: Terms, *, limited: bool
) -> Circumstances | None:
    """The circumstances of designs by address, the same for all of them; None while they do not fit."""
    chosen = list(dict.fromkeys(design_of(one).journey_id for one in designs if one != NONE))
    launch = "Launch of both designs" if len(designs) > 1 and designs[1] != NONE else "Launch"
    return draw_circumstances(chosen, terms.start, terms.days, limited=limited, launch=launch)


def owner(journey: Journey | None) -> tuple[object, ...]:
    """What an answer hangs on beside its designs: the brand as it is, and what its customers chose."""
    if journey is None:
        return ()
    brand = state.brand(journey)
    return brand, choices(state.store(), brand.id)


def about(terms: Terms, designs: Sequence[Journey | None]) -> tuple[object, ...]:
    """What an answer is of, so that a page can tell whether it still fits."""
    changed = tuple(sorted(terms.behaviour.changed.items())) if terms.behaviour else ()
    ranges = tuple(sorted((key, row.low, row.high) for key, row in assumed().items()))
    return (
        terms.people, terms.seed, terms.days, terms.start, changed, ranges, terms.circumstances,
        tuple(one.model_dump_json() if one else "" for one in designs), owner(designs[0]),
    )  # fmt: skip
