"""The rule about what a journey's file ignores: every ignored rule exists and says why."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from journeyboard.journey.edits import SetField
from journeyboard.lint.rule import Fault, Rule
from journeyboard.lint.subject import Subject


def ignore_rules(codes: Collection[str]) -> tuple[Rule, ...]:
    """The rules about ignoring, which know the codes of all other rules."""

    def unfit_ignore(subject: Subject) -> Iterator[Fault]:
        """Something is ignored that does not exist, or without a reason.

        A finding set aside without a word comes back in nobody's memory: whoever reads the file later
        cannot tell a decision from a slip. Write the rule's code and, behind it, who decided and why:
        `ignore: {JB203: "legal approved 2026-03"}`, or `JB203/sms_1` for one node.
        """
        for key, reason in subject.journey.ignore.items():
            if words := _wrong(key, reason, subject, codes):
                kept = {one: why for one, why in subject.journey.ignore.items() if one != key}
                yield Fault(words, None, SetField(path="ignore", value=kept))

    return (Rule("JB124", "settings.unfit-ignore", "warning", unfit_ignore),)


def _wrong(key: str, reason: str, subject: Subject, codes: Collection[str]) -> str:
    code, _, node = key.partition("/")
    if code not in codes:
        near = get_close_matches(code, codes, n=1)
        return f"“{key}” is ignored, but there is no such rule; " + (
            f"did you mean {near[0]}?" if near else "remove it."
        )
    if node and node not in subject.nodes:
        return f"“{key}” is ignored at a node that does not exist; remove it."
    return "" if reason.strip() else f"“{key}” is ignored without a reason; write why."
