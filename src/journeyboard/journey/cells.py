"""A multivariate test of one message: headline, offer and timing crossed, and the journey with it in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final, NamedTuple

from journeyboard.errors import BadInput, Place
from journeyboard.journey.content import Offer
from journeyboard.journey.graph import START, Journey
from journeyboard.journey.nodes import Delay, Message, Node
from journeyboard.journey.wires import found, rebuilt, rewired
from journeyboard.message.duration import format_duration

HEADLINE, OFFER, TIMING = FACTORS = ("headline", "offer", "timing")
HEADLINE_HERE, OFFER_HERE = "[headline]", "[offer]"
MOST_LEVELS: Final = 4
HEADLINE_FIELD: Final = {"sms": "body", "email": "subject", "push": "heading", "ads": "heading"}
"""The field that holds the headline, by the kind of message; an SMS opens with it."""
_SLOT: Final = re.compile(r"([ ])?\[offer\]([ ])?")
_CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
_LETTERS: Final = "ABCD"


class OfferLevel(NamedTuple):
    """An offer and the words that tell of it, which may be empty."""

    offer: Offer
    words: str = ""

    @property
    def name(self) -> str:
        """The level's name: `none`, `10 %`, `5 off`, `free shipping`."""
        amount = f"{self.offer.value:g}".replace(".", ",")
        return {"percent": f"{amount} %", "amount": f"{amount} off"}.get(self.offer.kind, self.offer.kind.replace("_", " "))  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """What is crossed for the message `node`: headlines, offers, and waits before it in seconds.

    `frame` is the text around them, with `[headline]` (SMS only) and `[offer]` where they belong.
    A factor with one level is no factor: its level simply holds.
    """

    node: str
    frame: str
    headlines: tuple[str, ...]
    offers: tuple[OfferLevel, ...]
    timings: tuple[int, ...]

    @property
    def levels(self) -> dict[str, tuple[str, ...]]:
        """The names of the levels of each factor, those with a single one included."""
        return {
            HEADLINE: tuple(_LETTERS[: len(self.headlines)]),
            OFFER: tuple(level.name for level in self.offers),
            TIMING: tuple(map(format_duration, self.timings)),
        }


class Cell(NamedTuple):
    """One combination: its levels by factor, and the message and wait it makes."""

    levels: Mapping[str, str]
    headline: str
    message: Message
    wait: int


def cells(journey: Journey, grid: Grid) -> tuple[Cell, ...]:
    """Every combination, the first levels first. Raises BadInput for levels that cannot be told apart."""
    refuse_unclear(grid)
    node = _message(journey, grid.node)
    return tuple(
        Cell(
            {factor: grid.levels[factor][k] for factor, k in zip(FACTORS, places, strict=True)},
            grid.headlines[places[0]],
            _changed(node, _said(node, grid, places[0], grid.offers[places[1]])),
            grid.timings[places[2]],
        )
        for places in product(*(range(len(names)) for names in grid.levels.values()))
    )


def _said(node: Message, grid: Grid, number: int, level: OfferLevel) -> dict[str, Any]:
    """The fields of one cell's message, its words in place."""
    body = _SLOT.sub(lambda slot: _placed(slot, level.words), grid.frame)
    return {**_headed(node, grid.headlines[number], body), "offer": level.offer}


def _placed(slot: re.Match[str], words: str) -> str:
    """The words with the blank that parts them from what stands before, or at the start, after."""
    before, after = slot[1] or "", slot[2] or ""
    if before:
        return f"{before}{words}{after}" if words else after
    return f"{words}{after}" if words else ""


def _headed(node: Message, headline: str, body: str) -> dict[str, str]:
    field = HEADLINE_FIELD[node.kind]
    if field == "body":
        return {"body": body.replace(HEADLINE_HERE, headline)}
    return {field: headline, "body": body}


def with_grid(journey: Journey, grid: Grid) -> Journey:
    """The journey with the test in: a factor for each that has levels, and what they change.

    Headline and offer change the message, timing the pause right before it, which is put in where
    there is none of its own. Variants and levels the message had before go. Raises BadInput as `cells`.
    """
    refuse_unclear(grid)
    node = _message(journey, grid.node)
    pause = own_pause(journey, grid.node) if len(grid.timings) > 1 else None
    freed = _without_tests(journey, [node, *([pause] if pause else [])])
    names = _names(freed, grid)
    levels = {names[f]: dict.fromkeys(grid.levels[f], 1.0) for f in names}
    node = _changed(node, {"variants": (), **_by_levels(node, grid, names)})
    tested = _replaced(freed, node, experiments={**freed.experiments, **levels})
    return _paused(tested, grid, pause, names) if TIMING in names else tested


def _by_levels(node: Message, grid: Grid, names: Mapping[str, str]) -> dict[str, Any]:
    """The message's own fields, those of the first levels, and what the other levels change in it."""
    body = _SLOT.sub(lambda slot: _chosen(slot, grid.offers), grid.frame)
    field = HEADLINE_FIELD[node.kind]
    by: dict[str, dict[str, dict[str, Any]]] = {}
    if HEADLINE in names:
        by[names[HEADLINE]] = {
            name: {field: _headed(node, headline, body)[field]}
            for name, headline in zip(grid.levels[HEADLINE], grid.headlines, strict=True)
        }
    if OFFER in names:
        by[names[OFFER]] = {
            level.name: {"offer": level.offer.model_dump(mode="json")} for level in grid.offers
        }
    return {**_headed(node, grid.headlines[0], body), "offer": grid.offers[0].offer, "by": by}


def _chosen(slot: re.Match[str], offers: Sequence[OfferLevel]) -> str:
    """The words of every offer as Liquid that asks for the code, which only the offer brings."""
    said = {_placed(slot, level.words) for level in offers}
    if len(said) == 1:
        return said.pop()
    coded = "".join(f"{{% when '{level.offer.code}' %}}{_placed(slot, level.words)}" for level in offers if level.offer.code)  # fmt: skip
    other = "".join(_placed(slot, level.words) for level in offers if not level.offer.code)
    rest = f"{{% else %}}{other}" if other else ""
    return f"{{% case code %}}{coded}{rest}{{% endcase %}}"


def own_pause(journey: Journey, node: str) -> Delay | None:
    """The pause that leads to this message and is the only way to it; None when there is none."""
    sources = [source for source, port in journey.wires if port.target == node]
    if len(sources) != 1 or sources[0] == START:
        return None
    before = found(journey, sources[0])
    return before if isinstance(before, Delay) else None


def _paused(journey: Journey, grid: Grid, pause: Delay | None, names: Mapping[str, str]) -> Journey:
    by = {names[TIMING]: {name: {"for": name} for name in grid.levels[TIMING]}}
    # Every level sets its own; with 0 here the pause would look as if it waited for nothing.
    first = next(wait for wait in grid.timings if wait)
    if pause:
        changed = pause.model_copy(update={"for_": first, "by": by})
        return _replaced(journey, changed)
    taken = {node.id for node in journey.nodes}
    name = next(one for one in _numbered("wait_for_test") if one not in taken)
    fresh = Delay(id=name, title="Timing of the copy test", for_=first, by=by, next=grid.node)  # fmt: skip
    return rewired(
        rebuilt(journey, nodes=(*journey.nodes, fresh)),
        lambda source, _port, to: name if to == grid.node and source != name else to,
    )


def _names(journey: Journey, grid: Grid) -> dict[str, str]:
    """The factors that have levels, under names the journey's experiments do not use yet."""
    return {
        factor: next(one for one in _numbered(factor) if one not in journey.experiments)
        for factor, names in grid.levels.items()
        if len(names) > 1
    }


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1


def _without_tests(journey: Journey, nodes: Sequence[Message | Delay]) -> Journey:
    """The journey in which these nodes have no levels; factors that nobody else asks for go."""
    for node in nodes:
        journey = _replaced(journey, node.model_copy(update={"by": {}}))
    mine = {factor for node in nodes for factor in node.by}
    used = {factor for node in journey.nodes for factor in getattr(node, "by", {})}
    kept = {k: v for k, v in journey.experiments.items() if k in used or k not in mine}
    return rebuilt(journey, experiments=kept)


def refuse_unclear(grid: Grid) -> None:
    """BadInput when there are no or too many levels, twins, or offers that no code tells apart."""
    for factor, names in grid.levels.items():
        held = getattr(grid, f"{factor}s")
        if not 1 <= len(held) <= MOST_LEVELS:
            raise BadInput(f"{factor} has {len(held)} levels.", place=Place(node=grid.node), advice=f"Give 1 to {MOST_LEVELS}.")  # fmt: skip
        if len(set(held)) < len(held) or len(set(names)) < len(names):
            raise BadInput(f"two levels of {factor} are the same.", place=Place(node=grid.node), advice="Change one or leave it out.")  # fmt: skip
    if not all(headline.strip() for headline in grid.headlines):
        raise BadInput("a headline is empty.", place=Place(node=grid.node), advice="Write it or leave it out.")  # fmt: skip
    _refuse_codes([level.offer.code for level in grid.offers], grid.node)


def _refuse_codes(codes: Sequence[str], node: str) -> None:
    """The text tells offers apart by their codes: each its own, at most one without."""
    odd = next((code for code in codes if code and not _CODE.fullmatch(code)), None)
    if odd is not None:
        raise BadInput(f"“{odd}” cannot be a code here.", place=Place(node=node), advice="Use letters, digits, “_” and “-”.")  # fmt: skip
    twin = next((code for code in codes if codes.count(code) > 1), None)
    if twin is not None:
        which = f"the code “{twin}”" if twin else "no code"
        raise BadInput(f"two offers have {which}, so the text cannot tell them apart.", place=Place(node=node), advice="Give each offer a code of its own.")  # fmt: skip


def _message(journey: Journey, node_id: str) -> Message:
    node = found(journey, node_id)
    if not isinstance(node, Message):
        raise BadInput("this step is no message.", place=Place(node=node_id), advice="Choose a message.")  # fmt: skip
    return node


def _changed(node: Message, changes: Mapping[str, Any]) -> Message:
    """The message with some fields changed, checked again."""
    return type(node).model_validate({**dict(node), **changes})


def _replaced(journey: Journey, node: Node, **settings: Any) -> Journey:
    nodes = tuple(node if one.id == node.id else one for one in journey.nodes)
    return rebuilt(journey, nodes=nodes, **settings)
