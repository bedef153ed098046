"""What the Copy view is about: the chosen text and reader, and the tables made once for each text."""

from __future__ import annotations

from hashlib import blake2s
from typing import NamedTuple

import streamlit as st

from journeyboard.audience.customers import gather
from journeyboard.audience.people import Audience
from journeyboard.audience.worst import WORST, worst_case
from journeyboard.journey.brand import Brand
from journeyboard.journey.edits import SetField
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Message
from journeyboard.storage.consents import choices
from journeyboard.ui import state
from journeyboard.ui.checks.mending import edit, undo
from journeyboard.ui.preview import who
from journeyboard.workflows.copy import Lengths, LinkTold, Version, lengths, link_of, text_for
from journeyboard.workflows.copy_flown import FlownCosts, flown_costs

TURN = "copy-turn"
"""Counts the edits and undos of this session."""


class Chosen(NamedTuple):
    """One text of one message, and whose eyes it is read with (`alone`, an audience of one).

    `people` are as the choices kept for them leave them.
    """

    journey: Journey
    brand: Brand
    node: Message
    versions: tuple[Version, ...]
    version: Version
    people: Audience
    alone: Audience

    def text(self, version: Version | None = None, field: str = "body") -> str:
        """A field as the reader gets it; TemplateError when it cannot be filled."""
        return text_for(version or self.version, self.journey, self.brand, self.alone, field)

    @property
    def written(self) -> bool:
        """Whether there are any words in the text itself."""
        return bool(self.version.setting.node.body.strip())

    @property
    def link(self) -> LinkTold | None:
        """Where the message leads."""
        return link_of(self.version, self.journey, self.brand)

    @property
    def language(self) -> str:
        """The reader's language."""
        return str(self.alone.frame["language"].iloc[0])

    def path(self, field: str) -> str:
        """Where a field of this text stands in the file."""
        return self.version.path(self.node, field)


@st.cache_resource(max_entries=8, show_spinner=False)
def readers(brand_id: str, _brand: Brand, _people: Audience) -> dict[str, Audience]:
    """A usual customer who agreed to texts, and the worst cases, each as an audience of one."""
    assert brand_id
    key = next(iter(who.quick_picks(brand_id, _people).values()))
    usual = _people.where((_people.frame["profile_key"] == key).to_numpy())
    worst = worst_case(_people, _brand, like=key)
    return {"a usual customer": usual, **{name: gather([worst[name]]) for name in WORST}}


def measured(chosen: Chosen, version: Version | None = None) -> Lengths:
    """The text over the whole audience; counted once for each wording."""
    version = version or chosen.version
    told = (version.setting, chosen.brand, chosen.people.start, len(chosen.people))
    key = digest(*map(repr, told), kept_words(chosen.brand))
    return _measured(key, version, chosen.journey, chosen.brand, chosen.people)


def kept_words(brand: Brand) -> str:
    """The choices kept for the brand's customers, as what a cache is told by."""
    return repr(choices(state.store(), brand.id))


@st.cache_resource(max_entries=300, show_spinner="Counting the texts of all customers …")
def _measured(
    key: str, _version: Version, _journey: Journey, _brand: Brand, _people: Audience
) -> Lengths:
    assert key
    return lengths(_version, _journey, _brand, _people)


def flown(journey: Journey, brand: Brand, people: Audience) -> FlownCosts:
    """What a run sends; flown once for each state of the journey and of the choices kept.

    `people` are as those choices leave them.
    """
    key = digest(journey.model_dump_json(), brand.model_dump_json(), kept_words(brand))
    return _flown(key, journey, brand, people)


@st.cache_resource(max_entries=40, show_spinner="Flying the sample customers …")
def _flown(key: str, _journey: Journey, _brand: Brand, _people: Audience) -> FlownCosts:
    assert key
    return flown_costs(_journey, _brand, _people)


def digest(*texts: str) -> str:
    """A short name for what these texts say."""
    return blake2s("\n".join(texts).encode(), digest_size=10).hexdigest()


def field_key(chosen: Chosen, path: str, text: str) -> str:
    """The key of the input that holds a field's words; another one after each edit and undo.

    An input that came back under an old key would show in the browser what was typed there before.
    """
    turn = st.session_state.get(TURN, 0)
    return f"copy:{digest(chosen.journey.id, chosen.node.id, path, text)}:{turn}"


def take_back(journey_id: str) -> None:
    """Undo the last edit."""
    _turn()
    undo(journey_id)


def _turn() -> None:
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def put(chosen: Chosen, path: str, value: object, words: str) -> None:
    """Set a field of the message, undoably."""
    _turn()
    edit(chosen.journey.id, SetField(node=chosen.node.id, path=path, value=value), words)
