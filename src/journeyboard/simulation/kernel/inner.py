"""The decorators of the kernel's inner functions: compiled, and callable from compiled code only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import config, njit, types

F = TypeVar("F", bound=Callable[..., Any])


def inner(function: F) -> F:
    """Compile once, without the wrappers that Python would need to call it.

    Numba would compile a function anew for every constant it is called with; here a constant counts
    as the number it is. Both together make the first compile several times shorter. Arrays are only
    passed on, never made, so nobody counts references to them: that alone is five times the speed.
    """
    return _compiled(function, {})


def inlined(function: F) -> F:
    """The same for what is small and called everywhere: its body goes into every caller."""
    return _compiled(function, {"forceinline": True})


def apart(function: F) -> F:
    """The same for a way that few customers go: kept out of its callers, which stay small.

    What is called from an `inlined` function inherits that, so without this all of the kernel would
    become one function that takes the compiler minutes.
    """
    return _compiled(function, {"forceinline": False})


def _compiled(function: F, more: dict[str, Any]) -> F:
    if config.DISABLE_JIT:  # type: ignore[attr-defined]
        return function
    options = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False} | more
    compiled = njit(**options)(function)
    specialise = compiled.get_call_template

    def get_call_template(args: Any, kws: Any) -> Any:
        plain = {name: types.unliteral(kind) for name, kind in kws.items()}
        return specialise(tuple(types.unliteral(kind) for kind in args), plain)

    compiled.get_call_template = get_call_template  # type: ignore[method-assign]
    return cast(F, compiled)
