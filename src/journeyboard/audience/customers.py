"""The way in to the audience: generate customers, read a user's own, write them."""

from __future__ import annotations

from journeyboard.audience.generate import customers
from journeyboard.audience.orders import OrdersResult, read_orders
from journeyboard.audience.people import START, Audience, gather
from journeyboard.audience.raw import RowProblem
from journeyboard.audience.read import ReadResult, read_customers
from journeyboard.audience.write import to_csv, to_parquet

__all__ = [
    "START",
    "Audience",
    "OrdersResult",
    "ReadResult",
    "RowProblem",
    "customers",
    "gather",
    "read_customers",
    "read_orders",
    "to_csv",
    "to_parquet",
]
