"""Compiled functions as Python calls them: machine code from disk, loaded without the compiler.

A kept function is linked into this process by LLVM's loader, which takes milliseconds, and called by its
address with what Numba's calling convention asks for: room for what it returns, room for an error, then
every array as (owner, parent, items, bytes an item, address, shape, strides) and every number. The call
holds no lock of Python's, so threads fly side by side.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from operator import index
from threading import Lock
from typing import Any, NamedTuple

import numpy as np

from journeyboard.errors import RunError
from journeyboard.simulation.kernel.cache import read, write
from journeyboard.simulation.kernel.inner import PLAIN, inner

OK, OK_WITH_NOTHING = 0, -2


class Machine(NamedTuple):
    """A function in memory: it is there as long as `kept_by` is, and returns so many whole numbers."""

    call: Callable[..., int]
    returns: int
    kept_by: Any


class Kept:
    """A function of the kernel for arrays, tuples of arrays and whole numbers.

    It returns nothing, a whole number, or several as a tuple. `source` gives the function itself, for who has to compile it.
    """

    def __init__(self, name: str, source: Callable[[], Any]) -> None:
        self.name, self._source = name, source
        self._machines: dict[tuple[Any, ...], Machine] = {}
        self._making = Lock()

    def __call__(self, *given: Any) -> Any:
        """What the function returns. Arrays must lie in one piece; raises RunError when it fails."""
        if PLAIN:
            return self._source()(*given)
        machine = self._machine(given)
        answer, error = (ctypes.c_int64 * machine.returns)(), ctypes.c_void_p()
        failed = machine.call(ctypes.addressof(answer), ctypes.addressof(error), *_words(given))
        if failed not in (OK, OK_WITH_NOTHING):
            raise RunError(f"the engine failed with the number {failed}. Report this as a fault.")
        return tuple(answer) if machine.returns > 1 else next(iter(answer), None)

    def _machine(self, given: tuple[Any, ...]) -> Machine:
        kinds = tuple(_kinds(given))
        if kinds not in self._machines:
            with self._making:
                if kinds not in self._machines:
                    self._machines[kinds] = self._loaded(given, repr(kinds).encode())
        return self._machines[kinds]

    def _loaded(self, given: tuple[Any, ...], kinds: bytes) -> Machine:
        told = hashlib.blake2b(kinds, digest_size=8).hexdigest()
        file, words = f"{self.name}-{told}.code", sum(1 for _ in _words(given))
        kept = read(file)
        if kept is not None:
            head, _, code = kept.partition(b"\n")
            name, returns = json.loads(head)
            address, engine = _linked(code, name)
            if address:
                return _machine(address, engine, returns, words)
        from journeyboard.simulation.kernel.compiler import compiled

        made = compiled(self._source(), given)
        if made.whole:
            write(file, json.dumps([made.name, made.returns]).encode() + b"\n" + made.code)
        return _machine(made.address, made.library, made.returns, words)


def kept(function: Callable[..., Any]) -> Kept:
    """For a function of the kernel that Python calls: compiled like an inner one, and kept on disk."""
    source, module = inner(function), function.__module__.rpartition(".")[2]
    return Kept(f"{module}.{function.__name__}", lambda: source)


def _machine(address: int, kept_by: Any, returns: int, words: int) -> Machine:
    places = (ctypes.c_void_p, ctypes.c_void_p, *[ctypes.c_int64] * words)
    return Machine(ctypes.CFUNCTYPE(ctypes.c_int32, *places)(address), returns, kept_by)


def _linked(code: bytes, name: str) -> tuple[int, Any]:
    """The address of the function in this process (0: it is not in this code), and what keeps it there."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    llvm.add_symbol("numba_frexp", _frexp())
    target = llvm.Target.from_default_triple().create_target_machine(jit=True)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return engine.get_function_address(name), engine


def _frexp() -> int:
    """Where C's `frexp` is; Numba's differs from it only for what is not a number."""
    library = ctypes.CDLL("ucrtbase" if os.name == "nt" else None)
    return ctypes.cast(library.frexp, ctypes.c_void_p).value or 0


def _kinds(given: tuple[Any, ...]) -> Iterator[Any]:
    """What decides the machine code: type and dimensions of each array."""
    for value in given:
        if isinstance(value, np.ndarray):
            yield value.dtype, value.ndim
        elif isinstance(value, tuple):
            yield from _kinds(value)
        else:
            yield int


def _words(given: tuple[Any, ...]) -> Iterator[int]:
    """The values as words of 64 bits."""
    for value in given:
        if isinstance(value, np.ndarray):
            if not value.flags.c_contiguous:
                raise RunError("an array for the engine lies in pieces. Report this as a fault.")
            yield from (0, 0, value.size, value.itemsize, value.ctypes.data)
            yield from value.shape
            yield from value.strides
        elif isinstance(value, tuple):
            yield from _words(value)
        else:
            yield index(value)
