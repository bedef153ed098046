"""The dice: uniforms and exponentials by hashing (seed, customer, purpose, visit, draw), never by order.

A draw is a SplitMix64 finaliser over a sum of odd multiples (Steele, Lea, Flood, OOPSLA 2014), so
any customer's dice can be read in any order, on any thread, compiled or not. The logarithm uses
plain IEEE operations only, because libm differs between platforms in the last bit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from math import frexp

import numpy as np
from numpy.typing import NDArray

from journeyboard.simulation.kernel.inner import shared

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
VISIT = np.uint64(0xD1342543DE82EF95)
DRAW = np.uint64(0xDA942042E4DD58B5)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
TO_UNIT = 1.0 / 9007199254740992.0
LN_2 = 0.6931471805599453
HALF_ROOT = 0.7071067811865476
QUANTILES = 1024


@shared
def mix(z):
    """SplitMix64's finaliser: 64 bits in, 64 well mixed bits out."""
    z = (z ^ (z >> np.uint64(30))) * MIX_1
    z = (z ^ (z >> np.uint64(27))) * MIX_2
    return z ^ (z >> np.uint64(31))


@shared
def bits(key, salt, visit, draw):
    """64 random bits of a customer's `key` for one purpose (`salt`), visit and draw number."""
    return mix(key + salt + np.uint64(visit) * VISIT + np.uint64(draw) * DRAW)


@shared
def uniform(key, salt, visit, draw):
    """A number in [0, 1) with 53 random bits."""
    return np.float64(bits(key, salt, visit, draw) >> np.uint64(11)) * TO_UNIT


@shared
def minus_log(value):
    """-ln(value) for a positive double, to 1 ulp or so, from additions, products and one division.

    The polynomial is fdlibm's e_log.c (Sun Microsystems, 1993).
    """
    m, e = frexp(value)
    if m < HALF_ROOT:
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
    return -(e * LN_2 - (half - s * (half + even + odd) - f))


@shared
def exponential(key, salt, visit, draw):
    """A unit exponential; the zero of the uniform is moved up by one step, so it is finite."""
    step = np.float64(bits(key, salt, visit, draw) >> np.uint64(11)) + 1.0
    return minus_log(step * TO_UNIT)


@shared
def quantile(table, row, random):
    """A whole number from quantile table `row` ([rows, 1025] of int64), linear between its points."""
    i = np.int64(random >> np.uint64(54))
    part = np.int64((random >> np.uint64(38)) & np.uint64(0xFFFF))
    low = table[row, i]
    return low + ((table[row, i + 1] - low) * part >> 16)


def salt(*names: str) -> int:
    """The 64-bit salt of a purpose, from its stable names: never from a position in a list."""
    text = "\x1f".join(names).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


def customer_keys(profile_keys: Sequence[str], seed: int) -> NDArray[np.uint64]:
    """One key a customer from seed and profile key (FNV-1a over the bytes, then mixed), shape [n]."""
    return keys_of(np.array([key.encode() for key in profile_keys], np.bytes_), seed)


def keys_of(raw: NDArray[np.bytes_], seed: int) -> NDArray[np.uint64]:
    """The same from profile keys in UTF-8."""
    raw = np.ascontiguousarray(raw)
    width = max(raw.dtype.itemsize, 1)
    letters = raw.view(np.uint8).reshape(len(raw), width)
    hashed = np.full(len(raw), 0xCBF29CE484222325, np.uint64)
    for column in letters.T:
        hashed = np.where(column > 0, (hashed ^ column) * np.uint64(0x100000001B3), hashed)
    seeded = mixed(np.array([seed], np.int64).view(np.uint64) * GOLDEN + GOLDEN)
    return mixed(hashed ^ seeded)


def mixed(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser for whole arrays, for the host."""
    z = (z ^ (z >> np.uint64(30))) * MIX_1
    z = (z ^ (z >> np.uint64(27))) * MIX_2
    return z ^ (z >> np.uint64(31))
