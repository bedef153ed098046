"""What a comparison found: the verdict, every measure, the changes that cause it, and every message side by side."""

from __future__ import annotations

import streamlit as st

from journeyboard.charts.compare import cause_forest, difference_forest
from journeyboard.simulation.comparing.compare import Comparison, Difference
from journeyboard.simulation.comparing.measures import MEASURES, Effect
from journeyboard.simulation.comparing.step_differences import Step
from journeyboard.ui.parts import card, dark, facts, figure
from journeyboard.ui.plain import bullets, plain
from journeyboard.ui.tables import Cell, Column, Row, table
from journeyboard.ui.wording import NOTHING, count, money, percent

HELP = (
    "Each line is the 95 % interval of the difference, B less A, over the same customers. Where it "
    "crosses zero, the designs cannot be told apart in that measure. Green is better, red worse."
)
OWN_HELP = (
    "B is flown again with one change undone: what that costs is the change's own effect. What is left of "
    "the whole difference is what the changes do only in each other's company."
)
NET_VALUE = (
    "Net value is margin less message cost less what the lost subscribers were worth; orders that come "
    "without any message count in both designs."
)
STEPS = (
    ("delivered", "Delivered"),
    ("clicked", "Clicked"),
    ("opted_out", "Opted out"),
    ("orders", "Orders after a click"),
)


def draw_comparison(found: Comparison) -> None:
    """The verdict on top, then why, then the figures."""
    with card(_verdict(found), key="verdict"):
        facts(_facts(found))
        st.caption(f"{NET_VALUE} {found.pairing_words()} {_limits_words(found)}")
        if not found.changed:
            st.html(bullets(text for cause in found.causes for text in cause.edit.texts))
            return
    left, right = st.columns(2, gap="medium")
    with left, card(key="differences"):
        figure(difference_forest(found, dark=dark()), key="difference-forest", help=HELP)
    with right, card(key="causes"):
        _draw_causes(found)
    with card("Every figure", key="figures"):
        table(_columns(found), [_row(one, found.currency) for one in found.differences])
    with card(_steps_title(found), key="steps"):
        table(
            (Column("Message", figures=False), *(Column(title) for _, title in STEPS)),
            [_step_row(step) for step in found.steps],
            "A → B, with the difference and its 95 % interval below.",
        )


def _limits_words(found: Comparison) -> str:
    """What limits of the sender mean here, where there are any."""
    if found.residual is None:
        return ""
    rough = f"; in the last round {percent(found.residual)} of what was handed over still moved, so read waits as rough" if found.residual else ""  # fmt: skip
    return f"Each design met the queue and the budget that come of itself{rough}."


def _verdict(found: Comparison) -> str:
    return plain(found.verdict(lambda value: money(value, found.currency)))


def _facts(found: Comparison) -> list[tuple[str, str]]:
    net, currency = found["net_value"], found.currency
    return [
        ("Net value of A", money(net.a, currency)),
        ("Net value of B", money(net.b, currency)),
        ("B less A", _signed(net.effect.total, "net_value", currency)),
        ("Opt-outs, B less A", _signed(found["opt_outs"].effect.total, "opt_outs", currency)),
        ("Lives that differ", f"{count(found.changed)} of {count(found.n)}"),
    ]


def _draw_causes(found: Comparison) -> None:
    if found.untraced:
        st.subheader("No single change can be named", anchor=False)
        st.caption(found.untraced)
        return
    figure(cause_forest(found, dark=dark()), key="cause-forest", help=OWN_HELP)
    st.html(bullets(text for cause in found.causes for text in cause.edit.texts))


def _columns(found: Comparison) -> tuple[Column, ...]:
    return (
        Column("Measure", figures=False),
        Column("A", help=found.names[0]),
        Column("B", help=found.names[1]),
        Column("B less A", help="With its 95 % interval, paired by customer"),
        Column("Unpaired, times the customers", help="(var A + var B) / var (B − A)"),
        Column("Verdict", figures=False),
    )


def _row(one: Difference, currency: str) -> Row:
    pairing = NOTHING if one.pairing is None else f"{one.pairing:,.0f} ×"
    return (
        MEASURES[one.key].label,
        _plain(one.a, one.key, currency),
        _plain(one.b, one.key, currency),
        Cell(
            _signed(one.effect.total, one.key, currency), _interval(one.effect, one.key, currency)
        ),
        pairing,
        Cell(one.effect.verdict, tone=_tone(one.effect, one.key)),
    )


def _steps_title(found: Comparison) -> str:
    return "By kind of message" if found.grouped else "Message by message"


def _step_row(step: Step) -> Row:
    cells = []
    for key, _ in STEPS:
        effect = step.differences[key]
        change = f"{effect.total:+,.0f}" if effect.touched else "the same"
        if effect.touched and effect.low is not None and effect.high is not None:
            change += f" ({effect.low:+,.0f} to {effect.high:+,.0f})"
        cells.append(Cell(f"{count(step.a[key])} → {count(step.b[key])}", change))
    return (step.title, *cells)


def _tone(effect: Effect, key: str) -> str:
    good = MEASURES[key].good
    if effect.verdict not in ("higher", "lower") or good == "either":
        return "muted"
    return "good" if (effect.verdict == "higher") == (good == "up") else "bad"


def _plain(value: float, key: str, currency: str) -> str:
    return money(value, currency) if MEASURES[key].unit == "money" else count(value)


def _signed(value: float, key: str, currency: str) -> str:
    text = _plain(value, key, currency)
    return f"+{text}" if value > 0 else text


def _interval(effect: Effect, key: str, currency: str) -> str:
    if effect.low is None or effect.high is None:
        return "one customer gives no interval"
    is_count = MEASURES[key].unit == "count"
    low, high = (
        f"{end:+,.1f}" if is_count else _signed(end, key, currency)
        for end in (effect.low, effect.high)
    )
    return f"{low} to {high}"
