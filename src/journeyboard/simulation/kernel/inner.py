"""The decorators of the kernel's functions: compiled when something that calls them is, and not before.

Numba takes longer to load than ten thousand customers take to fly. Once the machine code is kept on disk
nobody needs it, so a decorated function only remembers how it is to be compiled.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property, update_wrapper
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

PLAIN = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")
"""Whether the kernel runs as plain Python, for looking into it."""


class Inner:
    """A function for compiled code; Numba sees its dispatcher as soon as it meets it."""

    def __init__(self, function: Callable[..., Any], options: dict[str, Any]) -> None:
        self.function, self.options = function, options
        update_wrapper(self, function)

    @cached_property
    def dispatcher(self) -> Any:
        """What Numba compiles it with."""
        from journeyboard.simulation.kernel.compiler import dispatcher

        return dispatcher(self.function, self.options)

    @property
    def _numba_type_(self) -> Any:
        return self.dispatcher._numba_type_

    def __call__(self, *given: Any) -> Any:
        return self.dispatcher(*given)


def shared(function: F) -> F:
    """For a function that Python may call as well."""
    return _remembered(function, {})


def inner(function: F) -> F:
    """Without the wrappers that Python would need to call it, compiled once whatever the constants.

    Arrays are only passed on, never made, so nobody counts references to them: that alone is five
    times the speed.
    """
    return _remembered(function, APART)


def inlined(function: F) -> F:
    """The same for what is small and called everywhere: its body goes into every caller."""
    return _remembered(function, APART | {"forceinline": True})


def apart(function: F) -> F:
    """The same for a way that few customers go: kept out of its callers, which stay small.

    What is called from an `inlined` function inherits that, so without this all of the kernel would
    become one function that takes the compiler minutes.
    """
    return _remembered(function, APART | {"forceinline": False})


APART = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}


def _remembered(function: F, options: dict[str, Any]) -> F:
    return function if PLAIN else cast(F, Inner(function, options))
