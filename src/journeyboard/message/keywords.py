"""What a customer's reply means: stop, help, start again, or just talk."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

Meaning = Literal["opt_out", "help", "opt_in", "confirm"]

# The seven words of 47 CFR 64.1200(a)(10), then what platforms and other languages add.
OPT_OUT: Final = (
    "STOP",
    "QUIT",
    "END",
    "REVOKE",
    "OPT OUT",
    "CANCEL",
    "UNSUBSCRIBE",
    "STOPALL",
    "STOP ALL",
    "OPTOUT",
    "ARRET",
    "ALTO",
    "PARAR",
)
_WORDS: Final[dict[str, Meaning]] = {
    **dict.fromkeys((word.casefold() for word in OPT_OUT), "opt_out"),
    **dict.fromkeys(("help", "info"), "help"),
    **dict.fromkeys(("start", "unstop"), "opt_in"),
}
# Free text that a reasonable person reads as stop; after `_plain`, so without punctuation.
_STOP_WORDS: Final = r"(?:stop|quit|cancel|unsubscribe|opt out|optout|stopall|stop all|end)"
_PHRASES: Final = re.compile(
    rf"^(?:please |pls |plz )?{_STOP_WORDS}(?: (?:now|it|this|please|pls|plz|already|me|thanks|thank you))*$"
    r"|(?<!dont )(?<!do not )(?<!never )\b(?:stop|quit|cease) (?:texting|messaging|sending|contacting|spamming|bothering|these|the (?:texts|messages))\b"
    r"|(?<!dont )(?<!do not )(?<!never )\b(?:unsubscribe|remove|delete) (?:me|my number|this number)\b"
    r"|\b(?:take|get) me off\b"
    r"|\bopt(?:ing)? (?:me )?out\b"
    r"|\b(?:do not|dont|never) (?:text|message|contact|sms) (?:me|this number|again)\b"
    r"|\bno more (?:texts|messages|sms|text messages)\b"
    r"|\bwrong (?:number|person)\b"
    r"|\bleave me alone\b"
)


def is_opt_out(text: str) -> bool:
    """Does this reply ask us to stop? A keyword alone, or plain words to that effect.

    >>> is_opt_out(" Stop! "), is_opt_out("please stop texting me"), is_opt_out("I can't stop")
    (True, True, False)
    """
    return reply_meaning(text) == "opt_out"


def reply_meaning(text: str, awaiting_confirmation: bool = False) -> Meaning | None:
    """What the reply asks for; None for ordinary talk.

    A bare YES means something only while a double opt-in waits for it.
    """
    plain = _plain(text)
    if plain in _WORDS:
        return _WORDS[plain]
    if plain in ("yes", "y") and awaiting_confirmation:
        return "confirm"
    return "opt_out" if _PHRASES.search(plain) else None


def _plain(text: str) -> str:
    """Case, accents and punctuation taken off, spaces made single."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        letter if letter.isalnum() else " "
        for letter in letters
        if letter not in "'’." and not unicodedata.combining(letter)
    )
    return " ".join(kept.split())
