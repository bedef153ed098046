"""Every text a customer may see in a message: its own, its variants', its levels' and its fallback's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from journeyboard.journey.nodes import MessageBase, Sms

FIELDS = ("subject", "preheader", "heading", "body")


class Wording(NamedTuple):
    """One text: the message it belongs to, the path of its field, and the channel it goes out on.

    The path reads like `body`, `variants.b.body`, `by.tone.warm.subject` or `fallback.body`.
    """

    node: MessageBase
    path: str
    text: str
    channel: str

    @property
    def field(self) -> str:
        """The kind of text: subject, preheader, heading, body, or the url of the link."""
        return self.path.rpartition(".")[2]


def wordings(node: MessageBase) -> Iterator[Wording]:
    """The texts of one message in the order of the file; empty ones are left out."""
    channel = channel_of(node)
    yield from _texts(node, channel, vars(node))
    for variant in node.variants:
        yield from _texts(node, channel, vars(variant), f"variants.{variant.name}.")
    for factor, levels in node.by.items():
        for level, changed in levels.items():
            yield from _texts(node, channel, changed, f"by.{factor}.{level}.")
    if node.fallback:
        yield from _texts(node, node.fallback.channel, vars(node.fallback), "fallback.")


def _texts(
    node: MessageBase, channel: str, fields: Mapping[str, Any], before: str = ""
) -> Iterator[Wording]:
    for field in FIELDS:
        text = fields.get(field)
        if isinstance(text, str) and text:
            yield Wording(node, before + field, text, channel)
    link = fields.get("link")
    url = link.get("url") if isinstance(link, Mapping) else link.url if link else ""
    if url:
        yield Wording(node, before + "link.url", str(url), channel)


def channel_of(node: MessageBase) -> str:
    """The channel a message goes out on; a text with media is an MMS."""
    return "mms" if isinstance(node, Sms) and node.media else str(vars(node)["kind"])
