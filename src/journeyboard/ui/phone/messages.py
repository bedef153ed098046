"""A conversation as the phone shows it; its twin is `frontend/src/phone/types.ts`."""

from __future__ import annotations

from typing import Literal, NotRequired, Required, TypedDict

Skin = Literal["ios", "android"]
Mode = Literal["light", "dark"]


class PhoneLink(TypedDict, total=False):
    """A link as the message carries it, and the title of the page behind it."""

    text: Required[str]
    title: str


class PhoneMessage(TypedDict):
    """One message; `day` heads a new day, `time` and `meta` stand below it, all of them as shown.

    `at` is when it comes (seconds since 1970, as everywhere here), and one that is held goes at `until`.
    """

    kind: Literal["sms", "mms", "email", "push", "ads"]
    side: Literal["brand", "customer"]
    text: str
    at: NotRequired[int]
    until: NotRequired[int]
    subject: NotRequired[str]
    preheader: NotRequired[str]
    from_name: NotRequired[str]
    day: NotRequired[str]
    time: NotRequired[str]
    meta: NotRequired[str]
    media: NotRequired[str]
    link: NotRequired[PhoneLink | None]
    state: NotRequired[Literal["delivered", "skipped", "failed", "held"]]
    reason: NotRequired[str]


class PhoneNote(TypedDict):
    """Something that happens beside the messages, such as entering the journey."""

    at: int
    text: str


class PhoneReply(TypedDict):
    """What the customer wrote, and when."""

    at: int
    text: str


class PhoneStory(TypedDict):
    """A conversation in time: the phone's clock moves from `start` to `end` in `zone`.

    The phone keeps its moment while `id` stays, and adds what is written on it to the `replies`.
    """

    id: str
    zone: str
    start: int
    end: int
    notes: list[PhoneNote]
    replies: list[PhoneReply]
