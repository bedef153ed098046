"""What is worked out of an audience once, and serves every flight of the same audience."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

import numpy as np

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience

T = TypeVar("T")
Shelf = OrderedDict[Hashable, Any]

KEPT = 64
"""Answers of one kind kept for an audience; the one not asked for longest goes first."""
_SHELVES: WeakKeyDictionary[Audience, dict[str, Shelf]] = WeakKeyDictionary()
_LOCK = RLock()


def once(people: Audience, kind: str, key: Hashable, make: Callable[[], T], kept: int = KEPT) -> T:
    """The answer to a question about an audience, made when it is first asked.

    `key` holds all that the answer depends on besides the audience, which itself is never changed. The
    answer is shared: nobody may change it, and a plain array refuses to be. It is forgotten with the
    audience.
    """
    with _LOCK:
        shelf = _SHELVES.setdefault(people, {}).setdefault(kind, OrderedDict())
        if key in shelf:
            shelf.move_to_end(key)
            known: T = shelf[key]
            return known
    made = make()
    # Arrays inside a tuple may go straight to the kernel, which would be compiled anew for read-only ones.
    if isinstance(made, np.ndarray):
        made.setflags(write=False)
    with _LOCK:
        shelf[key] = made
        while len(shelf) > kept:
            shelf.popitem(last=False)
    return made
