"""Files that a user brings: each kept under what is in it, so that none ever takes the place of another."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from uuid import uuid4

from journeyboard.ui import state


def kept(name: str, content: bytes) -> Path:
    """Where the file stands from now on, under its own name; the same one stands there once."""
    folder = state.store().home / "uploads" / blake2b(content, digest_size=8).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / Path(name).name
    if not path.exists():
        # Another session may read it as soon as it has its name.
        half = folder / f"{uuid4().hex}.part"
        half.write_bytes(content)
        half.replace(path)
    return path
