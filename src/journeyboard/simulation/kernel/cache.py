"""Where compiled code is kept between processes: a folder named after everything that decides it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from functools import cache
from getpass import getuser
from importlib.metadata import version
from pathlib import Path
from stat import S_IWGRP, S_IWOTH

CHECK = 16
"""Bytes at the head of a file by which the rest is found whole."""
PRIVATE = 0o700


def read(name: str) -> bytes | None:
    """What is kept under a name; None when there is nothing, or half of it."""
    try:
        kept = (_folder() / name).read_bytes() if _mine(_folder()) else b""
    except OSError:
        return None
    content = kept[CHECK:]
    return content if kept[:CHECK] == _check(content) else None


def write(name: str, content: bytes) -> None:
    """Keep this for other processes; where nothing can be written each compiles for itself."""
    folder = _folder()
    with suppress(OSError):
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as unfinished:
            unfinished.write(_check(content) + content)
        Path(unfinished.name).replace(folder / name)


def _check(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=CHECK).digest()


@cache
def _folder() -> Path:
    """The folder of this very kernel, this Numba and this processor."""
    import llvmlite.binding as llvm

    here = Path(__file__).resolve().parent
    content = hashlib.blake2b(digest_size=8)
    for source in [*sorted(here.glob("*.py")), here.parent / "dice.py"]:
        content.update(source.read_bytes())
    told = (
        version("numba"),
        version("llvmlite"),
        llvm.get_default_triple(),
        llvm.get_host_cpu_name(),
    )
    content.update(repr((*told, llvm.get_host_cpu_features().flatten(), _wished())).encode())
    return _writable(_base()) / content.hexdigest()


def _wished() -> list[tuple[str, str]]:
    """What the environment asks of Numba: optimisation, processor, debugging."""
    return sorted(
        (name, value)
        for name, value in os.environ.items()
        if name.startswith("NUMBA_") and name != "NUMBA_CACHE_DIR"
    )


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
        return Path(tempfile.gettempdir()) / f"journeyboard-kernel-{getuser()}"


def _mine(folder: Path) -> bool:
    """Whether nobody else could have put code there: what is read is run."""
    if os.name == "nt":  # a user's temporary folder is their own
        return True
    about = folder.stat()
    return about.st_uid == os.getuid() and not about.st_mode & (S_IWGRP | S_IWOTH)
