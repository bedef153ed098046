"""A journey as Mermaid text, which GitHub, Notion and many wikis draw as a flowchart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from journeyboard.journey.drawing import excerpt
from journeyboard.journey.graph import START, Journey
from journeyboard.journey.nodes import Node, Note
from journeyboard.journey.wording import entry_title
from journeyboard.records import STAGES

LONGEST = 80
SHAPES = {
    "entry": '(["{}"])',
    "message": '["{}"]',
    "timing": '{{{{"{}"}}}}',
    "logic": '{{"{}"}}',
    "end": '(["{}"])',
    "note": '["{}"]',
}
CLASSES = {
    "awareness": "stroke:#0B6375,stroke-width:2px",
    "consideration": "stroke:#D98A22,stroke-width:2px",
    "purchase": "stroke:#A8431C,stroke-width:2px",
    "loyalty": "stroke:#56AEF2,stroke-width:2px",
    "advocacy": "stroke:#9A57BD,stroke-width:2px",
    "note": "stroke-dasharray:5 5",
}
_SYNTAX = re.compile(r"^-|[^A-Za-z0-9 ,!?%\-\u0080-\U0010ffff]")
# Mermaid looks for formulas, icons, line breaks and its own marks for entities after it has decoded
# the entities, so an invisible space keeps their halves apart.
_PAIRS = re.compile(
    r"(?<=\$)(?=\$)|(?<=:)(?=fa-)|(?<=\\)(?=n)|(?<=#)(?=br#)|(?<=ﬂ)(?=°)|(?<=¶)(?=ß)"
)


def mermaid(journey: Journey) -> str:
    """A flowchart from top to bottom: a shape for each family, a class for each stage, notes dashed."""
    names = _names(journey)
    lines = [
        _shape(names[START], "entry", entry_title(journey.entry), "Entry"),
        *(_node(names[node.id], node) for node in journey.nodes),
        *_wires(journey, names),
        *_classes(journey, names),
    ]
    return "\n  ".join(("flowchart TD", *lines)) + "\n"


def escaped(text: str) -> str:
    """The text in one line, with an entity for every character that could mean something.

    >>> escaped('say "end"; <b>now</b>')
    'say #34;end#34;#59; #60;b#62;now#60;#47;b#62;'
    """
    apart = _PAIRS.sub("\u200b", _shortened(text))
    return _SYNTAX.sub(lambda found: f"#{ord(found[0])};", apart)


def _shortened(text: str) -> str:
    shown = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs"))
    line = " ".join(shown.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _names(journey: Journey) -> dict[str, str]:
    """Names that are no words of Mermaid, by node id."""
    names, taken = {START: START}, {START}
    for node in journey.nodes:
        name = "n_" + node.id.replace("-", "_")
        while name in taken:
            name += "_"
        names[node.id] = name
        taken.add(name)
    return names


def _node(name: str, node: Node) -> str:
    does = excerpt(node)
    kind = does if isinstance(node, Note) and node.title else node.label
    return _shape(name, node.family, node.title or does, kind)


def _shape(name: str, family: str, title: str, kind: str) -> str:
    lines = dict.fromkeys(filter(None, (escaped(title), escaped(kind))))
    return name + SHAPES[family].format("<br/>".join(lines))


def _wires(journey: Journey, names: dict[str, str]) -> Iterator[str]:
    for source, port in journey.wires:
        label = f'|"{escaped(port.label)}"|' if escaped(port.label) else ""
        yield f"{names[source]} -->{label} {names[str(port.target)]}"


def _classes(journey: Journey, names: dict[str, str]) -> Iterator[str]:
    members: dict[str, list[str]] = {name: [] for name in (*STAGES, "note")}
    for node in journey.nodes:
        if node.stage:
            members[node.stage].append(names[node.id])
        if node.family == "note":
            members["note"].append(names[node.id])
    for name, nodes in members.items():
        if nodes:
            yield f"classDef {name} {CLASSES[name]}"
            yield f"class {','.join(nodes)} {name}"
