"""What a text may say besides the customer's own attributes; a new fact goes into `FACTS`."""

from __future__ import annotations

from typing import Final

FACTS: Final = (
    "brand",
    "link",
    "code",
    "code_expires",
    "cart_value",
    "order_id",
    "order_value",
    "product",
)
"""The names of the facts, which hold for one message to one customer."""
MOMENT: Final = "now"
"""The local time at which the message goes out, known to texts as well."""
