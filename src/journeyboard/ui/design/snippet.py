"""Small pieces of YAML in a form field: conditions, caps, attributes."""

from __future__ import annotations

from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from journeyboard.errors import JourneyError


def snippet_of(value: Any) -> str:
    """Plain data as YAML a person can edit; nothing for nothing."""
    if value in (None, [], {}):
        return ""
    out = StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = None
    yaml.width = 60
    yaml.dump(_bare(value), out)
    return out.getvalue().strip()


def value_of(text: str) -> Any:
    """The plain data a text holds, None when it is empty; JourneyError when it cannot be read."""
    try:
        return YAML(typ="safe", pure=True).load(text) if text.strip() else None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 1}" if mark else ""
        raise JourneyError(
            f"this cannot be read{line}.", advice="Check colons, braces and indentation."
        ) from None


def _bare(value: Any) -> Any:
    """Without what is not set, so that a condition reads as it was written."""
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items() if item is not None}
    return [_bare(item) for item in value] if isinstance(value, list | tuple) else value
