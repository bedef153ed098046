"""`journeyboard compare` and `journeyboard assumptions`: two designs on the same dice, and what conclusions rest on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journeyboard.cli import limits
from journeyboard.cli.options import BrandFile, Customers, Days, Seed, Start, World
from journeyboard.cli.readout import money_words
from journeyboard.cli.show import AsJson, emit, progress, say, share_words, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from journeyboard.audience.people import Audience
    from journeyboard.journey.brand import Brand
    from journeyboard.journey.graph import Journey
    from journeyboard.simulation.comparing.assumptions import Bar, Sensitivity
    from journeyboard.simulation.comparing.compare import Comparison
    from journeyboard.simulation.comparing.measures import Effect, Measure
    from journeyboard.simulation.comparing.replicates import Replicates, Spread
    from journeyboard.workflows.compare import Terms

DESIGN = "Journey file, sample name, or stored journey (id, or id@revision)."
STEPS = {
    "delivered": "Delivered",
    "clicked": "Clicked",
    "opted_out": "Opted out",
    "orders": "Orders",
}


def compare(
    a: Annotated[str, typer.Argument(help=DESIGN)],
    b: Annotated[str, typer.Argument(help="The other design.")],
    customers: Customers = "5000",
    seed: Seed = 7,
    days: Days = 90,
    start: Start = "2026-03-02",
    behaviour: World = None,
    brand: BrandFile = None,
    limit_sms: limits.LimitSms = None,
    limit_email: limits.LimitEmail = None,
    stands_for: limits.StandsFor = None,
    budget: limits.Budget = None,
    daily_budget: limits.DailyBudget = None,
    season: limits.Seasons = None,
    launch: limits.Launches = None,
    cohort_days: limits.CohortDays = 1,
    as_json: AsJson = False,
) -> int:
    """Fly two designs on the same customers and the same luck: what differs, how surely, and why."""
    from journeyboard.simulation.comparing.compare import compare as fly_both
    from journeyboard.simulation.comparing.compare import refuse_two_brands

    (first, owner), (second, _) = _design(a, brand), _design(b, brand)
    if brand is None:
        refuse_two_brands(first, second)
    people, terms = _terms(customers, seed, days, start, behaviour, owner)
    found = fly_both(
        first, second, people, seed=seed, brand=owner, days=days, start=terms.start,
        behaviour=terms.behaviour, progress=progress("Flights:"),
        circumstances=limits.circumstances_of(
            {"sms": limit_sms, "email": limit_email, "budget": budget, "daily_budget": daily_budget, "stands_for": stands_for},
            season, launch, cohort_days,
        ),
    )  # fmt: skip
    emit(_compared(found)) if as_json else _tell_comparison(found, owner)
    return 0


def assumptions(
    journey: Annotated[str, typer.Argument(help=DESIGN)],
    against: Annotated[
        str | None, typer.Option(help="A second design: is it better, whatever is assumed?")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="Only this assumption; may be repeated.")
    ] = None,
    customers: Customers = "5000",
    draws: Annotated[
        int, typer.Option(min=0, max=5000, help="Joint draws of all assumptions.")
    ] = 100,
    runs: Annotated[int, typer.Option(min=0, max=200, help="Runs with other customers.")] = 10,
    seed: Seed = 7,
    days: Days = 90,
    start: Start = "2026-03-02",
    behaviour: World = None,
    brand: BrandFile = None,
    season: limits.Seasons = None,
    launch: limits.Launches = None,
    cohort_days: limits.CohortDays = 1,
    as_json: AsJson = False,
) -> int:
    """Which behaviour assumptions the answer hangs on, and which conclusions survive all of them."""
    from journeyboard.workflows.assumptions import analysed

    j, owner = _design(journey, brand)
    other = _design(against, brand)[0] if against else None
    people, terms = _terms(customers, seed, days, start, behaviour, owner)
    terms = replace(terms, circumstances=limits.circumstances_of({}, season, launch, cohort_days))
    found = analysed(
        j, people, owner, terms, other=other, keys=only, draws=draws, runs=runs,
        progress=progress("Flights:"),
    )  # fmt: skip
    if as_json:
        emit({**found.to_dict(), "brand": owner.id, "start": terms.start})
        return 0
    _tell_sensitivity(found.sensitivity, owner)
    if found.replicates:
        _tell_replicates(found.replicates)
    return 0


def _design(name: str, brand: Path | None) -> tuple[Journey, Brand]:
    """A journey and its brand: a file, a sample, or what the app keeps under this id and revision."""
    from journeyboard.cli.inputs import brand_file, brand_for, journey_file
    from journeyboard.journey.samples import sample_journeys

    if Path(name).suffix or Path(name).exists() or name in sample_journeys():
        journey, path = journey_file(name)
        return journey, brand_for(journey, path, brand)
    from journeyboard.workflows.compare import design_of
    from journeyboard.workflows.library import brand_of, open_library, open_stored

    store, asked = open_library(), design_of(name)
    journey = open_stored(store, asked.journey_id, asked.number).journey
    return journey, brand_file(brand) or brand_of(store, journey)


def _terms(
    customers: str, seed: int, days: int, start: str, behaviour: Path | None, brand: Brand
) -> tuple[Audience, Terms]:
    from journeyboard.cli.inputs import audience_of, behaviour_file, first_day
    from journeyboard.workflows.compare import Terms
    from journeyboard.workflows.people import People

    first = first_day(start)
    people = audience_of(customers, seed=1, start=first, brand=brand)
    return people, Terms(People(), seed, days, first, behaviour_file(behaviour))


def _amounts(currency: str) -> Callable[[float], str]:
    return lambda value: money_words(value, currency)


def _compared(found: Comparison) -> dict[str, Any]:
    money = _amounts(found.currency)
    words = {"verdict": found.verdict(money), "pairing": found.pairing_words()}
    return {**found.to_dict(), **words}


def _tell_comparison(found: Comparison, brand: Brand) -> None:
    a, b = found.names
    say(f"A “{a}”, B “{b}”: {found.n:,} customers of {brand.name}, {found.days} days from {found.start}, seed {found.seed}.")  # fmt: skip
    say()
    say(found.verdict(_amounts(found.currency)))
    if words := found.pairing_words():
        say(f"{words} {found.changed:,} customers' lives differ.")
    if found.residual is not None:
        say(f"Each design met the queue and the budget that come of itself; the last round still moved {share_words(found.residual)} of what was handed over.")  # fmt: skip
    say()
    rows = [
        (
            one.label,
            _plain(one.unit, difference.a, found.currency),
            _plain(one.unit, difference.b, found.currency),
            *_effect_cells(difference.effect, one.unit, found.currency),
        )
        for difference in found.differences
        for one in [_measure(difference.key)]
    ]
    table(("Measure", "A", "B", "B − A", "95 % interval", "Verdict"), rows)
    _tell_causes(found)
    _tell_steps(found)


def _tell_causes(found: Comparison) -> None:
    say()
    if found.untraced:
        say(found.untraced)
        return
    rows = [
        (cause.edit.name, *_effect_cells(cause.own["net_value"], "money", found.currency))
        for cause in found.causes
    ]
    if len(rows) > 1:
        together = _effect_cells(found.together["net_value"], "money", found.currency)
        rows.append(("Only together", *together))
    say("What each change does to net value by itself")
    table(("Change", "Own effect", "95 % interval", "Verdict"), rows)
    say()
    for cause in found.causes:
        for text in cause.edit.texts:
            say(f"- {text}")


def _tell_steps(found: Comparison) -> None:
    say()
    say("By kind of message (A → B)" if found.grouped else "By message (A → B)")
    rows = [
        (step.title, *(f"{step.a[name]:,} → {step.b[name]:,}" for name in STEPS))
        for step in found.steps
    ]
    table(("Message", *STEPS.values()), rows)


def _measure(key: str) -> Measure:
    from journeyboard.simulation.comparing.measures import MEASURES

    return MEASURES[key]


def _plain(unit: str, value: float, currency: str) -> str:
    return money_words(value, currency) if unit == "money" else f"{value:,.0f}"


def _signed(unit: str, value: float, currency: str) -> str:
    text = _plain(unit, value, currency)
    return f"+{text}" if value > 0 else text


def _effect_cells(effect: Effect, unit: str, currency: str) -> tuple[str, str, str]:
    total = _signed(unit, effect.total, currency)
    if effect.low is None or effect.high is None or not effect.touched:
        return total, "–", effect.verdict
    ends = (_end(unit, end, currency) for end in (effect.low, effect.high))
    return total, " to ".join(ends), effect.verdict


def _end(unit: str, value: float, currency: str) -> str:
    if unit == "money":
        return _signed(unit, value, currency)
    return f"{value:+,.1f}" if value else "0.0"


def _tell_sensitivity(found: Sensitivity, brand: Brand) -> None:
    names = " against ".join(f"“{name}”" for name in found.names)
    say(f"{names}: {found.n:,} customers of {brand.name}, {found.days} days, seed {found.seed}, the same under every assumption.")  # fmt: skip
    say()
    for one in found.survivals:
        mark = {"survives": "✓", "falls": "✗"}.get(one.fate, "?") if one.statement.clear else "?"
        unclear = "" if one.statement.clear else " Not clear even as assumed: fly more customers."
        say(f"{mark} {one.statement.text}{unclear}")
        say(f"  {one.words()}")
    say()
    answer = "better" if "better" in found.base else "net_value"
    _tell_tornado(found, answer)


def _tell_tornado(found: Sensitivity, answer: str) -> None:
    from journeyboard.simulation.comparing.conclusions import ANSWERS

    base = money_words(found.base[answer].total, found.currency)
    say(f"{ANSWERS[answer]}: {base} as assumed, and how far each assumption moves it")
    rows = [_bar_cells(bar, answer, found.currency) for bar in found.ranked(answer)]
    if rows:
        table(("Assumption", "Low", "As assumed", "High", "At low", "At high"), rows)
    many, most = found.rest(answer)
    if many:
        others = f"{many} others" if rows else f"All {many}"
        say(f"{others} move it by no more than ±{money_words(most, found.currency)}, or by no more than noise.")  # fmt: skip


def _bar_cells(bar: Bar, answer: str, currency: str) -> tuple[str, ...]:
    values = [f"{case.value:g}" if case else "–" for case in (bar.low, bar.high)]
    moves = [
        f"{_signed('money', case.moved[answer].total, currency)} ± {money_words(1.96 * (case.moved[answer].error or 0.0), currency)}"
        if case
        else "–"
        for case in (bar.low, bar.high)
    ]
    return bar.key, values[0], f"{bar.value:g}", values[1], *moves


def _tell_replicates(found: Replicates) -> None:
    from journeyboard.simulation.comparing.measures import MEASURES

    say()
    say(f"{found.what}, over {len(found.seeds)} runs of {found.customers:,} other customers each")
    rows = [_spread_cells(spread, MEASURES[spread.key], found.currency) for spread in found.spreads]
    table(("Measure", "Mean a run", "95 % interval", "Between runs", "Error within a run"), rows)


def _spread_cells(spread: Spread, measure: Measure, currency: str) -> tuple[str, ...]:
    one = spread.estimate
    middle, *ends = (
        "–" if value is None else _end(measure.unit, value, currency)
        for value in (one.value, one.low, one.high)
    )
    errors = (
        "–" if value is None else _end(measure.unit, value, currency).lstrip("+")
        for value in (spread.between, spread.within)
    )
    return measure.label, middle, " to ".join(ends), *errors
