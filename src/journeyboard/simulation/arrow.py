"""Arrow arrays laid over memory that is there already.

`pa.array` and `take` would look for pandas on their first use, which takes a quarter of a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

    from journeyboard.simulation.buffers import Shelf


class There(NamedTuple):
    """Which values of a column are there: a bit each, the lowest first, and how many are not."""

    bits: NDArray[np.uint8]
    missing: int

    @property
    def buffer(self) -> pa.Buffer | None:
        """The bits, None where all are there."""
        import pyarrow as pa

        return pa.py_buffer(self.bits) if self.missing else None


ALL = There(np.zeros(0, np.uint8), 0)


class Keys:
    """Texts of which some are wanted again and again, by their numbers."""

    def __init__(self, texts: pa.StringArray, shelf: Shelf) -> None:
        _, firsts, letters = texts.buffers()
        self._shelf = shelf
        self._firsts = np.frombuffer(firsts, np.int32)[texts.offset : texts.offset + len(texts) + 1]
        self._letters = np.frombuffer(letters, np.uint8) if letters else np.zeros(0, np.uint8)
        self._longest = int(np.diff(self._firsts).max(initial=0))

    def array(self, numbers: NDArray[np.int32]) -> pa.Array:
        """These texts."""
        from journeyboard.simulation.kernel.columns import put_keys

        starts = self._shelf.array("key starts", (len(numbers) + 1,), np.int32)
        page = self._shelf.array("key letters", (len(numbers) * self._longest,), np.uint8)
        put_keys(numbers, self._letters, self._firsts, starts, page)
        return strings(starts, page)

    def order_ids(self, numbers: NDArray[np.int32], orders: NDArray[np.int32]) -> pa.Array:
        """The id of each order of these customers, null where its number is below 0."""
        from journeyboard.simulation.kernel.columns import put_orders

        there = present(orders >= 0)
        size = (len(orders) - there.missing) * (self._longest + DIGITS)
        starts = self._shelf.array("order starts", (len(orders) + 1,), np.int32)
        page = self._shelf.array("order letters", (size,), np.uint8)
        put_orders(numbers, orders, self._letters, self._firsts, starts, page)
        return strings(starts, page, there)


DIGITS = 11
"""Letters that an order's number may add to a key, with the hyphen before it."""


class Lists:
    """Lists of names that come again and again."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        names = tuple(dict.fromkeys(chain(*groups)))
        place = {name: k for k, name in enumerate(names)}
        self._names = texts(names)
        self._sizes = np.array([len(group) for group in groups], np.int64)
        self._firsts = np.cumsum([0, *self._sizes])
        self._places = np.array([place[one] for one in chain(*groups)], np.int32)

    def array(self, groups: NDArray[np.int64], shelf: Shelf) -> pa.Array:
        """The list of each group, its names as a dictionary."""
        import pyarrow as pa

        from journeyboard.simulation.kernel.columns import put_lists

        starts = shelf.array("list starts", (len(groups) + 1,), np.int32)
        page = shelf.array("list names", (int(self._sizes[groups].sum()),), np.int32)
        put_lists(groups, self._firsts, self._places, starts, page)
        return pa.ListArray.from_arrays(numbers(starts, pa.int32()), named(page, self._names))


def texts(names: Sequence[str]) -> pa.StringArray:
    """Names as an array."""
    written = [name.encode() for name in names]
    starts = np.cumsum([0, *map(len, written)]).astype(np.int32)
    return strings(starts, np.frombuffer(b"".join(written), np.uint8))


def strings(starts: NDArray[np.int32], letters: NDArray[np.uint8], there: There = ALL) -> pa.StringArray:  # fmt: skip
    """Texts side by side, and where each starts."""
    import pyarrow as pa

    return pa.StringArray.from_buffers(
        len(starts) - 1, pa.py_buffer(starts), pa.py_buffer(letters), there.buffer, there.missing
    )


def numbers(values: NDArray[Any], kind: pa.DataType, there: There = ALL) -> pa.Array:
    """Numbers as they lie in memory, whose width is that of the kind."""
    import pyarrow as pa

    content = pa.py_buffer(np.ascontiguousarray(values))
    return pa.Array.from_buffers(kind, len(values), [there.buffer, content], there.missing)


def named(codes: NDArray[np.int32], names: pa.StringArray, there: There = ALL) -> pa.Array:
    """Names by their numbers."""
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(numbers(codes, pa.int32(), there), names, safe=False)


def flags(values: NDArray[Any], there: There = ALL) -> pa.Array:
    """Yes where a value is above 0, else no."""
    import pyarrow as pa

    bits = pa.py_buffer(np.packbits(values > 0, bitorder="little"))
    return pa.Array.from_buffers(pa.bool_(), len(values), [there.buffer, bits], there.missing)


def present(values: NDArray[np.bool_]) -> There:
    """Which are there, as bits."""
    return There(np.packbits(values, bitorder="little"), len(values) - int(values.sum()))
