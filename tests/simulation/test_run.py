"""Runs: the same bits however they are flown, whole or not at all, and bad input in one sentence."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from journeyboard.audience.people import Audience
from journeyboard.errors import BadInput, RunCancelled, RunError
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import NODE_KINDS
from journeyboard.records import event_schema
from journeyboard.simulation import kernel
from journeyboard.simulation import run as flying
from journeyboard.simulation.remembered import once
from journeyboard.simulation.results import open_run
from journeyboard.simulation.run import simulate

from .flights import brand, every_kind, journey, people, shoppers


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of 100 customers, so that a small flight has several."""
    monkeypatch.setattr(flying, "PART", 100)


@pytest.mark.usefixtures("small_parts")
def test_chunks_and_workers_change_no_event(tmp_path: Path) -> None:
    ways: list[dict[str, Any]] = [
        {"workers": 1},
        {"workers": 2},
        {"chunk": 1},
        {"chunk": 37, "workers": 2},
    ]
    runs = [
        simulate(every_kind(), shoppers(350), brand=brand(), days=45, out=tmp_path / str(k), **way)
        for k, way in enumerate(ways)
    ]
    assert len({run.digest for run in runs}) == 1
    first, *others = (
        [f.read_bytes() for f in sorted(run.path.glob("*/*.parquet"))] for run in runs
    )
    assert all(other == first for other in others)


@pytest.mark.usefixtures("small_parts")
def test_who_asked_for_fewer_texts_changes_the_run_but_no_chunk_or_worker_does(tmp_path: Path) -> None:  # fmt: skip
    often, crowd = journey("fatigue_frequent"), people(250)
    frame = crowd.frame.assign(sms_less=[k % 3 == 0 for k in range(len(crowd))])
    asked = Audience(frame, crowd.orders, crowd.start)
    ways: list[dict[str, Any]] = [{"workers": 2}, {"workers": 1, "chunk": 1}, {"chunk": 41}]
    runs = [
        simulate(often, asked, brand=brand(), days=45, out=tmp_path / str(k), **way)
        for k, way in enumerate(ways)
    ]
    plain = simulate(often, crowd, brand=brand(), days=45)
    assert len({run.digest for run in runs}) == 1
    assert runs[0].digest != plain.digest
    sent = [run.manifest["types"]["message.sent"] for run in (runs[0], plain)]
    assert sent[0] < sent[1]


def test_the_order_of_customers_changes_no_life() -> None:
    crowd = shoppers(200)
    backwards = type(crowd)(
        crowd.frame.iloc[::-1].reset_index(drop=True), crowd.orders, crowd.start
    )
    there = simulate(every_kind(), crowd, brand=brand(), days=45)
    back = simulate(every_kind(), backwards, brand=brand(), days=45)
    for key in crowd.frame["profile_key"].iloc[::20]:
        mine, theirs = (
            [(e.at, e.type, e.node_id, e.value) for e in run.customer(key)] for run in (there, back)
        )
        assert mine == theirs


def test_events_have_the_schema_and_the_order_of_the_event_table() -> None:
    run = simulate(every_kind(), shoppers(100), brand=brand(), days=45)
    assert run.events.schema.names == event_schema().names
    frame = run.events.to_pandas()
    assert frame["seq"].eq(frame.groupby("profile_key", sort=False).cumcount()).all()
    assert frame.groupby("profile_key", sort=False)["at"].is_monotonic_increasing.all()
    assert frame["at"].dt.tz is None


def test_somebody_passes_every_kind_of_node() -> None:
    one = every_kind()
    assert {type(node) for node in one.nodes} == set(NODE_KINDS)
    run = simulate(one, shoppers(2_500), brand=brand(), days=90)
    passed = {node.split("/")[1] for node in run.manifest["counts"]}
    assert passed == {node.id for node in one.nodes if node.kind != "note"}


@pytest.mark.usefixtures("small_parts")
def test_a_cancelled_run_leaves_nothing(tmp_path: Path) -> None:
    asked = iter([False, False, True, True, True, True, True, True, True])
    with pytest.raises(RunCancelled, match="cancelled"):
        simulate(
            every_kind(),
            shoppers(350),
            brand=brand(),
            out=tmp_path / "run",
            workers=1,
            cancel=lambda: next(asked),
        )
    assert not (tmp_path / "run").exists()


@pytest.mark.usefixtures("small_parts")
def test_a_run_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    whole = simulate(every_kind(), shoppers(350), brand=brand(), days=30, out=tmp_path / "a")
    broken = simulate(every_kind(), shoppers(350), brand=brand(), days=30, out=tmp_path / "b")
    (broken.path / "manifest.json").unlink()
    (broken.path / "parts" / "part-00001.json").unlink()
    (broken.path / "events" / "part-00001.parquet").write_bytes(b"half")
    again = simulate(every_kind(), shoppers(350), brand=brand(), days=30, out=tmp_path / "b")
    assert again.digest == whole.digest
    assert pq.read_table(again.path / "events" / "part-00001.parquet").num_rows > 0


@pytest.mark.parametrize("error", [RunError("a life is too full"), OSError("no room"), RunCancelled("enough"), KeyboardInterrupt()])  # fmt: skip
def test_a_temporary_folder_is_gone_after_any_error(error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(flying, "_finish", fail)
    with pytest.raises(RunError if isinstance(error, OSError) else type(error)):
        simulate(every_kind(), shoppers(20), brand=brand(), days=2)
    assert not list(tmp_path.iterdir())


def test_what_is_remembered_of_an_audience_refuses_to_be_changed() -> None:
    crowd = people(50)
    fact = once(crowd, "a fact", 1, lambda: np.zeros(3))
    with pytest.raises(ValueError, match="read-only"):
        fact[0] = 1.0
    assert once(crowd, "a fact", 1, lambda: np.ones(3)) is fact


def test_the_kernel_names_all_its_modules() -> None:
    modules = {one.stem for one in Path(str(kernel.__file__)).parent.glob("*.py")} - {"__init__"}
    assert {name for name in modules if f"`{name}`" not in str(kernel.__doc__)} == set()


def test_a_folder_with_another_run_is_refused(tmp_path: Path) -> None:
    simulate(every_kind(), shoppers(50), brand=brand(), days=10, out=tmp_path)
    with pytest.raises(RunError, match="another run"):
        simulate(every_kind(), shoppers(50), brand=brand(), days=11, out=tmp_path)


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no finished run"):
        open_run(tmp_path)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"days": 0}, "1 to 366 days"),
        ({"seed": -1}, "seed"),
        ({"start": "soon"}, "not a day"),
        ({"start": "1999-01-01"}, "2000"),
    ],
)
def test_settings_that_cannot_be_flown_are_refused_in_one_sentence(
    changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        simulate(every_kind(), shoppers(50), **{"brand": brand(), **changes})


def test_an_unknown_event_is_named_with_its_node_and_the_nearest_name() -> None:
    waiting = {
        "id": "w",
        "kind": "wait_until",
        "branches": [{"name": "x", "event": "message.cliked"}],
    }
    wrong = Journey.model_validate({"id": "a", "name": "A", "start": "w", "nodes": [waiting]})
    with pytest.raises(BadInput, match=r"message\.clicked") as caught:
        simulate(wrong, shoppers(50), brand=brand())
    assert caught.value.place.node == "w"


def test_a_loop_without_a_bound_neither_hangs_nor_overruns() -> None:
    nodes = [{"id": "a", "kind": "goal", "next": "b"}, {"id": "b", "kind": "goal", "next": "a"}]
    endless = Journey.model_validate(
        {"id": "loop", "name": "Loop", "start": "a", "nodes": nodes, "entry": {"kind": "audience"}}
    )
    run = simulate(endless, shoppers(50), brand=brand(), days=10)
    assert run.manifest["capped"] == len(shoppers(50))
    assert {
        e.reason
        for e in run.customer(shoppers(50).frame["profile_key"][0])
        if e.type == "journey.exited"
    } == {"visit_cap"}


def test_a_refund_a_review_and_a_late_parcel_happen_around_the_journey() -> None:
    types = simulate(journey("post_purchase"), people(4_000), brand=brand(), days=90).manifest[
        "types"
    ]
    around = ("session.started", "cart.updated", "checkout.progressed", "order.fulfilled", "order.delivered",
              "order.refunded", "review.submitted", "support.contacted", "referral.made", "stage.changed")  # fmt: skip
    assert all(types.get(name, 0) > 0 for name in around)
    ads = simulate(journey("win_back"), people(4_000), brand=brand(), days=60).manifest["types"]
    assert ads["ad.impression"] > 0


def test_broadcasts_beside_a_journey_tire_the_list() -> None:
    """Every second day against once a week, without the brand's caps: more opt-outs, fewer clicks."""
    open_brand = brand().model_copy(update={"caps": (), "smart_sending": None})
    opt_outs, clicks = [], []
    for name in ("fatigue_weekly", "fatigue_frequent"):
        flown = [
            journey("checkout_rescue"),
            journey(name).model_copy(update={"caps": (), "smart_sending": None}),
        ]
        run = simulate(flown, people(8_000), brand=open_brand, days=60)
        life = run.truth().to_dict()["programme"]
        opt_outs.append(life["opt_outs"] / life["delivered"])
        clicks.append(life["clicks"] / life["delivered"])
    assert opt_outs[1] > 1.3 * opt_outs[0]
    assert clicks[1] < 0.9 * clicks[0]


def test_the_brands_caps_hold_the_pressure_down() -> None:
    sent = []
    for caps in ((), brand().caps):
        flown = [journey("fatigue_frequent").model_copy(update={"caps": (), "smart_sending": None})]
        run = simulate(
            flown,
            people(1_000),
            brand=brand().model_copy(update={"caps": caps, "smart_sending": None}),
            days=60,
        )
        sent.append(run.manifest["types"]["message.sent"])
    assert sent[1] < 0.8 * sent[0]
