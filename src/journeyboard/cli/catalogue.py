"""The catalogue of rules on the command line: `check --rules` and `check --explain`."""

from __future__ import annotations

from collections.abc import Sequence

from journeyboard.cli.show import emit, say, table
from journeyboard.errors import BadInput

HELP = "See journeyboard check --rules."


def choices(given: Sequence[str] | None) -> frozenset[str] | None:
    """The codes that an option chooses; None when it was not given. Raises BadInput for no rule at all."""
    words = [word for one in given or () for word in (part.strip() for part in one.split(",")) if word]  # fmt: skip
    if not words:
        return None
    from journeyboard.workflows.findings import is_choice, matching

    for word in words:
        if not is_choice(word):
            raise BadInput(
                f"no rule begins with “{word}”, and no family is called so.", advice=HELP
            )
    return matching(words)


def list_rules(as_json: bool, chosen: frozenset[str] | None = None) -> int:
    """Every rule with its family; as JSON the whole catalogue."""
    from journeyboard.lint.check import FAMILIES, NO_ADVICE, RULES
    from journeyboard.workflows.findings import rule_data

    rules = [rule for rule in RULES if chosen is None or rule.code in chosen]
    if as_json:
        emit({"rules": [rule_data(r) for r in rules], "families": FAMILIES, "note": NO_ADVICE})
        return 0
    table(
        ("Code", "Severity", "Family", "Name"),
        [(r.code, r.severity, r.family, r.name.partition(".")[2]) for r in rules],
    )
    return 0


def explain(code: str, as_json: bool) -> int:
    """One rule's page: what, why, what to do, where it comes from."""
    from journeyboard.lint.check import NO_ADVICE, RULES
    from journeyboard.workflows.findings import rule_data, source_words

    rule = next((rule for rule in RULES if code.upper() in (rule.code, rule.name.upper())), None)
    if rule is None:
        raise BadInput(f"there is no rule “{code}”.", advice=HELP)
    if as_json:
        emit({**rule_data(rule), "docs": rule.docs, "note": NO_ADVICE})
        return 0
    say(f"{rule.code} {rule.name} ({rule.severity})\n\n{rule.docs}\n")
    say(f"Source: {source_words(rule.source)}\n{NO_ADVICE}")
    return 0
