"""Where the compiled kernel is kept between processes: a folder named after the kernel's own source."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import numba
from numba import config


def keep_compiled() -> None:
    """Point Numba's cache to a folder of this very kernel.

    Numba looks only at the file of the outermost function, so a change further down, or an update
    of the package, would meet a stale machine code; a folder that cannot be written is replaced.
    """
    here = Path(__file__).resolve().parent
    sources = [*sorted(here.glob("*.py")), here.parent / "dice.py"]
    content = hashlib.blake2b(numba.__version__.encode(), digest_size=8)
    for source in sources:
        content.update(source.read_bytes())
    config.CACHE_DIR = str(_writable(_base()) / content.hexdigest())  # type: ignore[attr-defined]


def _base() -> Path:
    from platformdirs import user_cache_dir

    given = os.environ.get("NUMBA_CACHE_DIR")
    return Path(given) if given else Path(user_cache_dir("journeyboard")) / "kernel"


def _writable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.gettempdir()) / "journeyboard-kernel"
