"""The C bound: the same compiled program, interpreted in C with the same dice and the same rows.

How fast could the engine be? `CBound` flies the designed life of every customer in C, so that the
kernel's speed can be given as a share of it. Record layouts and constants are written into a header
from the kernel's own, so a change there carries over.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from journeyboard.records import EVENT_TYPES
from journeyboard.simulation.flight import Program
from journeyboard.simulation.kernel import (
    ground,
    layout,
    life,
    reading,
    rows,
    sending,
    tokens,
    world,
)

HERE = Path(__file__).parent
FLAGS = ("-O3", "-march=native", "-ffp-contract=off", "-shared", "-fPIC", "-std=gnu11")
UNSUPPORTED = {layout.OP_ADS: "ads", layout.OP_UPDATE: "update", layout.OP_WEBHOOK: "webhook"}
C_TYPES = {
    "u8": "uint64_t", "i8": "int64_t", "i4": "int32_t", "i2": "int16_t", "i1": "int8_t",
    "u4": "uint32_t", "u2": "uint16_t", "u1": "uint8_t", "f8": "double", "f4": "float",
}  # fmt: skip
WIDTHS = {
    "ASSIGNMENT_WIDTH": life.ASSIGNMENT_WIDTH, "MONTH": reading.MONTH, "FREE": reading.FREE,
    "ATTRIBUTION": rows.ATTRIBUTION, "CAP_WIDTH": sending.CAP_WIDTH, "BRANCH_WIDTH": tokens.BRANCH_WIDTH,
    "EXIT_WIDTH": tokens.EXIT_WIDTH, "FACTOR_WIDTH": tokens.FACTOR_WIDTH, "PRODUCT_WIDTH": world.PRODUCT_WIDTH,
}  # fmt: skip


class Bound(NamedTuple):
    """What C flew: rows (dtype ROW, of the buffer that the next flight uses again), the seconds of this
    thread it took, and the steps that customers took."""

    rows: np.ndarray[Any, Any]
    seconds: float
    node_visits: int


class Refused(Exception):
    """Why there is no bound: no compiler, or a program with steps that it does not cover."""


class _Ground(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_void_p) for name in ("p", "w", "q", "salts", "bits", "parts", "slots", "history")),
        *((name, ctypes.c_int64) for name in ("n_bits", "n_parts", "n_slots")),
    ]  # fmt: skip


class CBound:
    """A program made ready to be flown in C, its buffers made once; `fly` may be called again and again.

    Raises Refused where there is no compiler, or for a program with steps that C does not cover.
    """

    def __init__(self, program: Program) -> None:
        self.library = _compiled(header())
        _refuse(program)
        g, nodes = program.ground, len(program.names.nodes) + 1
        self.held = [np.ascontiguousarray(a) for a in (g.p, g.w, g.q, g.salts, g.bits.view(np.uint8), g.parts, g.slots, g.history)]  # fmt: skip
        self.ground = _Ground(*(a.ctypes.data for a in self.held), g.bits.shape[1], g.parts.shape[1], g.slots.shape[1])  # fmt: skip
        self.people = np.ascontiguousarray(program.people)
        self.counts = np.zeros((nodes, len(EVENT_TYPES)), np.int64)
        self.visits = np.zeros((nodes, 3), np.int64)
        self.rows = np.zeros(2 * layout.ROWS_PER_LIFE + 40 * len(self.people), layout.ROW)

    def fly(self) -> Bound:
        """The designed life of every customer, on one core, events in memory."""
        reached, steps = ctypes.c_int64(0), ctypes.c_int64(0)
        began = time.thread_time()
        written = self.library.fly(
            ctypes.byref(self.ground), self.people.ctypes.data, 0, len(self.people),
            self.rows.ctypes.data, len(self.rows), self.counts.ctypes.data,
            self.visits.ctypes.data, ctypes.byref(reached), ctypes.byref(steps),
        )  # fmt: skip
        seconds = time.thread_time() - began
        if written < 0 or reached.value < len(self.people):
            raise Refused("a customer's life has more events than the C program can hold")
        return Bound(self.rows[:written], seconds, steps.value)


def _refuse(program: Program) -> None:
    p = program.ground.p
    nodes = p[p[layout.H_NODES] :][: layout.NODE_WIDTH * len(program.names.nodes)]
    for op in nodes.reshape(-1, layout.NODE_WIDTH)[:, layout.N_OP]:
        if int(op) in UNSUPPORTED:
            raise Refused(f"the C program knows no “{UNSUPPORTED[int(op)]}” steps")
    for j in range(int(p[layout.H_N_JOURNEYS])):
        entry = p[p[layout.H_JOURNEYS] + layout.JOURNEY_WIDTH * j + layout.J_ENTRY]
        if entry != layout.ENTRY_EVENT:
            raise Refused("the C program knows entries by event only")


def header() -> str:
    """The records and constants of the kernel as C text."""
    lines = ["#include <stdint.h>"]
    for module in (layout, ground):
        lines += [
            f"#define {name} {_literal(value)}"
            for name, value in vars(module).items()
            if isinstance(value, int) and name.isupper() and not name.startswith("_")
        ]
    lines += [f"#define {name} {_literal(value)}" for name, value in WIDTHS.items()]
    lines += [f"#define EV_{name.replace('.', '_')} {k}" for k, name in enumerate(EVENT_TYPES)]
    lines += [f"#define RE_{name} {k}" for k, name in enumerate(layout.REASONS) if name]
    lines += [f"#define N_EVENTS {len(EVENT_TYPES)}", f"#define N_OUTCOMES {len(layout.OUTCOMES)}"]
    lines += [*_struct("CUSTOMER", layout.CUSTOMER), *_struct("ROW", layout.ROW)]
    return "\n".join(lines) + "\n"


def _literal(value: int) -> str:
    return f"({value}LL)" if abs(value) >= 1 << 31 else f"({value})"


def _struct(name: str, dtype: np.dtype[Any]) -> list[str]:
    fields, checks = [], []
    for field, (kind, offset, *_) in (dtype.fields or {}).items():
        base, shape = kind.subdtype or (kind, ())
        length = f"[{shape[0]}]" if shape else ""
        fields.append(f"  {C_TYPES[base.str[1:]]} {field}{length};")
        checks.append(f'_Static_assert(__builtin_offsetof({name}, {field}) == {offset}, "{field}");')  # fmt: skip
    size = f'_Static_assert(sizeof({name}) == {dtype.itemsize}, "{name}");'
    return ["typedef struct {", *fields, f"}} {name};", *checks, size]


@cache
def _compiled(layout_text: str) -> ctypes.CDLL:
    """The program, compiled for this machine. Raises Refused where there is no C compiler."""
    compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise Refused("there is no C compiler on this machine")
    folder = Path(tempfile.mkdtemp(prefix="journeyboard-c-"))
    (folder / "layout.h").write_text(layout_text, "utf-8")
    made = subprocess.run(
        [compiler, *FLAGS, f"-I{folder}", "-o", str(folder / "bound.so"), str(HERE / "bound.c")],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise Refused(f"the C program does not compile: {made.stderr.strip()[:2000]}")
    library = ctypes.CDLL(str(folder / "bound.so"))
    library.fly.restype = ctypes.c_int64
    library.fly.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]  # fmt: skip
    return library
