"""The dice in plain whole numbers: a hash of (seed, customer, purpose, visit, draw), never of order."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import accumulate
from math import frexp

WORD = 2**64 - 1
BILLION = 1_000_000_000


def mix(z: int) -> int:
    """SplitMix64's finaliser."""
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & WORD
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & WORD
    return z ^ z >> 31


def salt(*purpose: str) -> int:
    """The number of a purpose, from its names."""
    text = "\x1f".join(purpose).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


def customer_key(profile_key: str, seed: int) -> int:
    """The number of a customer in a run: FNV-1a of their key, mixed with the seed."""
    found = 0xCBF29CE484222325
    for byte in profile_key.encode():
        found = ((found ^ byte) * 0x100000001B3) & WORD
    return mix(found ^ mix((seed * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15) & WORD))


def bits(key: int, purpose: int, visit: int, draw: int) -> int:
    """64 random bits."""
    return mix((key + purpose + visit * 0xD1342543DE82EF95 + draw * 0xDA942042E4DD58B5) & WORD)


def uniform(key: int, purpose: int, visit: int, draw: int) -> float:
    """A number in [0, 1)."""
    return (bits(key, purpose, visit, draw) >> 11) * 2.0**-53


def exponential(key: int, purpose: int, visit: int, draw: int) -> float:
    """A unit exponential."""
    return minus_log(((bits(key, purpose, visit, draw) >> 11) + 1.0) * 2.0**-53)


def minus_log(value: float) -> float:
    """-ln(value) by fdlibm's polynomial (e_log.c), the same to the last bit everywhere."""
    m, e = frexp(value)
    if m < 0.7071067811865476:
        m, e = m + m, e - 1
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332))
    odd = z * (
        0.6666666666666735130
        + w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591))
    )
    half = 0.5 * f * f
    return -(e * 0.6931471805599453 - (half - s * (half + even + odd) - f))


def quantile(table: Sequence[int], random: int) -> int:
    """A whole number from 1,025 quantiles: ten bits choose the step, sixteen the place on it."""
    step, part = random >> 54, (random >> 38) & 0xFFFF
    return table[step] + ((table[step + 1] - table[step]) * part >> 16)


def pick(weights: Sequence[float], draw: float) -> int:
    """Which of several weighted things a uniform falls on; shares are kept in billionths."""
    total = sum(weights) or 1.0
    upto = [round(x / total * BILLION) for x in accumulate(weights)][:-1]
    return sum(share <= int(draw * BILLION) for share in upto)
