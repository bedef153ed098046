"""Optimise under findings: search a journey's knobs within limits, and prove the winner on fresh customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from journeyboard.audience.people import START
from journeyboard.errors import BadInput
from journeyboard.journey.knobs import Knob
from journeyboard.journey.offered import knobs_named
from journeyboard.journey.samples import find_brand
from journeyboard.simulation.searching.searched import Search
from journeyboard.simulation.searching.worth import OBJECTIVES, Guardrails
from journeyboard.simulation.trial import Field, refuse_limits
from journeyboard.workflows.crowds import crowds_of
from journeyboard.workflows.hunt import Cancel, Hunt, Progress
from journeyboard.workflows.people import People

if TYPE_CHECKING:
    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.simulation.behaviour import Behaviour
    from journeyboard.simulation.circumstances import Circumstances
    from journeyboard.storage.consents import ConsentChoice

WORLDS = 20
NO_LIMITS = Guardrails()


def optimize(
    journey: Journey,
    knobs: Sequence[Knob | str] = (),
    people: int | People | Audience = 10_000,
    *,
    brand: Brand | None = None,
    objective: str = "value",
    guardrails: Guardrails = NO_LIMITS,
    designs: int = 120,
    seed: int = 7,
    days: int = 90,
    start: str | date = START,
    behaviour: Behaviour | None = None,
    circumstances: Circumstances | None = None,
    worlds: int = WORLDS,
    choices: Sequence[ConsentChoice] = (),
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Search:
    """Search for a better design of the journey, and prove it on fresh customers.

    `knobs` are from `knobs_of`, or ids, families and `id=value,value` (none: delays, hours, offers and
    messages). `designs` are tried on the same `people` and luck, fewer and fewer on more and more of
    them; the best ones and the start are scored again on fresh customers, and the best of those meets
    the start in `worlds` fresh worlds. Sums are per 10,000 customers. `choices` are what the brand's
    sample customers chose about texts and e-mails.

    Raises BadInput for knobs, people, circumstances or an objective that cannot be used, and RunCancelled when
    `cancel` said so.
    """
    refuse_limits(circumstances)
    if objective not in OBJECTIVES:
        raise BadInput(
            f"there is no objective “{objective}”.", advice=f"Choose {', '.join(OBJECTIVES)}."
        )
    if designs < 2 or worlds < 2:
        raise BadInput("a search needs at least 2 designs and 2 fresh worlds.", advice="Raise them.")  # fmt: skip
    texts = [one for one in knobs if isinstance(one, str)]
    given = [one for one in knobs if isinstance(one, Knob)]
    chosen = (*given, *(knobs_named(journey, texts) if texts or not given else ()))
    owner = brand or find_brand(journey)
    day = start if isinstance(start, str) else start.isoformat()
    crowds = crowds_of(people, owner, day, choices)
    hunt = Hunt(
        journey, chosen, owner, objective, guardrails, crowds,
        Field(crowds.of(0), owner, seed, days, day, behaviour, circumstances), designs, worlds,
        progress or _unheard, cancel or _never,
    )  # fmt: skip
    return hunt.search()


def _unheard(done: int, total: int) -> None:
    assert done <= total


def _never() -> bool:
    return False
