"""Dice for the audience: every number depends on (seed, customer, purpose, draw) and on nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Words = NDArray[np.uint64]
Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

_MASK: Final = 0xFFFF_FFFF_FFFF_FFFF
_GOLDEN: Final = 0x9E37_79B9_7F4A_7C15
_STEP: Final = np.uint64(0xD1B5_4A32_D192_ED03)


def customer_keys(seed: int, first: int, count: int) -> Words:
    """One key for each customer from number `first` on; the head of more customers is the same."""
    numbers = np.arange(first + 1, first + count + 1, dtype=np.uint64)
    return _mixed(numbers * np.uint64(_GOLDEN) + np.uint64(_mixed_seed(seed)))


def text_keys(seed: int, texts: Iterable[str]) -> Words:
    """One key for each text, such as the profile key of an imported customer."""
    words = np.fromiter((_hash(text) for text in texts), dtype=np.uint64)
    return _mixed(words + np.uint64(_mixed_seed(seed)))


def uniforms(keys: Words, purpose: str, draw: ArrayLike = 0) -> Floats:
    """Uniform numbers strictly between 0 and 1, one a key (53 random bits each)."""
    shift = np.asarray(draw, dtype=np.uint64) * _STEP
    bits = _mixed(keys + np.uint64(_hash(purpose)) + shift)
    return ((bits >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def normals(keys: Words, purpose: str, draw: ArrayLike = 0) -> Floats:
    """Standard normal numbers, by inversion."""
    from scipy.special import ndtri

    return np.asarray(ndtri(uniforms(keys, purpose, draw)), dtype=np.float64)


def gammas(keys: Words, purpose: str, shape: Floats | float) -> Floats:
    """Gamma numbers of this shape and scale 1, by inversion."""
    from scipy.special import gammaincinv

    return np.asarray(gammaincinv(shape, uniforms(keys, purpose)), dtype=np.float64)


def exponentials(keys: Words, purpose: str, draw: ArrayLike = 0) -> Floats:
    """Exponential numbers of mean 1."""
    return -np.log(uniforms(keys, purpose, draw))


def picks(keys: Words, purpose: str, weights: ArrayLike, draw: ArrayLike = 0) -> Codes:
    """Positions in `weights`, each as often as its weight says."""
    return picked(uniforms(keys, purpose, draw), weights)


def picked(levels: Floats, weights: ArrayLike) -> Codes:
    """The positions in `weights` that numbers between 0 and 1 fall on."""
    steps = np.cumsum(np.asarray(weights, dtype=np.float64))
    found = np.searchsorted(steps, levels * steps[-1], side="right")
    return np.asarray(np.minimum(found, len(steps) - 1), dtype=np.int64)


def settled(numbers: Floats, digits: int = 6) -> Floats:
    """Rounded to significant digits: what is left of a last bit that differs between processors."""
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(numbers == 0, 0.0, np.floor(np.log10(np.abs(numbers))))
    scale: Any = 10.0 ** (digits - 1 - size)
    return np.asarray(np.rint(numbers * scale) / scale, dtype=np.float64)


def _mixed(words: Words) -> Words:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014; constants: Stafford's mix 13)."""
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58_476D_1CE4_E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D0_49BB_1331_11EB)
    return words ^ (words >> np.uint64(31))


def _mixed_seed(seed: int) -> int:
    return int(_mixed(np.array([(seed + _GOLDEN) & _MASK], dtype=np.uint64))[0])


@lru_cache(maxsize=4096)
def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")
