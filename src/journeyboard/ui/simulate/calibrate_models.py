"""Which behaviour model a flight uses: the default one, or one calibrated and saved with its journey."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from journeyboard.storage.models import delete_model
from journeyboard.ui import state
from journeyboard.ui.address import answered, asked
from journeyboard.ui.parts import card
from journeyboard.ui.plain import plain
from journeyboard.ui.wording import ago, many
from journeyboard.workflows.calibration import DEFAULT_WORDS, models_for

DEFAULT = "default"


def pick_model(journey_ids: Sequence[str]) -> tuple[dict[str, float], str]:
    """The chosen model's changed numbers and its name; nothing and no name for the default.

    There is something to choose only when a model was saved with one of the journeys.
    """
    models = models_for(state.store(), journey_ids)
    if not models:
        return {}, ""
    names = {DEFAULT: DEFAULT_WORDS} | {key: model.words for key, model in models.items()}
    with card("How people behave", key="model-card"):
        asked("model", names, DEFAULT)
        chosen = st.selectbox(
            "Model",
            list(names),
            format_func=names.__getitem__,
            key="model",
            help="The default model comes from published figures and assumptions; a calibrated one "
            "has the numbers that a log of real or simulated events gave.",
        )
        answered("model", chosen)
    model = models.get(chosen or DEFAULT)
    return (model.numbers, model.words) if model else ({}, "")


def draw_models(journey_id: str) -> None:
    """The models saved with a journey, with a way to forget each."""
    models = models_for(state.store(), [journey_id])
    if not models:
        return
    st.subheader("Saved with this journey", anchor=False)
    for model in models.values():
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"model-{model.id}"):  # fmt: skip
            with st.container():
                st.markdown(f"**{plain(model.words)}**")
                st.caption(f"{many(len(model.numbers), 'number')} fitted · {ago(model.created_at)} · the Fly view offers it")  # fmt: skip
            st.button("Forget", icon=":material/delete:", key=f"forget-{model.id}", on_click=_forget, args=(model.id,))  # fmt: skip


def _forget(model_id: str) -> None:
    delete_model(state.store(), model_id)
    state.say("The model is forgotten; runs flown with it stay as they are.", ":material/delete:")
