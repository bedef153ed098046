"""Numba at work: loaded, as `reference` and `life` are, only where there is no machine code on disk yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from numba import njit, typeof, types

from journeyboard.simulation.kernel.inner import Inner

KNOWN = {"numba_frexp"}
"""What machine code on disk may ask of the outside; `machine` says where it is."""


class Compiled(NamedTuple):
    """A function as a linker reads it and as it lies in memory, kept there by its `library`.

    `name` is what it is called in `code`, `returns` how many numbers it gives back; `whole` says that it
    needs nothing but KNOWN, so that another process can use it.
    """

    code: bytes
    name: str
    returns: int
    whole: bool
    address: int
    library: Any


def dispatcher(function: Callable[..., Any], options: dict[str, Any]) -> Any:
    """What Numba compiles a function with.

    Numba would compile it anew for every constant it is called with; here a constant counts as the
    number it is, which makes the compilation several times shorter.
    """
    compiled = njit(**options)(function)
    specialise = compiled.get_call_template

    def get_call_template(args: Any, kws: Any) -> Any:
        plain = {name: types.unliteral(kind) for name, kind in kws.items()}
        return specialise(tuple(types.unliteral(kind) for kind in args), plain)

    compiled.get_call_template = get_call_template
    return compiled


def compiled(function: Inner, given: Sequence[Any]) -> Compiled:
    """The function compiled for values of these types."""
    kinds = tuple(typeof(value) for value in given)
    function.dispatcher.compile(kinds)
    made = function.dispatcher.overloads[kinds]
    name, library = made.fndesc.llvm_func_name, made.library
    address = library.get_pointer_to_function(name)
    asked = {one.name for one in library._final_module.functions if one.is_declaration}
    whole = {one for one in asked if not one.startswith("llvm.")} <= KNOWN
    returns = _numbers(made.signature.return_type)
    return Compiled(library._get_compiled_object(), name, returns, whole, address, library)


def _numbers(answer: Any) -> int:
    """How many whole numbers a function returns."""
    if answer == types.none:
        return 0
    kind, count = (
        (answer.dtype, answer.count) if isinstance(answer, types.UniTuple) else (answer, 1)
    )
    if kind not in (types.int64, types.uint64):
        raise TypeError(f"a kept function returns numbers of 64 bits, not {answer}")
    return int(count)
