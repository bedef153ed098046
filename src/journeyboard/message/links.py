"""Links as analytics reads them: the address with its campaign parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

MEDIUMS: Final = {"sms": "sms", "mms": "sms", "email": "email", "push": "push", "ads": "cpc"}
"""`utm_medium` by channel, such that GA4's default channel groups recognise it (Google Analytics
Help, "Default channel group"; [G])."""
TAGS: Final = ("utm_source", "utm_medium", "utm_campaign")
_KEPT: Final = "-._~"


def tags(
    channel: str,
    *,
    brand: str,
    campaign: str,
    given: tuple[str | None, str | None, str | None] = (None, None, None),
) -> dict[str, str]:
    """The campaign parameters of a message's link: those `given` (source, medium, campaign), else
    the brand, the channel's medium and the journey.

    >>> tags("mms", brand="lumen", campaign="rescue", given=("spring", None, None))
    {'utm_source': 'spring', 'utm_medium': 'sms', 'utm_campaign': 'rescue'}
    """
    usual = (brand, MEDIUMS.get(channel, channel), campaign)
    return {name: said or default for name, said, default in zip(TAGS, given, usual, strict=True)}


def tagged(url: str, values: Mapping[str, str]) -> str:
    """The address with these parameters; what it has already stays as it is, fragment included.

    >>> tagged("https://x.example/c?id=7#top", {"utm_medium": "sms", "id": "8"})
    'https://x.example/c?id=7&utm_medium=sms#top'

    An address that cannot be taken apart comes back unchanged.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    there = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    added = [
        f"{quote(name, safe=_KEPT)}={quote(value, safe=_KEPT)}"
        for name, value in values.items()
        if name not in there
    ]
    query = "&".join([*filter(None, [parts.query.rstrip("&")]), *added])
    return urlunsplit(parts._replace(query=query)) if added else url
