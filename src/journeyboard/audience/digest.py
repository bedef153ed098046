"""The hash of an audience: equal tables, equal digest, on any machine and version of pandas."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def content_digest(start: str, *tables: pd.DataFrame) -> str:
    """SHA-256 over the start, the column names and every value in order, in hexadecimal."""
    state = sha256(start.encode())
    for table in tables:
        for name in table.columns:
            state.update(f"\x1d{name}\x1e{len(table)}\x1e".encode())
            state.update(_bytes(table[name]))
    return state.hexdigest()


def _bytes(column: pd.Series[Any]) -> bytes:
    if column.dtype.kind in "bifu":
        return np.ascontiguousarray(column.to_numpy()).astype("<f8").tobytes()
    if column.dtype.kind == "M":
        return column.to_numpy(dtype="datetime64[us]").astype("<i8").tobytes()
    missing = column.isna().to_numpy()
    texts = (
        "\x00" if gone else str(text)
        for text, gone in zip(column.astype(object), missing, strict=True)
    )
    return "\x1f".join(texts).encode("utf-8", "surrogatepass")
