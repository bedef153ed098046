"""What a customer's reply means: stop, fewer, help, start again, or just talk."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

Meaning = Literal["opt_out", "less", "help", "opt_in", "confirm"]

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
# The same wishes in other languages (their plain dictionary words; no carrier prescribes them, but
# Canada's carriers ask for ARRET and AIDE). A word that means something else in English stands apart.
_STOPS: Final = ("stopp", "desabonner", "desinscrire", "baja", "cancelar", "abmelden", "abbestellen",
                 "annulla", "cancella", "sair", "afmelden", "uitschrijven", "avsluta")  # fmt: skip
_FEWER: Final = ("less", "fewer", "moins", "menos", "weniger", "meno", "minder", "mniej", "farre")
_HELPS: Final = (
    "help",
    "info",
    "aide",
    "ayuda",
    "hilfe",
    "aiuto",
    "ajuda",
    "hulp",
    "pomoc",
    "hjalp",
)
_STARTS: Final = ("start", "unstop", "resume", "resubscribe", "reprendre", "reanudar", "fortsetzen")
_WORDS: Final[dict[str, Meaning]] = {
    **dict.fromkeys((word.casefold() for word in OPT_OUT), "opt_out"),
    **dict.fromkeys(_STOPS, "opt_out"),
    **dict.fromkeys(_FEWER, "less"),
    **dict.fromkeys(_HELPS, "help"),
    **dict.fromkeys(_STARTS, "opt_in"),
}
_WORDS_BY_LANGUAGE: Final[dict[str, dict[str, Meaning]]] = {
    "fr": {"fin": "opt_out"},
    "es": {"fin": "opt_out", "alta": "opt_in"},
    "de": {"ende": "opt_out", "aus": "opt_out"},
    "it": {"fine": "opt_out", "basta": "opt_out"},
    "pt": {"fim": "opt_out"},
    "nl": {"einde": "opt_out"},
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
    r"|\btoo many (?:texts|messages|sms) (?:please )?(?:stop|quit|cancel|unsubscribe)\b"
    r"|\bwrong (?:number|person)\b"
    r"|\bleave me alone\b"
)


# A wish for fewer texts; it is looked for after the wish for none at all.
_LESS_PHRASES: Final = re.compile(
    r"^(?:please |pls |plz )?(?:send (?:me )?)?(?:less|fewer)(?: (?:texts|messages|sms|often|please|pls|plz|thanks|thank you))*$"
    r"|(?<!dont )(?<!do not )(?<!never )\b(?:text|message|contact|write) me (?:a (?:bit|little) )?less(?: often)?\b"
    r"|(?<!dont )(?<!do not )(?<!never )\bsend (?:me )?(?:less|fewer)\b"
    r"|\btoo many (?:texts|messages|sms)\b"
)


def is_opt_out(text: str) -> bool:
    """Does this reply ask us to stop? A keyword alone, or plain words to that effect.

    >>> is_opt_out(" Stop! "), is_opt_out("please stop texting me"), is_opt_out("I can't stop")
    (True, True, False)
    """
    return reply_meaning(text) == "opt_out"


def reply_meaning(
    text: str, awaiting_confirmation: bool = False, language: str = ""
) -> Meaning | None:
    """What the reply asks for; None for ordinary talk.

    A bare YES means something only while a double opt-in waits for it. Keywords of every language
    count; `language` (such as `de` or `pt-BR`) adds words that would be ordinary talk in another.

    >>> reply_meaning("Fewer, please"), reply_meaning("Fine"), reply_meaning("Fine", language="it")
    ('less', None, 'opt_out')
    """
    plain = plain_words(text)
    own = _WORDS_BY_LANGUAGE.get(language.partition("-")[0].lower(), {})
    once = " ".join(dict.fromkeys(plain.split()))  # STOP STOP STOP is one wish
    if once in _WORDS or once in own:
        return _WORDS.get(once) or own[once]
    if plain in ("yes", "y") and awaiting_confirmation:
        return "confirm"
    if _PHRASES.search(plain):
        return "opt_out"
    return "less" if _LESS_PHRASES.search(plain) else None


def plain_words(text: str) -> str:
    """Case, accents and punctuation taken off, spaces made single: two keywords are alike by this."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        letter if letter.isalnum() else " "
        for letter in letters
        if letter not in "'’." and not unicodedata.combining(letter)
    )
    return " ".join(kept.split())
