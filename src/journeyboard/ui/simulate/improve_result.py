"""What a search found: the verdict, what it turns, the trade-offs, the fresh worlds, and “apply”."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from journeyboard.charts.frontier import frontier_chart, worlds_chart
from journeyboard.errors import JourneyboardError, StaleRevision
from journeyboard.simulation.searching.searched import Design, Search
from journeyboard.simulation.searching.worth import PER
from journeyboard.ui import state
from journeyboard.ui.parts import card, dark, facts, figure, go
from journeyboard.ui.person import me
from journeyboard.ui.plain import plain
from journeyboard.ui.simulate.improve_form import Request
from journeyboard.ui.tables import Cell, Column, table
from journeyboard.ui.wording import NOTHING, count, money, percent
from journeyboard.workflows.library import open_stored
from journeyboard.workflows.search_words import (
    crowd_words,
    curse_words,
    headline,
    keep_winner,
    reason,
    sum_words,
    with_error,
)

Say = Callable[[float], str]
REASONS = 12
"""Different reasons for refusing designs that are listed at most."""


def draw_result(request: Request, search: Search) -> None:
    """The verdict first, then how it was found and how sure it is."""
    pay = _pay(search)
    with card(headline(search), key="verdict"):
        st.markdown(plain(reason(search, pay)))
        _draw_winner(request, search)
    with st.container(border=True, key="frontier"):
        figure(
            frontier_chart(search, partial(sum_words, search, money=pay), finding=_trade(search), dark=dark()),
            key="frontier-chart",
            help="Each point is a design. Higher is better, further left loses fewer subscribers. The "
            "line joins the designs that no other beats in both.",
        )  # fmt: skip
    if search.proof:
        with st.container(border=True, key="worlds"):
            wins = f"Ahead of your design in {search.proof.wins} of {len(search.proof.worlds)} fresh worlds"  # fmt: skip
            figure(worlds_chart(search, partial(sum_words, search, money=pay), finding=wins, dark=dark()), key="worlds-chart")  # fmt: skip
            st.caption(plain(f"{crowd_words(search)} {curse_words(search, pay)}"))
    _draw_finalists(search)
    _draw_refused(search)


def _pay(search: Search) -> Say:
    """Amounts in the brand's currency; cents say nothing about hundreds."""
    return lambda value: money(value, search.currency, 0 if abs(value) >= 100 else 2)


def _trade(search: Search) -> str:
    front = search.frontier
    if not search.start.broken and len(front) <= 1:
        return f"{len(search.designs):,} designs: one is best in both, more gain and fewer opt-outs"
    return f"{len(search.designs):,} designs: {len(front)} trade gain against opt-outs"


def _draw_winner(request: Request, search: Search) -> None:
    """What is different in the winner, what it does, and the way to keep it."""
    if search.winner is None:
        st.caption(_effort(search))
        return
    pay = _pay(search)
    tone = "good" if search.proven or search.rescued else ""
    rows = [
        (knob.title, Cell(knob.words(knob.now)), Cell(knob.words(value), tone=tone))
        for knob, value in zip(search.knobs, search.winner.settings, strict=True)
        if value != knob.now
    ]
    table((Column("Turned", figures=False), Column("Yours"), Column("Best found")), rows)
    _draw_facts(search, pay)
    for warning in search.new_warnings:
        st.warning(plain(f"A new warning in Checks: {warning}"), icon=":material/rule:")
    if search.proven or search.rescued:
        _draw_apply(request, search)
    st.caption(_effort(search))


def _draw_facts(search: Search, pay: Say) -> None:
    proof = search.proof
    if proof is None:
        return
    start, best = proof.start, proof.winner
    facts(
        [
            (f"More per {PER:,} customers", with_error(search, proof.total, pay)),
            (f"Opt-outs per {PER:,}", f"{start.opt_outs:,.1f} → {best.opt_outs:,.1f}"),
            ("Opt-out rate", f"{percent(start.opt_out_rate, 2)} → {percent(best.opt_out_rate, 2)}"),
            (f"Message cost per {PER:,}", f"{pay(start.cost)} → {pay(best.cost)}"),
        ]
    )
    st.caption(f"Over {count(best.customers)} fresh customers; ± is half a 95 % interval, paired by customer.")  # fmt: skip


def _effort(search: Search) -> str:
    steps = ", then ".join(f"{one.designs:,} designs over {one.customers:,}" for one in search.rounds)  # fmt: skip
    return f"{steps} customers, and the neighbours of the best: {search.flights:,} flights in {search.seconds:,.0f} s."  # fmt: skip


def _draw_apply(request: Request, search: Search) -> None:
    key, done = f"applied-{request.journey_id}", st.session_state.get(f"applied-{request.journey_id}")  # fmt: skip
    with st.container(horizontal=True):
        if done is None or done[0] is not search:
            st.button(
                "Save as a new revision",
                icon=":material/save:",
                type="primary",
                key="apply",
                help="Your present revision stays in the history.",
                on_click=_apply,
                args=(request, search, key),
            )
            return
        st.markdown(f":material/check_circle: Saved as revision {done[1]}.")
        go("design", "Open in Design", ":material/account_tree:", "to-design", journey=request.journey_id)  # fmt: skip
        go("simulate", "Compare", ":material/compare_arrows:", "to-compare", view="compare", a=f"{request.journey_id}@{request.number}", b=request.journey_id)  # fmt: skip


def _apply(request: Request, search: Search, key: str) -> None:
    pay = _pay(search)
    try:
        opened = open_stored(state.store(), request.journey_id, request.number)
        kept = keep_winner(state.store(), opened, search, pay, author=me().name)
    except StaleRevision:
        state.say("Somebody has saved this journey since the search began. Search again from the newest revision.", state.ERROR)  # fmt: skip
        return
    except JourneyboardError as error:
        state.say(str(error), state.ERROR)
        return
    st.session_state[key] = (search, kept.revision.number)
    state.forget(request.journey_id)
    state.say(f"Saved as revision {kept.revision.number}.", state.DONE)


def _draw_finalists(search: Search) -> None:
    """The best designs where they were searched, and on fresh customers."""
    pay = _pay(search)
    if not search.finalists:
        return
    with card("The finalists, met again on fresh customers", key="finalists"):
        columns = (
            Column("Design", figures=False),
            Column("In the search", help="Better than yours by, on the customers it was chosen on."),
            Column("On fresh customers", help="The same, on customers the search had not seen."),
            Column("Opt-outs", help=f"Per {PER:,} fresh customers."),
        )  # fmt: skip
        table(columns, [_finalist(search, one, pay) for one in search.finalists])
        st.caption(f"Better than your design by so much per {PER:,} customers; ± is half a 95 % interval.")  # fmt: skip


def _finalist(search: Search, design: Design, pay: Say) -> tuple[Cell | str, ...]:
    if design.score is None or design.fresh is None:
        return search.changes(design), NOTHING, NOTHING, NOTHING
    name = Cell(search.changes(design), "; ".join(design.broken))
    seen = Cell(sum_words(search, design.score.better.mean, pay))
    fresh = design.fresh.better
    tone = "good" if fresh.low > 0 else "bad" if fresh.high < 0 else ""
    return name, seen, Cell(with_error(search, fresh, pay), tone=tone), f"{design.fresh.opt_outs:,.1f}"  # fmt: skip


def _draw_refused(search: Search) -> None:
    refused = [design for design in search.designs if design.broken]
    if not refused:
        return
    reasons: dict[str, list[Design]] = {}
    for design in refused:
        for limit in design.broken:
            reasons.setdefault(limit, []).append(design)
    with st.expander(f"{len(refused):,} designs break a limit"):
        rows = [
            (Cell(limit, search.changes(some[0])), f"{len(some):,}")
            for limit, some in sorted(reasons.items(), key=lambda pair: -len(pair[1]))[:REASONS]
        ]
        table((Column("Why, and a design of this kind", figures=False), Column("Designs")), rows)
