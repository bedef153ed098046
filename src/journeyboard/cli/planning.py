"""`journeyboard power`: how many customers a test needs, and what a given number can show."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from journeyboard.cli.show import AsJson, emit, say

Asked = Literal["size", "effect", "power"]


def power(
    control: Annotated[float, typer.Option(help="Conversion rate of the control, such as 0.08.")],
    treated: Annotated[float | None, typer.Option(help="Rate hoped for in the other arm.")] = None,
    people: Annotated[int | None, typer.Option(help="Customers in both arms together.")] = None,
    sd: Annotated[
        float | None, typer.Option(help="Standard deviation: compare means, not rates.")
    ] = None,
    control_share: Annotated[float, typer.Option(help="Share of the control group.")] = 0.5,
    alpha: Annotated[float, typer.Option(help="Risk of a false alarm, two-sided.")] = 0.05,
    power: Annotated[float, typer.Option(help="Chance to see a true effect.")] = 0.8,
    per_day: Annotated[float | None, typer.Option(help="Customers who enter a day.")] = None,
    as_json: AsJson = False,
) -> int:
    """Sample size (give --treated), smallest detectable effect (--people), or power (both)."""
    from journeyboard.measurement.power import power as plan

    answer = plan(
        control,
        treated,
        people=people,
        sd=sd,
        control_share=control_share,
        alpha=alpha,
        power=power,
        people_per_day=per_day,
    ).to_dict()
    if as_json:
        emit(answer)
    else:
        say(_words(answer, _asked(treated, people)))
    return 0


def _asked(treated: float | None, people: int | None) -> Asked:
    if people is None:
        return "size"
    return "effect" if treated is None else "power"


def _words(answer: dict[str, Any], asked: Asked) -> str:
    value = "{:.2%}".format if answer["kind"] == "proportions" else "{:,.2f}".format
    change = f"{value(answer['control'])} to {value(answer['treated'])}".replace("%", " %")
    arms = f"{answer['n_treated']:,} treated and {answer['n_control']:,} control"
    days = f", {answer['days']:,} days" if answer["days"] else ""
    power = f"{answer['power']:.0%}".replace("%", " %")
    match asked:
        case "size":
            return (
                f"To see {change} with {power} power: {answer['total']:,} customers ({arms}){days}."
            )
        case "effect":
            return f"{arms}{days}: the smallest increase seen with {power} power is {change}."
    return f"{arms}{days}: an increase from {change} is seen with {power} power."
