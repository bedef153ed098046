"""`python -m journeyboard` is the command `journeyboard`."""

from __future__ import annotations

import sys

from journeyboard.cli import main

if __name__ == "__main__":
    sys.exit(main())
