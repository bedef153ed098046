"""Rules about what analytics is told of a link: campaign parameters that are missing or wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from journeyboard.journey.edits import SetField
from journeyboard.journey.nodes import Ads, MessageBase
from journeyboard.lint.rule import Fault
from journeyboard.lint.subject import Subject

_URL = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)
MEDIUMS = {
    "sms": ("sms",),
    "email": ("email", "e-mail", "e_mail", "e mail"),
}
"""What analytics must read in `utm_medium` or `utm_source` to count a visit to the channel."""
_SAID = re.compile(r"[?&]utm_(source|medium)=([^&#\s]*)", re.IGNORECASE)


def wrong_medium(subject: Subject) -> Iterator[Fault]:
    """A link that tells analytics another channel than the message's.

    Google Analytics counts a visit to SMS only when its medium or source is exactly `sms`, and to e-mail
    when it is `email`; anything else lands under referral or unassigned, and the channel seems to bring
    nothing. Leave the medium empty, and the channel is filled in. (MEA-05)
    """
    for node in subject.messages:
        if wrong := _wrong_medium(node):
            path, medium, fix = wrong
            yield Fault(
                f"The link says medium “{medium}”, so analytics does not count it to {node.label}; leave it empty.",
                node.id,
                fix,
                field=path,
            )


def _wrong_medium(node: MessageBase) -> tuple[str, str, SetField | None] | None:
    """Where the wrong medium stands, what it says, and the fix if it is a field of its own."""
    fits = MEDIUMS.get(str(vars(node)["kind"]))
    link = node.link
    if link is None or fits is None:
        return None
    said = {key.casefold(): value for key, value in _SAID.findall(link.url)}
    if (link.source or said.get("source", "")).casefold() in fits:
        return None
    if link.medium and link.medium.casefold() not in fits:
        return "link.medium", link.medium, SetField(node=node.id, path="link.medium", value=None)
    medium = said.get("medium", "")
    return ("link.url", medium, None) if medium and medium.casefold() not in fits else None


def untagged_link(subject: Subject) -> Iterator[Fault]:
    """An address written into the text, without campaign parameters.

    Its clicks are not counted to this message, and its visits look in analytics as if people had typed
    the address. Put the address into the message's link and write {{ link }} where it belongs: it is
    shortened and tagged. (MEA-05)
    """
    for wording in subject.wordings:
        if wording.field != "body" or isinstance(wording.node, Ads) or "://" not in wording.text:
            continue
        bare = next((m for m in _URL.finditer(wording.text) if "utm_" not in m[0].casefold()), None)
        if bare:
            yield Fault(
                f"“{_short(bare[0])}” is not tagged, so nobody sees what it brings; use {{{{ link }}}}.",
                wording.node.id,
                field=wording.path,
                span=bare.span(),
            )


def _short(url: str) -> str:
    return url if len(url) <= 40 else f"{url[:39]}…"
