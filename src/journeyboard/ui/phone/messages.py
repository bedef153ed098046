"""A conversation as the phone shows it; its twin is `frontend/src/phone/types.ts`."""

from __future__ import annotations

from typing import Literal, NotRequired, Required, TypedDict

Skin = Literal["ios", "android"]


class PhoneLink(TypedDict, total=False):
    """A link as the message carries it, and the title of the page behind it."""

    text: Required[str]
    title: str


class PhoneMessage(TypedDict):
    """One message; `day` heads a new day, `time` and `meta` stand below it, all of them as shown."""

    kind: Literal["sms", "mms", "email", "push", "ads"]
    side: Literal["brand", "customer"]
    text: str
    subject: NotRequired[str]
    preheader: NotRequired[str]
    from_name: NotRequired[str]
    day: NotRequired[str]
    time: NotRequired[str]
    meta: NotRequired[str]
    link: NotRequired[PhoneLink | None]
    state: NotRequired[Literal["delivered", "skipped", "failed"]]
    reason: NotRequired[str]
