"""The edit that changes one text of a message, wherever in the message it stands."""

from __future__ import annotations

from journeyboard.journey.edits import SetField
from journeyboard.lint.wordings import Wording


def rewritten(wording: Wording, text: str) -> SetField:
    """The edit that puts `text` in the place of a wording."""
    return SetField(node=wording.node.id, path=_path(wording), value=text)


def _path(wording: Wording) -> str:
    """The path in the file, where variants are a list: `variants.b.body` is `variants.1.body`."""
    for number, variant in enumerate(wording.node.variants):
        before = f"variants.{variant.name}."
        if wording.path.startswith(before):
            return f"variants.{number}.{wording.path[len(before) :]}"
    return wording.path
