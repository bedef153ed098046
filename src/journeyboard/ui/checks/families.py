"""Chips that choose families of rules, with how many there are of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from journeyboard.lint.check import FAMILIES
from journeyboard.ui.address import answered_many, asked_many


def pick_families(counts: Mapping[str, int]) -> Sequence[str]:
    """The families that are shown: those chosen, else all that there are."""
    there = [family for family in FAMILIES if counts.get(family)]
    asked_many("family", there, [])
    chosen = st.pills(
        "Families",
        there,
        selection_mode="multi",
        format_func=lambda family: f"{family.capitalize()} {counts[family]}",
        key="family",
        label_visibility="collapsed",
    )
    answered_many("family", chosen)
    return chosen or there
