"""The Catalogue tab: every rule with its reason, its source, and how sure that is."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

import streamlit as st

from journeyboard.lint.check import RULES
from journeyboard.lint.rule import Rule
from journeyboard.ui.address import answered, asked
from journeyboard.ui.checks.families import pick_families
from journeyboard.ui.checks.html import catalogue
from journeyboard.ui.parts import card, empty
from journeyboard.ui.wording import many
from journeyboard.workflows.findings import CONFIDENCE

SEARCH = "rule"
UNFOLDED = 3
"""So few rules are shown whole."""


def draw_catalogue() -> None:
    """Draw the search, the families and their rules."""
    words = _ask()
    found = [rule for rule in RULES if _fits(rule, words)]
    if not found:
        empty("search_off", "No rule says that", "Search for another word, or for a code such as JB600.")  # fmt: skip
        return
    families = pick_families(Counter(rule.family for rule in found))
    shown = [rule for rule in found if rule.family in families]
    st.caption(
        f"{many(len(shown), 'rule')} of {len(RULES)}. A source is "
        + "; ".join(f"**{name}** where {words}" for name, words in CONFIDENCE.items())
        + "."
    )
    for family, group in groupby(shown, key=lambda rule: rule.family):
        rules = list(group)
        with card(family.capitalize(), key=f"family-{family}"):
            st.html(catalogue(rules, len(shown) <= UNFOLDED))


def _ask() -> str:
    """What is looked for, by the address or by hand."""
    asked(SEARCH, default="")
    words = st.text_input(
        "Search", key=SEARCH, placeholder="Search rules: a word, a law, a code", icon=":material/search:",
        label_visibility="collapsed", width=420,
    )  # fmt: skip
    answered(SEARCH, words)
    return words


def _fits(rule: Rule, words: str) -> bool:
    told = f"{rule.code} {rule.name} {rule.docs} {rule.source.text} {rule.source.year}".casefold()
    return all(word in told for word in words.casefold().split())
