"""Values as the database's JSON can hold them, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from journeyboard.errors import StoreError


def plain(value: Any) -> Any:
    """The value as JSON; what cannot be computed (NaN, infinite) becomes None.

    Keys become text, tuples lists, times ISO 8601, numbers of NumPy plain ones. Raises StoreError
    for anything else.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case date():
            return value.isoformat()
    if hasattr(value, "item"):
        return plain(value.item())
    raise StoreError(f"A value of type {type(value).__name__} cannot be kept: it has no JSON form.")
