"""Copy tests: a grid's texts and prices, the customers it needs, its findings, and its file."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Sequence
from math import comb
from typing import TYPE_CHECKING, Final, NamedTuple

from journeyboard.errors import BadInput, TemplateError
from journeyboard.journey.cells import HEADLINE_FIELD, HEADLINE_HERE, OFFER_HERE, Cell
from journeyboard.journey.nodes import Message
from journeyboard.measurement.power import power
from journeyboard.message.sms import SmsCount, sms
from journeyboard.simulation.settings import Setting, channel_of
from journeyboard.workflows.copy import Version, text_for

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.lint.rule import Finding

ALPHA, POWER = 0.05, 0.8
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_SENTENCE: Final = re.compile(r"[^.!?\n]*(?:[.!?]+(?=\s|$)|\n|$)")
_HELD: Final = re.compile(r" ?\{% case code %\}.*?\{% endcase %\} ?", re.DOTALL)
_LINK: Final = re.compile(r"\{\{\s*link\b.*?\}\}")


class CellText(NamedTuple):
    """A cell as one customer sees it: what stands on top (subject, heading; empty for a text), the
    body, and for an SMS its count."""

    cell: Cell
    top: str
    body: str
    counted: SmsCount | None


def cell_texts(
    cells: Sequence[Cell], journey: Journey, brand: Brand, alone: Audience
) -> list[CellText]:
    """The texts of all cells for the one customer of `alone`; BadInput for a text that cannot be filled."""
    made: dict[tuple[str, str], CellText] = {}
    found = []
    for cell in cells:
        key = (cell.levels["headline"], cell.levels["offer"])
        if key not in made:
            made[key] = _told(cell, journey, brand, alone)
        found.append(made[key]._replace(cell=cell))
    return found


def _told(cell: Cell, journey: Journey, brand: Brand, alone: Audience) -> CellText:
    node = cell.message
    channel = channel_of(node)
    version = Version("", Setting(node, channel, "", 0))
    field = HEADLINE_FIELD[node.kind]
    try:
        body = text_for(version, journey, brand, alone)
        top = "" if field == "body" else text_for(version, journey, brand, alone, field)
    except TemplateError as error:
        raise BadInput(f"the text cannot be filled: {error}", advice="Correct it.") from error
    return CellText(cell, top, body, sms(body) if channel == "sms" else None)


def frame_of(node: Message) -> tuple[str, str]:
    """(the headline, the text around it) as the message stands now, to start a grid from.

    In an SMS the headline is the first sentence, after the brand's name where one opens the text;
    the offer's place is before the sentence that holds the link, else the end.
    """
    body = _HELD.sub(f" {OFFER_HERE} ", node.body).strip()
    field = HEADLINE_FIELD[node.kind]
    if field != "body":
        return str(getattr(node, field)), _with_offer(body)
    opening = re.match(r"[^.!?:{}\n]{1,40}:\s+", body)
    start = opening.end() if opening else 0
    end = _sentence_end(body, start)
    rest = body[end:].strip()
    return body[start:end].strip(), _with_offer(f"{body[:start]}{HEADLINE_HERE} {rest}".rstrip())


def _sentence_end(body: str, start: int) -> int:
    """Where the first sentence ends; a full stop between braces ends none."""
    bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", lambda tag: "x" * len(tag[0]), body)
    found = _SENTENCE.match(bare, start)
    return found.end() if found else len(body)


def _with_offer(text: str) -> str:
    if OFFER_HERE in text:
        return text
    link = _LINK.search(text)
    if link is None:
        return f"{text} {OFFER_HERE}"
    last = max(text.rfind(end, 0, link.start()) for end in (". ", "! ", "? ", "\n", "] "))
    at = last + 1 if last >= 0 else link.start()
    before, after = text[:at].rstrip(" "), text[at:].lstrip(" ")
    return f"{before} {OFFER_HERE} {after}".strip()


class Needed(NamedTuple):
    """The customers a test needs: in each cell and in all, at which alpha for how many comparisons,
    and the whole days until they have come (None: nobody comes)."""

    per_cell: int
    total: int
    comparisons: int
    alpha: float
    days: int | None


def for_main_effects(
    levels: Sequence[int], baseline: float, effect: float, per_day: float, power_: float = POWER
) -> Needed:
    """Customers to compare each level of each factor with the first one, over all cells together.

    `levels` are the factors' level counts; rates are shares, `effect` a difference of shares. Every
    customer counts for each factor at once, so the factor with most levels decides. Alpha is shared
    out evenly over the comparisons (Bonferroni). Raises BadInput for rates outside 0 to 1.
    """
    tested = [count for count in levels if count > 1]
    comparisons = sum(count - 1 for count in tested)
    if not comparisons:
        raise BadInput("nothing is compared.", advice="Give a factor a second level.")
    needed = _one_arm(baseline, effect, ALPHA / comparisons, power_)
    total = needed * max(tested)
    return _needed(math.ceil(total / math.prod(levels)), math.prod(levels), comparisons, per_day)


def for_every_pair(
    levels: Sequence[int], baseline: float, effect: float, per_day: float, power_: float = POWER
) -> Needed:
    """Customers to compare every cell with every other, as `for_main_effects`."""
    count = math.prod(levels)
    if count < 2:
        raise BadInput("nothing is compared.", advice="Give a factor a second level.")
    comparisons = comb(count, 2)
    return _needed(_one_arm(baseline, effect, ALPHA / comparisons, power_), count, comparisons, per_day)  # fmt: skip


def _one_arm(baseline: float, effect: float, alpha: float, reached: float) -> int:
    return power(baseline, baseline + effect, alpha=alpha, power=reached).n_control


def _needed(per_cell: int, count: int, comparisons: int, per_day: float) -> Needed:
    total = per_cell * count
    days = math.ceil(total / per_day) if per_day > 0 else None
    return Needed(per_cell, total, comparisons, ALPHA / comparisons, days)


def new_findings(before: Journey, after: Journey, brand: Brand) -> list[Finding]:
    """What the checker says about the journey with the test that it did not say without."""
    from journeyboard.lint.check import check

    known = {(one.code, one.node_id, one.message) for one in check(before, brand)}
    return [one for one in check(after, brand) if (one.code, one.node_id, one.message) not in known]


def grid_csv(texts: Sequence[CellText], price: float, currency: str, needed: Needed | None) -> str:
    """One row a cell: its levels, texts, parts, price of a message and the customers it needs."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["cell", "headline", "headline text", "offer", "code", "timing", "top", "text", "encoding", "parts", f"price {currency}", "customers"])  # fmt: skip
    for number, one in enumerate(texts, 1):
        cell, counted = one.cell, one.counted
        offer = cell.message.offer
        parts = counted.parts if counted else 1
        row = [
            number, cell.levels["headline"], cell.headline, cell.levels["offer"],
            offer.code if offer else "", cell.levels["timing"], one.top, one.body,
            counted.encoding if counted else "", parts, round(parts * price, 6),
            needed.per_cell if needed else "",
        ]  # fmt: skip
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: object) -> object:
    """A spreadsheet would run a text that begins like a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
