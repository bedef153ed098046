"""What a log says, as the tables and the one sentence that a manager reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from journeyboard.cli.show import say, share_words, table

if TYPE_CHECKING:
    from journeyboard.measurement.experiment import Experiment
    from journeyboard.measurement.funnel import Funnel
    from journeyboard.measurement.lift import Lift
    from journeyboard.measurement.metrics import Cell, MetricRow, MetricTable
    from journeyboard.measurement.stages import StageFlow

Data = dict[str, Any]
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


def tell_messages(
    metrics: MetricTable, titles: Mapping[str, str], channels: Mapping[str, str] | None = None
) -> None:
    """One line a message in journey order: what was sent, clicked, unsubscribed and earned, with its denominators.

    `titles` and `channels` go by “journey/node”; a message without a title is shown by its ids.
    """
    rows = metrics.messages().rows
    if not rows:
        say("No message was sent.")
        return
    places = {key: place for place, key in enumerate(titles)}
    rows = tuple(sorted(rows, key=lambda row: places.get(_key(row), len(places))))
    names = _told_apart([(titles.get(_key(row), row.name), row) for row in rows])
    heads = ("Sent", "Delivered", "CTR", "Opt-outs", "Attributed revenue")
    cells = [_message_cells(row, metrics.currency) for row in rows]
    if channels is None:
        table(("Message", *heads), [(n, *line) for n, line in zip(names, cells, strict=True)])
    else:
        kinds = [channels.get(_key(row), "") for row in rows]
        lines = [(n, kind, *line) for n, kind, line in zip(names, kinds, cells, strict=True)]
        table(("Message", "Channel", *heads), lines)


def _key(row: MetricRow) -> str:
    return f"{row.group['journey_id']}/{row.group['node_id']}"


def _told_apart(named: Sequence[tuple[str, MetricRow]]) -> list[str]:
    """The titles, with the node's id in brackets where two are equal."""
    seen = Counter(title for title, _ in named)
    return [f"{t} ({row.group['node_id']})" if seen[t] > 1 else t for t, row in named]


def shown_titles(manifest: Mapping[str, Any]) -> dict[str, str]:
    """What a run calls its nodes, by “journey/node” in journey order; with several journeys each names its own."""
    names = dict(zip(manifest["journeys"], manifest.get("names", ()), strict=False))
    found = {}
    for key, title in manifest.get("titles", {}).items():
        journey, _, node = key.partition("/")
        prefix = f"{names.get(journey, journey)}: " if len(names) > 1 else ""
        found[key] = prefix + (title or node)
    return found


def _message_cells(row: MetricRow, currency: str | None) -> tuple[str, ...]:
    revenue = row["revenue"].value
    money = money_words(revenue, currency) if revenue is not None else "–"
    counts = (count_words(row["sent"]), count_words(row["delivered"]))
    return (*counts, rate_words(row["ctr"]), rate_words(row["opt_out_rate"]), money)


def tell_lift(
    experiments: Iterable[Experiment], truth: Data | None, titles: Mapping[str, str]
) -> None:
    """Each arm against its control: who ordered, by how much more, and what is true."""
    for experiment in experiments:
        say()
        within = _window_words(experiment.name, truth)
        title = titles.get(experiment.name, experiment.name)
        say(f"Test “{title}”: who ordered{within}, against “{experiment.control}”")
        heads = ("Arm", "Customers", "Ordered", "Lift", "95 % interval")
        lines = [_arm_line(lift) for lift in experiment.lifts if lift.outcome == "converted"]
        known = {arm["arm"]: arm for arm in _true_arms(experiment.name, truth)}
        if not known:
            table(heads, lines)
        else:
            table((*heads, "Truth"), [(*line, _truth_words(known.get(line[0]))) for line in lines])
        for line in warnings(experiment):
            say(line)


def _window_words(name: str, truth: Data | None) -> str:
    from journeyboard.message.duration import format_duration

    experiments = (truth or {}).get("experiments") or []
    windows = [one["window"] for one in experiments if one["experiment_id"] == name]
    return f" within {format_duration(windows[0])}" if windows else ""


def warnings(experiment: Experiment) -> list[str]:
    """What makes an experiment's numbers doubtful."""
    alarm = ["The arms do not have their planned sizes: do not trust this comparison."]
    return [*(alarm if experiment.ratio.alarm else []), *experiment.notes]


def _arm_line(lift: Lift) -> tuple[str, ...]:
    ordered = "–" if lift.mean_treated is None else share_words(lift.mean_treated)
    return (
        lift.arm,
        f"{lift.n_treated:,}",
        ordered,
        points_words(lift.difference),
        interval_words(lift),
    )


def interval_words(lift: Lift) -> str:
    """The interval in points, or why there is none."""
    if lift.low is None or lift.high is None:
        return lift.reason or "–"
    return f"{100 * lift.low:+.1f} to {100 * lift.high:+.1f}"


def points_words(difference: float | None) -> str:
    """A difference of shares in percentage points."""
    return "–" if difference is None else f"{100 * difference:+.1f} points"


def _true_arms(name: str, truth: Data | None) -> list[Data]:
    experiments = (truth or {}).get("experiments") or []
    return [arm for one in experiments if one["experiment_id"] == name for arm in one["arms"]]


def _truth_words(arm: Data | None) -> str:
    return points_words(arm.get("incremental_conversion")) if arm else "–"


def verdict(experiments: Iterable[Experiment], truth: Data | None) -> str:
    """What the tests say in a sentence an arm, and what is true in one more."""
    said = [
        _lift_words(lift, experiment, truth)
        for experiment in experiments
        for lift in experiment.lifts
        if lift.outcome == "converted"
    ]
    programme = (truth or {}).get("programme")
    return " ".join([*said, *([_true_words(programme)] if programme else [])])


def _lift_words(lift: Lift, experiment: Experiment, truth: Data | None) -> str:
    if lift.difference is None:
        return f"The test has no answer for “{lift.arm}”: {lift.reason}."
    arms = {arm["arm"]: arm for arm in _true_arms(experiment.name, truth)}
    true = f"; in truth it is {_truth_words(arms[lift.arm])}" if lift.arm in arms else ""
    seen = f"{points_words(lift.difference)}, 95 % interval {interval_words(lift)}"
    match lift.verdict:
        case "higher":
            lead = f"The test says that “{lift.arm}” orders more than “{experiment.control}”"
        case "lower":
            lead = f"The test says that “{lift.arm}” orders less than “{experiment.control}”"
        case _:
            lead = f"The test cannot tell “{lift.arm}” from “{experiment.control}”"
    return f"{lead} ({seen}){true}."


def _true_words(programme: Data) -> str:
    currency = programme.get("currency")
    orders, opt_outs = programme["incremental_orders"], programme["incremental_opt_outs"]
    margin = money_words(programme["incremental_margin"], currency)
    cost = money_words(programme["incremental_cost"], currency)
    return (
        f"For everybody together, the messages truly brought {counted_words(orders, 'order')} and "
        f"{margin} of margin, for {cost} of messages and {counted_words(opt_outs, 'opt-out')}."
    )


def counted_words(number: int, word: str) -> str:
    """A number with its noun.

    >>> counted_words(1, "order"), counted_words(1200, "order")
    ('1 order', '1,200 orders')
    """
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def tell_funnel(funnel: Funnel) -> None:
    """Distinct customers at each step, of those at the first."""
    lines = [
        (step.name, f"{step.customers:,}", _from_previous(step), _share_or_dash(step.from_first))
        for step in funnel.steps
    ]
    table(("Step", "Customers", "Of the step before", "Of the first"), lines)


def _from_previous(step: Any) -> str:
    return _share_or_dash(step.from_previous)


def _share_or_dash(share: float | None) -> str:
    return "–" if share is None else share_words(share)


def tell_stages(flow: StageFlow) -> None:
    """Customers by stage at the start and at the end."""
    lines = [
        (stage, f"{numbers[0]:,}", f"{numbers[-1]:,}") for stage, numbers in flow.counts.items()
    ]
    table(("Stage", "At the start", "At the end"), lines)


def count_words(cell: Cell) -> str:
    """A count, or a dash where it cannot be known."""
    return "–" if cell.value is None else f"{cell.value:,.0f}"


def rate_words(cell: Cell) -> str:
    """A rate with its numerator and denominator: 9.1 % (123 of 1,352)."""
    if cell.value is None:
        return "–"
    return f"{share_words(float(cell.value))} ({cell.numerator:,} of {cell.denominator:,})"


def money_words(amount: float, currency: str | None) -> str:
    """Money with its currency.

    >>> money_words(1234.5, "USD"), money_words(-3, "CHF")
    ('$1,234.50', '-3.00 CHF')
    """
    sign = _SIGNS.get(currency or "")
    if sign:
        return f"{'-' if amount < 0 else ''}{sign}{abs(amount):,.2f}"
    return f"{amount:,.2f} {currency or ''}".rstrip()


def document(
    metrics: MetricTable, experiments: Sequence[Experiment], truth: Mapping[str, Any] | None
) -> Data:
    """The same as plain data: messages, lift, truth and verdict."""
    return {
        "messages": metrics.messages().to_dict(),
        "lift": [one.to_dict() for one in experiments],
        "truth": dict(truth) if truth is not None else None,
        "verdict": verdict(experiments, dict(truth) if truth is not None else None),
    }
