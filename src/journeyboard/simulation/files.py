"""The Parquet files of a run, written a row group at a time."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

DENSE = ("at", "profile_key", "order_id", "segments", "seq")
"""Columns that zstd makes much smaller than snappy does; for the others it only takes longer."""
RANGED = ("at", "seq")
"""Columns whose least and greatest value of each row group are kept."""
NAMES_SIZE = 4 << 20
"""Bytes of different values up to which a column is written as a dictionary."""


@contextmanager
def parquet_file(path: Path, schema: pa.Schema, read_as: pa.Schema | None = None) -> Iterator[pq.ParquetWriter]:  # fmt: skip
    """A file that gets its name only when it is whole; readers are told the types of `read_as`.

    Names and money are written as dictionaries. Keys and times are written as they are: customers
    stand together, and zstd finds what repeats.
    """
    import pyarrow.parquet as pq

    unfinished, leaves = path.with_suffix(".unfinished"), {one.name: _leaf(one) for one in schema}
    writer = pq.ParquetWriter(
        unfinished, schema, version="2.6", store_schema=False, store_decimal_as_integer=True,
        compression={leaf: "zstd" if name in DENSE else "snappy" for name, leaf in leaves.items()},
        use_dictionary=[leaves[one.name] for one in schema if _repeats(one.type)],
        write_statistics=[name for name in RANGED if name in leaves],
        write_batch_size=1 << 16, dictionary_pagesize_limit=NAMES_SIZE,
    )  # fmt: skip
    with writer:
        yield writer
        told = (read_as or schema).serialize().to_pybytes()
        writer.add_key_value_metadata({"ARROW:schema": b64encode(told)})
    unfinished.replace(path)


def write_table(table: pa.Table, path: Path) -> None:
    """A file of one table."""
    with parquet_file(path, table.schema) as to:
        to.write_table(table)


def _leaf(column: pa.Field) -> str:
    """The path of what a column holds."""
    import pyarrow as pa

    return f"{column.name}.list.element" if pa.types.is_list(column.type) else column.name


def _repeats(kind: pa.DataType) -> bool:
    import pyarrow as pa

    if pa.types.is_list(kind):
        return _repeats(kind.value_type)
    return bool(pa.types.is_dictionary(kind) or pa.types.is_decimal(kind))
