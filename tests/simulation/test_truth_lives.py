"""Each message left out, lost subscriber value, audiences, overlaps, and the error of so many customers."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import chi2

from journeyboard.audience.people import Audience
from journeyboard.errors import BadInput, RunError
from journeyboard.journey import nodes as kinds_of
from journeyboard.journey.graph import ControlGroup, Journey
from journeyboard.simulation.behaviour import Behaviour
from journeyboard.simulation.kernel import layout as at
from journeyboard.simulation.part import Chunk, fly_range
from journeyboard.simulation.program import compile_flight
from journeyboard.simulation.run import Run, flight_of, simulate
from journeyboard.simulation.segments import segment_codes
from journeyboard.simulation.sums import Sums, added, life_sums
from journeyboard.simulation.truth import total_error, truth_of

from .flights import brand, every_kind, journey, people, shoppers

SILENT = Behaviour().without_effects()
EAGER = Behaviour({"click.sms": 0.6, "order.after_click": 0.6, "notice.sms": 0.95})


COPY: dict[str, dict[str, Any]] = {
    "sms": {"body": "Lumen: it waits: {{ link }}", "link": {"url": "https://lumen.example/c"}},
    "email": {"subject": "It waits", "body": "{{ link }}", "link": {"url": "https://lumen.example/c"}},
    "push": {"heading": "Lumen", "body": "It waits"},
}  # fmt: skip


def writing(*messages: tuple[str, str]) -> Journey:
    """After a checkout begins: a wait and a message on a channel, and so on."""
    nodes: list[dict[str, Any]] = []
    for k, (wait, channel) in enumerate(messages):
        after = f"wait_{k + 1}" if k + 1 < len(messages) else "done"
        nodes += [
            {"id": f"wait_{k}", "kind": "delay", "for": wait, "next": f"text_{k}"},
            {"id": f"text_{k}", "kind": channel, "role": "reminder", **COPY[channel], "next": after},
        ]  # fmt: skip
    return Journey.model_validate({
        "id": "writing", "name": "Writing", "start": "wait_0",
        "entry": {"kind": "event", "event": "checkout.started", "key": "cart_id"},
        "nodes": [*nodes, {"id": "done", "kind": "exit"}],
    })  # fmt: skip


def flown(design: Journey, crowd: Audience, behaviour: Behaviour | None = None) -> tuple[Any, Chunk]:  # fmt: skip
    flight = flight_of(design, crowd, brand=brand(), seed=3, days=60, behaviour=behaviour)
    program = compile_flight(flight)
    return program, fly_range(program, 0, program.size, program.size, lambda: None)[0]


def sums_of(program: Any, chunk: Chunk, first: int = 0) -> dict[str, Sums]:
    groups, codes = segment_codes(program)
    return life_sums(program, chunk, groups, codes[first : first + len(chunk.totals)])


@cache
def mixed_run() -> Run:
    """Texts, e-mails and pushes one after the other, in a world that reacts."""
    lively = Behaviour({"opt_out.sms": 0.2, "opt_out.email": 0.2, "opt_out.push": 0.2, "visits.rate": 2.0})  # fmt: skip
    design = writing(("1 hour", "sms"), ("1 hour", "email"), ("1 hour", "push"), ("1 day", "sms"))
    held_out = design.model_copy(update={"control_group": ControlGroup(share=0.1)})
    return simulate(held_out, shoppers(1_000), brand=brand(), days=60, behaviour=lively)


def test_without_its_only_message_a_journey_is_a_journey_not_flown() -> None:
    program, chunk = flown(writing(("1 hour", "sms")), shoppers(1_500))
    place = {name: k for k, name in enumerate(program.names.lives)}
    left_out = chunk.totals[:, place["without_message", "writing", "text_0"]]
    assert (left_out == chunk.totals[:, place["untouched",]]).all()
    assert (left_out == chunk.totals[:, place["without_channel", "sms"]]).all()
    assert (left_out != chunk.totals[:, 0]).any()


@pytest.mark.parametrize(
    ("design", "crowd", "reached"),
    [
        (every_kind(), shoppers(600), {"sms", "email"}),
        (journey("win_back"), people(2_000), {"all_email", "all_ads", "quiet_ads", "text_sms"}),
    ],
    ids=["every_kind", "win_back"],
)
def test_whom_a_message_did_not_reach_lives_the_same_without_it(
    design: Journey, crowd: Audience, reached: set[str]
) -> None:
    program, chunk = flown(design, crowd)
    kinds = (at.EVENT["message.sent"], at.EVENT["ad.impression"])
    told = np.isin(chunk.rows["type"], kinds)
    lives = {name[2]: k for k, name in enumerate(program.names.lives) if name[0] == "without_message"}  # fmt: skip
    assert set(lives) == {node.id for node in design.nodes if isinstance(node, kinds_of.Message)}
    for node, k in lives.items():
        mine = told & (chunk.rows["node"] == program.names.nodes.index(node))
        got = np.zeros(len(crowd), bool)
        got[chunk.rows["customer"][mine]] = True
        changed = (chunk.totals[:, k] != chunk.totals[:, 0]).any(1)
        assert not changed[~got].any()
        assert changed[got].any() or node not in reached


@pytest.mark.parametrize(
    "design", [writing(("1 hour", "sms"), ("3 days", "sms")), every_kind()], ids=lambda j: j.id
)
def test_messages_without_effects_add_their_cost_alone(design: Journey) -> None:
    run = simulate(design, shoppers(400), brand=brand(), days=60, behaviour=SILENT)
    truth = run.truth()
    free = ("converted", "orders", "revenue", "discount", "margin", "opt_outs", "clicks", "lost_value")  # fmt: skip
    for life in (truth.programme, *truth.messages.values(), *truth.channels.values()):
        told = {f"incremental_{name}{end}" for name in free for end in ("", "_error")}
        assert {name: life[name] for name in told} == dict.fromkeys(told, 0)
        assert life["incremental_net_margin"] == pytest.approx(-life["incremental_cost"])
    assert truth.programme["incremental_cost"] > 0


def test_every_opt_out_loses_the_brands_value_of_its_channel() -> None:
    run = mixed_run()
    worth = brand().subscriber_value
    values = {"sms": worth.sms, "email": worth.email, "push": worth.push}
    events = run.events.select(["type", "channel"]).to_pandas()
    left = events.loc[events["type"] == "consent.unsubscribed", "channel"].value_counts()
    lost = {channel: int(left.get(channel, 0)) for channel in values}
    assert all(lost.values())
    assert run.outcomes["lost_value"].sum() == sum(100 * values[c] * n for c, n in lost.items())
    assert run.truth().programme["lost_value"] == sum(values[c] * n for c, n in lost.items())
    assert run.assignments["lost_value"].sum() > 0


def test_an_audiences_truth_is_that_of_its_customers() -> None:
    run = mixed_run()
    rows = run.outcomes
    assert len(run.truth().audiences) > 5
    for name, told in run.truth().audiences.items():
        mine = rows[[name in groups for groups in rows["segments"]]]
        change = mine["orders"] - mine["untouched_orders"]
        assert told["n"] == len(mine)
        assert told["incremental_orders"] == change.sum()
        assert told["incremental_orders_error"] == pytest.approx(change.std() * len(mine) ** 0.5)
        assert told["sms"]["n"] == len(mine)


def test_overlap_is_what_the_own_increments_leave_of_the_whole() -> None:
    truth = mixed_run().truth()
    own = {"channels": [v for k, v in truth.channels.items() if k != "mms"], "messages": list(truth.messages.values())}  # fmt: skip
    for kind, lives in own.items():
        for name in ("orders", "revenue", "opt_outs", "net_value", "converted"):
            key = f"incremental_{name}"
            rest = truth.programme[key] - sum(life[key] for life in lives)
            assert truth.overlap[kind][key] == pytest.approx(rest, abs=1e-6)
    assert truth.overlap["channels"]["incremental_orders"] != 0


def test_a_single_channel_overlaps_with_nothing() -> None:
    truth = truth_of(
        sums_of(*flown(writing(("1 hour", "sms"), ("1 day", "sms")), shoppers(1_500))),
        (),
        ["writing"],
    )
    assert truth.channels["sms"].items() <= truth.programme.items()
    assert truth.overlap["channels"] == {
        name: 0 if name.startswith("incremental") else value
        for name, value in truth.overlap["channels"].items()
    }


def test_messages_far_apart_add_up_within_chance_and_rivals_do_not() -> None:
    apart = Behaviour({"click.fatigue": 0.0, "opt_out.sms": 0.0, "order.after_click": 0.3})  # fmt: skip
    far = truth_of(
        sums_of(*flown(writing(("1 hour", "sms"), ("12 days", "sms")), shoppers(4_000), apart)),
        (),
        [],
    )
    rest = far.overlap["messages"]
    for life in far.messages.values():
        assert life["incremental_orders"] > 2 * life["incremental_orders_error"]
    assert abs(rest["incremental_orders"]) < 4 * max(rest["incremental_orders_error"], 1)
    near = truth_of(
        sums_of(*flown(writing(("1 hour", "sms"), ("1 minute", "sms")), shoppers(4_000), EAGER)),
        (),
        [],
    )
    rest = near.overlap["messages"]
    assert rest["incremental_converted"] > 4 * rest["incremental_converted_error"]


def test_parts_add_up_to_the_whole_in_any_order() -> None:
    program, whole = flown(every_kind(), shoppers(300))
    n = len(whole.totals)
    spans = [(0, 100), (100, 101), (101, n)]
    halves = [whole._replace(**{name: getattr(whole, name)[a:b] for name in ("totals", "windows", "arms", "marks")}) for a, b in spans]  # fmt: skip
    parts = [sums_of(program, half, a) for half, (a, _) in zip(halves, spans, strict=True)]
    assert added(parts) == added(parts[::-1]) == sums_of(program, whole)


def test_one_customer_is_too_few_for_an_error() -> None:
    assert total_error(1, 5, 25, 1) is None
    assert total_error(2, 5, 25, 1) == pytest.approx(5.0)


def test_the_error_is_how_far_other_worlds_lie_apart() -> None:
    runs, told, errors = 60, [], []
    crowd = people(runs * 500)
    design, order = writing(("1 hour", "sms"), ("1 day", "sms")), np.arange(len(crowd))
    for k in range(runs):
        flight = flight_of(design, crowd.where(order % runs == k), brand=brand(), seed=k, days=30, behaviour=EAGER)  # fmt: skip
        program = compile_flight(flight)
        chunk = fly_range(program, 0, program.size, program.size, lambda: None)[0]
        life = truth_of(sums_of(program, chunk), (), []).programme
        told.append(life["incremental_net_margin"] / life["n"])
        errors.append(life["incremental_net_margin_error"] / life["n"])
    ratio = np.var(told, ddof=1) / np.mean(np.square(errors))
    low, high = chi2.interval(0.999, runs - 1)
    assert low / (runs - 1) < ratio < 1.25 * high / (runs - 1)


def test_an_old_run_asks_to_be_flown_again() -> None:
    with pytest.raises(RunError, match="fly it again"):
        truth_of({"untouched": [0] * 23}, (), [])


def test_lives_not_flown_are_told_and_never_zero() -> None:
    """The same events and the same truth of everything else; None and a reason for what was left out."""
    whole = mixed_run().truth()
    lively = Behaviour({"opt_out.sms": 0.2, "opt_out.email": 0.2, "opt_out.push": 0.2, "visits.rate": 2.0})  # fmt: skip
    design = writing(("1 hour", "sms"), ("1 hour", "email"), ("1 hour", "push"), ("1 day", "sms"))
    held_out = design.model_copy(update={"control_group": ControlGroup(share=0.1)})
    for lives, gone in (((), {"arms", "channels", "messages"}), (("untouched", "channels"), {"arms", "messages"})):  # fmt: skip
        run = simulate(held_out, shoppers(1_000), brand=brand(), days=60, behaviour=lively, lives=lives)  # fmt: skip
        truth = run.truth()
        assert set(truth.not_flown) == gone
        same = [run.events.drop_columns("run_id") for run in (run, mixed_run())]
        assert same[0].equals(same[1])
        assert truth.programme == whole.programme
        assert truth.experiments is None
        assert truth.messages is truth.overlap["messages"] is None
        assert truth.journeys == whole.journeys == {}
        assert truth.channels == (None if "channels" in gone else whole.channels)
        assert truth.overlap["channels"] == (None if "channels" in gone else whole.overlap["channels"])  # fmt: skip
        assert ("sms" in next(iter(truth.audiences.values()))) == ("channels" not in gone)
        assert run.outcomes.drop(columns="segments").equals(mixed_run().outcomes.drop(columns="segments"))  # fmt: skip


def test_an_unknown_kind_of_lives_is_refused() -> None:
    with pytest.raises(BadInput, match="“ads” is no kind of lives"):
        simulate(every_kind(), shoppers(20), brand=brand(), lives=("ads",))


def test_money_of_large_numbers_is_exact() -> None:
    """Prices as in rupiah: a text costs 800 and a product 90 million, and nothing wraps."""
    dear = brand().model_copy(update={
        "products": tuple(p.model_copy(update={"price": 90e6}) for p in brand().products),
        "prices": brand().prices.model_copy(update={"sms_part": {"default": 800.0}}),
    })  # fmt: skip
    design = writing(("1 hour", "sms"), ("1 day", "sms"), ("1 day", "sms"))
    program = compile_flight(flight_of(design, shoppers(300), brand=dear, seed=3, days=60))
    chunk, _ = fly_range(program, 0, program.size, program.size, lambda: None)
    bought, sent = (chunk.rows["type"] == at.EVENT[name] for name in ("order.placed", "message.sent"))  # fmt: skip
    for outcome, rows, field in ((at.REVENUE, bought, "value"), (at.COST, sent, "cost")):
        wanted = np.zeros(program.size, np.int64)
        np.add.at(wanted, chunk.rows["customer"][rows], chunk.rows[field][rows])
        assert (chunk.totals[:, 0, outcome] == wanted).all()
        assert wanted.max() > 1 << 31
    sums = sums_of(program, chunk)["untouched"]
    gained = (chunk.totals[:, 0] - chunk.totals[:, 1]).tolist()
    assert sums["squares"] == [sum(one[k] ** 2 for one in gained) for k in range(at.N_OUTCOMES)]
    assert max(sums["squares"]) > 1 << 63


@pytest.mark.parametrize("texts", [("picture",), ("picture", "text")])
def test_the_life_without_texts_is_named_so_where_all_of_them_are_pictures(texts: tuple[str, ...]) -> None:  # fmt: skip
    told = writing(*(("1 hour", "sms") for _ in texts)).model_dump(mode="json", exclude_unset=True)
    for node, kind in zip(told["nodes"][1::2], texts, strict=False):
        node |= {"media": "cart.png"} if kind == "picture" else {}
    run = simulate(Journey.model_validate(told), shoppers(300), brand=brand(), days=40, behaviour=EAGER)  # fmt: skip
    truth = run.truth()
    assert list(truth.channels) == (["sms"] if len(texts) == 1 else ["mms", "sms"])
    assert truth.channels["sms"] == {k: v for k, v in truth.programme.items() if k != "subscriber_value_lost"}  # fmt: skip
    assert truth.channels["sms"]["incremental_clicks"] > 0
    assert all("sms" in audience for audience in truth.audiences.values())
    assert truth.overlap["channels"]["incremental_orders"] == 0


def test_a_run_goes_on_with_the_same_lives_only(tmp_path: Path) -> None:
    simulate(every_kind(), shoppers(20), brand=brand(), days=10, out=tmp_path, lives=("arms",))
    with pytest.raises(RunError, match="another run"):
        simulate(every_kind(), shoppers(20), brand=brand(), days=10, out=tmp_path)
