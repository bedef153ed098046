"""The family of rules about consent, law and carriers, JB200 to JB229; a new one goes into its module.

What holds where is a row of the table of laws and carrier rules; custom only warns. None of it is legal
advice.
"""

from __future__ import annotations

from journeyboard.lint.addresses import ADDRESSES
from journeyboard.lint.carriers import CARRIERS
from journeyboard.lint.carts import CARTS
from journeyboard.lint.consent import CONSENT
from journeyboard.lint.places import PLACES
from journeyboard.lint.replies import REPLIES
from journeyboard.lint.rule import Rule
from journeyboard.lint.signup import SIGN_UP
from journeyboard.lint.soft import SOFT
from journeyboard.lint.vocabulary import VOCABULARY

COMPLIANCE: tuple[Rule, ...] = (
    *CONSENT, *SOFT, *SIGN_UP, *PLACES, *REPLIES, *CARRIERS, *ADDRESSES, *VOCABULARY, *CARTS,
)  # fmt: skip
"""In the order of a customer's life: joining, replying, reading, and being reminded."""
