"""The command line: one command per capability, one sentence per mistake, one exit code per outcome."""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 ok, 1 findings or failed check, 2 bad input."""
    import os
    import sys

    from journeyboard.cli.commands import app
    from journeyboard.cli.rim import run

    # Arrow's own allocator keeps 40 MB that a large run could do without; read when Arrow is loaded.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    return run(app, list(sys.argv[1:] if arguments is None else arguments))
