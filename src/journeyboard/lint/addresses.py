"""The rule about where a text leads: shorteners, bare numbers, plain http and foreign domains; JB219."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Final

from journeyboard.journey.brand import Brand
from journeyboard.journey.edits import SetField
from journeyboard.lint.places import binding
from journeyboard.lint.rule import Fault, Rule, Severity, Source
from journeyboard.lint.subject import Subject
from journeyboard.lint.wordings import Wording

_PRINCIPLES: Final = Source("CTIA Messaging Principles (May 2023) s.5.3.2", "2023", "secondary")
_URL: Final = re.compile(
    r"(?P<scheme>https?://)?(?P<host>(?:\d{1,3}\.){3}\d{1,3}|(?:[\w-]+\.)+[a-z]{2,})(?::\d+)?(?P<path>/[^\s\"'<>)]*)?",
    re.I,
)
_SECOND: Final = ("co", "com", "org", "net", "ac", "gov")
"""Halves of an ending such as `co.uk`."""


def unfit_link(subject: Subject) -> Iterator[Fault]:
    """A link that carriers block or customers distrust.

    Public shorteners are shared with spammers, so carriers filter them; a bare number, plain http or a
    domain that is not the brand's looks like fraud. Lead to a domain of your own, over https. (CNT-04)
    """
    law = binding(subject, "public_url_shortener")
    own = subject.once(_own_domains)
    for wording in subject.wordings:
        if wording.channel not in ("sms", "mms") or wording.field not in ("body", "url"):
            continue
        for words, severity, span, fix in _wrong(wording, own):
            yield Fault(
                words, wording.node.id, fix, severity if law or severity != "error" else "warning",
                law.source if law else None, law.place if law else "", wording.path, span,
            )  # fmt: skip
            break


def _wrong(
    wording: Wording, own: frozenset[str]
) -> Iterator[tuple[str, Severity, tuple[int, int], SetField | None]]:
    for found in _addresses(wording.text):
        host, scheme = found["host"].lower(), (found["scheme"] or "").lower()
        if _domain(host) in _shorteners() or host in _shorteners():
            yield (
                f"“{host}” is a public shortener; use a domain of your own.",
                "error",
                found.span(),
                None,
            )
        elif host.replace(".", "").isdigit():
            yield (
                f"“{host}” is a bare number; use a domain of your own.",
                "error",
                found.span(),
                None,
            )
        elif scheme == "http://":
            yield (
                f"“{host}” is led to over http; write https.",
                "error",
                found.span(),
                _secured(wording),
            )
        elif own and _domain(host) not in own:
            yield (
                f"“{host}” is not among the brand's domains; lead to your own.",
                "warning",
                found.span(),
                None,
            )


def _addresses(text: str) -> Iterator[re.Match[str]]:
    """What a phone would make a link of: with a scheme, or with a path behind it."""
    for found in _URL.finditer(text) if "." in text else ():
        behind = text[found.start() - 1] if found.start() else " "
        if behind != "@" and (found["scheme"] or found["path"]):
            yield found


def _secured(wording: Wording) -> SetField | None:
    if wording.path != "link.url":
        return None
    url = "https://" + wording.text[len("http://") :]
    return SetField(node=wording.node.id, path="link.url", value=url)


def _own_domains(subject: Subject) -> frozenset[str]:
    brand: Brand | None = subject.brand
    links = [*brand.links.values(), brand.opt_out_text] if brand and brand.links else []
    return frozenset(_domain(found["host"].lower()) for text in links for found in _addresses(text))


def _domain(host: str) -> str:
    """The part of a host that is bought: `shop.example.co.uk` belongs to `example.co.uk`."""
    labels = host.split(".")
    long = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND
    return ".".join(labels[-3 if long else -2 :])


@lru_cache(maxsize=1)
def _shorteners() -> frozenset[str]:
    path = files("journeyboard.lint") / "data" / "shorteners.txt"
    return frozenset(path.read_text(encoding="utf-8").split())


ADDRESSES: tuple[Rule, ...] = (
    Rule("JB219", "compliance.unfit-link", "error", unfit_link, _PRINCIPLES),
)
"""In the order of their codes."""
