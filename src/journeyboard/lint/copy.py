"""The family of rules about copy: what a text costs, what it inserts and what it says; JB300 to JB322."""

from __future__ import annotations

from journeyboard.lint.copy_fields import FIELDS
from journeyboard.lint.copy_values import VALUES
from journeyboard.lint.copy_words import WORDS
from journeyboard.lint.encoding import ENCODING
from journeyboard.lint.parts import PARTS
from journeyboard.lint.rule import Rule

COPY: tuple[Rule, ...] = (*ENCODING, *PARTS, *VALUES, *WORDS, *FIELDS)
"""In the order the screen shows them."""
