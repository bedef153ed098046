"""Calibration gives back what a log was flown with, and keeps and names what the log does not tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.stats import binom

from journeyboard.audience.customers import customers
from journeyboard.audience.people import Audience
from journeyboard.errors import BadInput, RunCancelled
from journeyboard.journey.file import load
from journeyboard.journey.graph import Journey
from journeyboard.journey.samples import sample_journeys
from journeyboard.measurement.log import EventLog, open_log
from journeyboard.simulation.behaviour import Behaviour, parameters
from journeyboard.simulation.calibration.answer import Calibration
from journeyboard.simulation.calibration.calibrate import calibrate
from journeyboard.simulation.calibration.effect import World
from journeyboard.simulation.circumstances import Circumstances, Limits
from journeyboard.simulation.results import Run
from journeyboard.simulation.run import simulate

DAYS = 60
TRUTH = Behaviour(
    {
        "click.sms": 0.14, "click.email": 0.16, "click.fatigue": 0.08, "click.hour_distance": 0.93,
        "delivery.sms": 0.94, "delivery.seconds_median": 10, "latency.sms_median": 15,
        "latency.sms_sigma": 1.5, "latency.email_median": 120, "notice.email": 0.35,
        "open.privacy_proxy": 0.4, "opt_out.sms": 0.012, "opt_out.first": 3.0,
        "opt_out.pressure": 0.22, "checkout.shipping": 0.42, "checkout.cart_to_start": 0.6,
        "checkout.step_median": 35, "return.abandoned": 0.14, "baseline.rate": 1.3,
        "visits.rate": 1.2, "order.after_click": 0.5, "parcel.refund": 0.08, "parcel.late": 0.12,
        "parcel.transit_median": 60, "parcel.fulfil_median": 30,
    }
)  # fmt: skip


def sample(name: str) -> Journey:
    return load(sample_journeys()[name])


@cache
def people(count: int = 3_000, seed: int = 21) -> Audience:
    return customers(count, seed=seed)


@cache
def flown(count: int = 3_000, seed: int = 21, *, control: bool = True) -> tuple[Run, Journey]:
    journey = sample("fatigue_weekly")
    if not control:
        journey = journey.model_copy(update={"control_group": None})
    return simulate(journey, people(count, seed), seed=seed, days=DAYS), journey


def span(run: Run) -> tuple[datetime, datetime]:
    start = datetime.fromisoformat(run.manifest["start"])
    return start, start + timedelta(days=int(run.manifest["days"]))


@cache
def calibrated() -> Calibration:
    run, journey = flown()
    return calibrate(run.log, journey, people=people(), span=span(run))


def only(run: Run, keep: Callable[[str], bool]) -> EventLog:
    import pyarrow.compute as pc

    events = run.events
    kinds = [name for name in pc.unique(events["type"].cast("string")).to_pylist() if keep(name)]
    return open_log(events.filter(pc.is_in(events["type"].cast("string"), value_set=_array(kinds))))


def _array(values: list[str]) -> Any:
    import pyarrow as pa

    return pa.array(values, pa.string())


def reason(found: Calibration, key: str) -> str:
    assert found.estimate(key) is None
    return next(one.reason for one in found.kept if one.key == key)


def test_known_parameters_are_recovered_within_their_intervals() -> None:
    """Two worlds of 20,000 customers with 25 numbers changed: 95 % intervals hold as often as they say.

    The band is that of a binomial: fewer hits than its 0.1 % point would mean a biased estimator.
    """
    journeys = [sample("checkout_rescue"), sample("fatigue_weekly")]
    hits, scores = [], {}
    for seed in (31, 32):
        audience = customers(20_000, seed=seed)
        run = simulate(journeys, audience, seed=seed, days=DAYS, behaviour=TRUTH)
        found = calibrate(run.log, journeys, people=audience, span=span(run))
        for one in found.estimates:
            truth = TRUTH[one.key]
            hits.append(one.low <= truth <= one.high)
            width = max(one.high - one.low, 1e-12) / 3.92
            scores[one.key, seed] = abs(truth - one.value) / width
        changed = {key for key in TRUTH.changed if found.estimate(key)}
        assert len(changed) >= len(TRUTH.changed) - 2, set(TRUTH.changed) - changed
    assert sum(hits) >= binom.ppf(0.001, len(hits), 0.95), scores
    assert sum(hits) >= 0.9 * len(hits)
    # What lies far off is not chance, however many others hit.
    assert max(scores.values()) < 5, max(scores, key=lambda key: scores[key])


def test_the_default_model_is_compatible_with_a_log_flown_with_it() -> None:
    found = calibrated()
    agreeing = sum(one.compatible for one in found.estimates)
    assert agreeing >= binom.ppf(0.001, len(found.estimates), 0.95)
    named = {one.key for one in found.estimates} | {one.key for one in found.kept}
    assert named == set(parameters())
    assert all(one.reason for one in found.kept)


def test_the_effect_comes_from_the_contrast_not_from_those_who_clicked() -> None:
    run, _ = flown()
    found = calibrated()
    effect = found.estimate("order.after_click")
    assert effect is not None
    assert effect.low <= 0.22 <= effect.high
    contrast = next(e.lift(e.lifts[0].arm, "converted") for e in run.lift(outcomes=("converted",)))
    # A small list tells little: an interval as narrow as that of the clickers would be a lie.
    assert contrast.low is not None
    assert (effect.low == 0) == (contrast.low < 0)


def test_without_a_control_group_the_effect_is_not_identified() -> None:
    run, journey = flown(control=False)
    found = calibrate(run.log, journey, people=people(), span=span(run))
    assert "no control group" in reason(found, "order.after_click")
    assert found.estimate("click.sms") is not None


def test_a_log_with_only_messages_says_what_it_lacks() -> None:
    run, journey = flown()
    log = only(run, lambda name: name.startswith("message."))
    found = calibrate(log, journey, people=people(), span=span(run))
    assert "no page events" in reason(found, "checkout.shipping")
    assert "no orders" in reason(found, "baseline.rate")
    assert "no parcel events" in reason(found, "parcel.late")
    assert "no opt-out events" in reason(found, "opt_out.sms")
    assert "no visits" in reason(found, "visits.rate")
    for key in ("click.sms", "delivery.sms", "latency.sms_median"):
        assert found.estimate(key) is not None


def test_without_the_customers_everybody_is_average_and_that_is_said() -> None:
    run, journey = flown()
    found = calibrate(run.log, journey, span=span(run))
    assert "without their file" in reason(found, "click.hour_distance")
    assert "without their file" in reason(found, "baseline.rate")
    assert "without the customers' file" in reason(found, "order.after_click")
    assert any("average" in note for note in found.notes)
    assert found.estimate("click.sms") is not None


def test_a_number_that_no_event_reports_is_named_as_such() -> None:
    found = calibrated()
    assert "looked at a text" in reason(found, "notice.sms")
    assert "yardstick" in reason(found, "click.role_brand")


def test_few_events_are_said_to_be_few() -> None:
    run, journey = flown(300, 22)
    found = calibrate(run.log, journey, people=people(300, 22), span=span(run))
    thin = [one for one in found.estimates if one.thin]
    assert thin
    assert all(any(one.key in words for words in found.warnings) for one in thin)


def test_an_empty_log_and_other_customers_are_refused() -> None:
    run, journey = flown()
    with pytest.raises(BadInput, match="no events"):
        calibrate(only(run, lambda _: False), journey)
    strangers = customers(100, seed=99)
    keys = {key: f"x{key}" for key in strangers.frame["profile_key"]}
    frame = strangers.frame.assign(profile_key=strangers.frame["profile_key"].map(keys))
    with pytest.raises(BadInput, match="customer file"):
        calibrate(run.log, journey, people=Audience(frame, strangers.orders.iloc[:0]))


def test_it_can_be_stopped_and_says_how_far_it_is() -> None:
    run, journey = flown()
    told: list[tuple[int, int]] = []
    calibrate(run.log, journey, span=span(run), progress=lambda *far: told.append(far))
    assert told[-1][0] == told[-1][1]
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    with pytest.raises(RunCancelled):
        calibrate(run.log, journey, span=span(run), cancel=lambda: True)


def test_a_part_of_the_customers_stays_whole() -> None:
    from journeyboard.simulation.calibration import read as calibrate_read

    run, _ = flown()
    keys = people().frame["profile_key"].tolist()
    some = calibrate_read.read_evidence(run.log, audience=keys, span=span(run), most=500)
    assert 400 < len(some.keys) < 600
    whole = calibrate_read.read_evidence(run.log, audience=keys, span=span(run))
    number = {key: k for k, key in enumerate(whole.keys)}
    for k, key in list(enumerate(some.keys))[:20]:
        mine = some.events[some.events["who"] == k]["at"].to_numpy()
        all_of_theirs = whole.events[whole.events["who"] == number[key]]["at"].to_numpy()
        np.testing.assert_array_equal(mine, all_of_theirs)


def test_the_model_can_be_flown_and_read_back() -> None:
    _, journey = flown()
    found = calibrated()
    told = found.to_dict()
    assert Behaviour(told["behaviour"]).changed == found.behaviour.changed
    again = simulate(journey, people(300, 22), days=10, behaviour=found.behaviour)
    assert again.manifest["behaviour"] == dict(found.behaviour.changed)


@cache
def peak() -> tuple[Run, Journey, Audience, Circumstances]:
    """A flight through the holiday season: 40 days with a factor well above that of other days."""
    journey = sample("fatigue_weekly")
    around = Circumstances(seasons=("holiday",), launches={journey.id: "2026-12-10"})
    own = customers(3_000, seed=21, start="2026-11-20")
    run = simulate(journey, own, seed=21, days=40, start="2026-11-20", circumstances=around)
    return run, journey, own, around


def test_rates_are_those_of_a_usual_day_whatever_the_season() -> None:
    run, journey, own, around = peak()
    found = calibrate(run.log, journey, people=own, span=span(run), circumstances=around)
    blind = calibrate(run.log, journey, people=own, span=span(run))
    seen, missed = found.estimate("visits.rate"), blind.estimate("visits.rate")
    assert seen is not None
    assert missed is not None
    assert seen.low <= 1.0 <= seen.high
    assert missed.low > 1.1
    orders = found.estimate("baseline.rate")
    assert orders is not None
    assert orders.low <= 1.0 <= orders.high


def test_the_contrast_flies_in_the_circumstances_without_their_limits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run, journey, own, around = peak()
    worlds: list[World] = []
    monkeypatch.setattr(
        "journeyboard.simulation.calibration.calibrate.fit_effect",
        lambda _log, world, *_rest: worlds.append(world),
    )
    around = replace(
        around, limits=Limits(sms=1.0), launches={**around.launches, "elsewhere": "2026-12-01"}
    )
    found = calibrate(run.log, journey, people=own, span=span(run), circumstances=around)
    assert worlds[0].circumstances == replace(
        around, limits=Limits(), launches={journey.id: "2026-12-10"}
    )
    assert any("limits" in warning for warning in found.warnings)


def test_arms_that_the_journey_does_not_have_are_told_and_left_out() -> None:
    import pyarrow.compute as pc

    run, journey = flown()
    arms = run.events["arm"].cast("string")
    place = run.events.column_names.index("arm")
    other = run.events.set_column(place, "arm", pc.replace_substring(arms, "treated", "blue"))
    found = calibrate(open_log(other), journey, people=people(), span=span(run))
    assert any("does not have" in note and "blue" in note for note in found.notes)
    assert found.estimate("order.after_click") is None
