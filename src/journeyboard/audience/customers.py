"""The way in to the audience: generate customers, or read a user's own."""

from __future__ import annotations

from journeyboard.audience.generate import customers
from journeyboard.audience.people import START, Audience, gather

__all__ = ["START", "Audience", "customers", "gather"]
