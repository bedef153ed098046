"""The lives of a customer: as designed, untouched, in each arm, and without each channel, journey or message."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from journeyboard.errors import BadInput
from journeyboard.journey.graph import Journey
from journeyboard.simulation.flight import Assignment, Program
from journeyboard.simulation.kernel.layout import CHANNEL_NAMES

UNTOUCHED = "untouched"
KINDS = {"arms": "arm", "channels": "without_channel", "journeys": "without_journey", "messages": "without_message"}  # fmt: skip
"""Lives that a flight may do without, and how their names begin; the untouched life is always flown."""

Life = tuple[tuple[str, ...], tuple[int, int, int, int, int, int]]


def lives_of(
    journeys: Sequence[Journey],
    assignments: Sequence[Assignment],
    channels: Sequence[str],
    messages: Sequence[tuple[str, str, int]],
) -> tuple[NDArray[np.int64], tuple[tuple[str, ...], ...]]:
    """(what the kernel is told of each life, their names); life 0 is the one that is logged.

    `messages` are (journey, node, the node's number). In the life without a message customers walk
    through its step as always, but nothing is sent, logged, paid or counted towards a cap. The life
    without texts and picture messages is always named `sms`; where there are both, one without picture
    messages alone follows.
    """
    channels = ["sms"] if list(channels) == ["mms"] else channels
    lives: list[Life] = [
        (("designed",), (0, 0, -1, -1, -1, -1)),
        (("untouched",), ((1 << len(journeys)) - 1, 0, -1, -1, -1, -1)),
    ]
    for a, assignment in enumerate(assignments):
        lives += [
            (("arm", assignment.id, arm), (0, 0, a, k, a, -1))
            for k, arm in enumerate(assignment.arms)
        ]
    lives += [
        (("without_channel", name), (0, _channel_bits(name), -1, -1, -1, -1)) for name in channels
    ]
    if len(journeys) > 1:
        lives += [
            (("without_journey", j.id), (1 << k, 0, -1, -1, -1, -1)) for k, j in enumerate(journeys)
        ]
    lives += [
        (("without_message", journey, node), (0, 0, -1, -1, -1, number))
        for journey, node, number in messages
    ]
    return np.array([numbers for _, numbers in lives], np.int64), tuple(name for name, _ in lives)


def _channel_bits(channel: str) -> int:
    """A channel left out; leaving out texts leaves out picture messages too."""
    bits = 1 << CHANNEL_NAMES.index(channel)
    return bits | 1 << CHANNEL_NAMES.index("mms") if channel == "sms" else bits


def left_out(kinds: Collection[str] | None) -> tuple[str, ...]:
    """The kinds of lives that are not flown where these are asked for; None asks for all.

    >>> left_out(["untouched", "arms"])
    ('channels', 'journeys', 'messages')
    """
    for kind in kinds or ():
        if kind not in (UNTOUCHED, *KINDS):
            raise BadInput(f"“{kind}” is no kind of lives.", advice=f"Choose among {', '.join((UNTOUCHED, *KINDS))}.")  # fmt: skip
    return () if kinds is None else tuple(kind for kind in KINDS if kind not in kinds)


def without(program: Program, kinds: Collection[str]) -> Program:
    """The same program without the lives of some kinds, which its names tell if it had any."""
    names = program.names
    there = {name[0] for name in names.lives}
    gone = {KINDS[kind]: kind for kind in kinds if KINDS[kind] in there}
    kept = [k for k, name in enumerate(names.lives) if name[0] not in gone]
    lives, not_flown = tuple(names.lives[k] for k in kept), tuple(gone.values())
    names = replace(names, lives=lives, not_flown=not_flown)
    return replace(program, lives=program.lives[kept], names=names) if gone else program
