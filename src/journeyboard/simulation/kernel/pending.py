"""What is to come in a life: a small list, taken in order of time, rank and insertion."""

from __future__ import annotations

from journeyboard.simulation.kernel import layout as mem
from journeyboard.simulation.kernel.inner import inlined, inner

RANK = 1 << 40
"""One rank is more than all insertions of a life: both together are one number to compare."""


@inner
def push(s, at, rank, kind, a, b, c, d, e):
    """Add something to come, unless the run is over by then.

    A full list is counted as an overflow, never written past.
    """
    if at >= s.horizon:
        return
    i = s.pending
    if i >= mem.MAX_PENDING:
        s.overflow += 1
        return
    s.q_at[i] = at
    s.q_turn[i] = rank * RANK + s.seq
    s.q[i, 0] = kind
    s.q[i, 1] = a
    s.q[i, 2] = b
    s.q[i, 3] = c
    s.q[i, 4] = d
    s.q[i, 5] = e
    s.seq += 1
    s.pending = i + 1


@inlined
def soonest(s):
    """The index of the next entry, -1 when nothing is to come."""
    best = -1
    at, turn = mem.FOREVER, mem.FOREVER
    for i in range(s.pending):
        t = s.q_at[i]
        if t < at or (t == at and s.q_turn[i] < turn):
            best, at, turn = i, t, s.q_turn[i]
    return best


@inlined
def drop(s, i):
    """Take entry `i` off the list."""
    last = s.pending - 1
    if i != last:
        s.q_at[i] = s.q_at[last]
        s.q_turn[i] = s.q_turn[last]
        for k in range(6):
            s.q[i, k] = s.q[last, k]
    s.pending = last
