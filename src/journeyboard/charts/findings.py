"""What a chart shows, in one sentence made from its data; every chart takes its title from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from journeyboard.charts.wording import day_words, money, percent, points, row_name, step_name
from journeyboard.measurement.catalogue import metric
from journeyboard.measurement.funnel import Funnel
from journeyboard.measurement.lift import Lift
from journeyboard.measurement.metrics import Cell, MetricRow, MetricTable
from journeyboard.measurement.power import Power
from journeyboard.measurement.stages import StageFlow
from journeyboard.records import STAGES

Unit = Literal["share", "money", "count"]


def cell_words(cell: Cell, currency: str | None) -> str:
    """A cell's value as a reader sees it, or a dash and the reason."""
    if cell.value is None:
        return f"— {cell.reason}"
    if metric(cell.key).unit == "money":
        return money(cell.value, currency)
    if cell.denominator is None:
        return f"{cell.value:,.0f}"
    return f"{percent(cell.value)} ({cell.numerator:,.0f} of {cell.denominator:,})"


def message_finding(table: MetricTable, key: str, labels: Mapping[str, str] | None = None) -> str:
    """Which row is best in a metric, and which worst."""
    known = [row for row in table.rows if row[key].value is not None]
    label = metric(key).label
    if not known:
        reason = next((row[key].reason for row in table.rows), "the log is empty")
        return f"{label} cannot be computed: {reason}."
    ranked = sorted(known, key=lambda row: row[key].value or 0)
    if metric(key).good == "down":
        ranked.reverse()
    best, worst = ranked[-1], ranked[0]
    first = f"“{row_name(best, labels)}” has the {_best(key)} {_lower(label)}: {_value(best, key, table)}"
    if len(known) == 1 or best[key].value == worst[key].value:
        return f"{label} of “{row_name(best, labels)}”: {_value(best, key, table)}."
    return f"{first}; “{row_name(worst, labels)}” has {_value(worst, key, table)}."


def opt_out_finding(
    table: MetricTable, guard: float, labels: Mapping[str, str] | None = None
) -> str:
    """Which message loses most subscribers, against the guard."""
    known = [row for row in table.rows if row["opt_out_rate"].value is not None]
    if not known:
        return "Opt-outs per message cannot be computed: no message was delivered."
    worst = max(known, key=lambda row: row["opt_out_rate"].value or 0)
    cell = worst["opt_out_rate"]
    if not cell.value:
        return "Nobody opted out after a message."
    above = [row for row in known if (row["opt_out_rate"].low or 0) > guard]
    size = f"“{row_name(worst, labels)}” loses most subscribers: {percent(cell.value)} opt out"
    if above:
        return f"{size}, clearly above the {percent(guard)} guard."
    if (cell.high or 0) > guard:
        return f"{size}; it may be above the {percent(guard)} guard."
    return f"{size}, below the {percent(guard)} guard."


def funnel_finding(funnel: Funnel) -> str:
    """Where most customers stop."""
    steps = funnel.steps
    if not steps or not steps[0].customers:
        return "Nobody took the first step."
    losses = [
        (1 - after.from_previous, k)
        for k, after in enumerate(steps[1:])
        if after.from_previous is not None
    ]
    loss, k = max(losses)
    before, after = steps[k], steps[k + 1]
    names = f"“{step_name(before.name, before.type)}” and “{step_name(after.name, after.type)}”"
    if loss == 0:
        return "Every customer took every step."
    return f"Most customers stop between {names}: {percent(loss, 0)} go no further."


def series_finding(table: MetricTable, key: str) -> str:
    """The day with the highest value."""
    known = [row for row in table.rows if row[key].value is not None]
    label = metric(key).label
    if not known:
        return f"{label} cannot be computed on any day."
    top = max(known, key=lambda row: row[key].value or 0)
    if not top[key].value:
        return f"No {_lower(label)} on any of the {len(known)} days."
    return f"{label} peaked on {day_words(str(top.group['day']))} with {_value(top, key, table)}."


def stage_finding(flow: StageFlow) -> str:
    """The stage that won or lost most customers from the first moment to the last."""
    if not flow.customers:
        return "The log knows no customer's stage."
    changes = {stage: flow.counts[stage][-1] - flow.counts[stage][0] for stage in STAGES}
    stage = max(STAGES, key=lambda name: abs(changes[name]))
    if not changes[stage]:
        return "No stage won or lost customers."
    start, end = (percent(flow.counts[stage][k] / flow.customers, 0) for k in (0, -1))
    verb = "grew" if changes[stage] > 0 else "shrank"
    return f"{stage.capitalize()} {verb} from {start} to {end} of {flow.customers:,} customers."


def flow_finding(flow: StageFlow) -> str:
    """How many customers ended in another stage than they began in, and the largest such move."""
    moves = [link for link in flow.overall if link.source != link.target]
    if not flow.customers:
        return "The log knows no customer's stage."
    if not moves:
        return "Every customer ended in the stage they began in."
    moved = percent(sum(link.customers for link in moves) / flow.customers, 0)
    top = max(moves, key=lambda link: link.customers)
    return f"{moved} of customers changed stage, most of them from {top.source} to {top.target}."


def lift_finding(lifts: Sequence[Lift], unit: Unit = "share", currency: str | None = None) -> str:
    """The verdict in words: the strongest clear lift, or that none is clear."""
    known = [found for found in lifts if found.difference is not None]
    if not known:
        return f"Lift cannot be computed: {lifts[0].reason if lifts else 'there is no arm'}."
    clear = [found for found in known if found.verdict in ("higher", "lower")]
    if not clear:
        return f"No clear difference from “{known[0].control}” in {_outcome(known[0])}."
    top = max(clear, key=lambda found: abs(found.difference or 0))
    verb = "raises" if top.verdict == "higher" else "lowers"
    size = in_unit(abs(top.difference or 0), unit, currency).replace("+", "")
    low, high = (in_unit(end or 0, unit, currency) for end in (top.low, top.high))
    interval = f"{top.confidence * 100:g} % interval {low} to {high}"
    return f"“{top.arm}” {verb} {_outcome(top)} by {size} ({interval})."


def power_finding(plan: Power) -> str:
    """What a plan can see."""
    before, after = (
        percent(value) if plan.kind == "proportions" else f"{value:,.2f}"
        for value in (plan.control, plan.treated)
    )
    days = f" in {plan.days} days" if plan.days else ""
    return (
        f"{plan.total:,} people{days} show a change from {before} to {after} "
        f"in {percent(plan.power, 0)} of tests."
    )


def in_unit(value: float, unit: Unit, currency: str | None) -> str:
    """A difference with its sign and unit."""
    if unit == "share":
        return points(value)
    if unit == "money":
        return money(value, currency, signed=True)
    return f"{value:+,.3f}".replace("-", "−")


def _value(row: MetricRow, key: str, table: MetricTable) -> str:
    return cell_words(row[key], table.currency)


def _outcome(found: Lift) -> str:
    return {"converted": "conversion"}.get(found.outcome, found.outcome.replace("_", " "))


def _best(key: str) -> str:
    """Counts are most or fewest, money highest or lowest, and rates are good or bad."""
    words = {"count": ("most", "fewest"), "money": ("highest", "lowest"), "share": ("best", "best")}
    most, least = words[metric(key).unit]
    return least if metric(key).good == "down" else most


def _lower(label: str) -> str:
    return label if label.isupper() else label[:1].lower() + label[1:]
