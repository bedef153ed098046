"""A choice given in a mock holds for that customer in every run of the brand, and for nobody else."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.simulation.flights import brand, journey, people

from journeyboard.audience.people import CONSENT_COLUMNS
from journeyboard.simulation.results import Run
from journeyboard.storage.consents import ConsentChoice, keep_choice
from journeyboard.storage.store import Store
from journeyboard.workflows.consents import LESS, with_choices
from journeyboard.workflows.fly import Plan, flown, fly
from journeyboard.workflows.library import add_journey, open_library
from journeyboard.workflows.people import People, gathered

AT = datetime(2026, 3, 4, tzinfo=UTC)
FREQUENT = journey("fatigue_frequent")
PLAN = Plan("Texts", (FREQUENT.id,), People("generated", 400), days=45)


def choice(key: str, what: str, channel: str = "sms") -> ConsentChoice:
    return ConsentChoice("lumen", key, channel, what, AT)


CHOICES = st.lists(
    st.builds(
        choice,
        st.sampled_from(["c00000000", "c00000003", "c00000007", "nobody"]),
        st.sampled_from(("stop", "less", "start")),
        st.sampled_from(("sms", "sms", "email", "push")),
    ),
    max_size=8,
)


@given(CHOICES)
def test_each_choice_does_what_it_says_to_its_customer_only(said: list[ConsentChoice]) -> None:
    crowd = people(12)
    before = crowd.frame.copy()
    after = with_choices(crowd, said).frame
    pd.testing.assert_frame_equal(crowd.frame, before)
    for place, key in enumerate(before["profile_key"]):
        state = {name: str(before[name].iloc[place]) for name in CONSENT_COLUMNS}
        less = False
        for one in (one for one in said if one.profile_key == key):
            texts = ["consent_sms_marketing", "consent_sms_transactional"]
            names = texts if one.channel == "sms" else [f"consent_{one.channel}_marketing"]
            if one.choice == "stop":
                state |= dict.fromkeys(names, "unsubscribed")
            if one.choice == "start":
                state |= {n: "subscribed" for n in names if state[n] == "unsubscribed"}
            if one.choice == "less" or (one.choice == "start" and one.channel == "sms"):
                less = one.choice == "less"
        assert {name: after[name].iloc[place] for name in CONSENT_COLUMNS} == state
        assert bool(after[LESS].iloc[place] if LESS in after else False) == less


def test_choices_of_nobody_here_change_nothing_at_all() -> None:
    crowd = people(12)
    assert with_choices(crowd, [choice("nobody", "stop")]) is crowd
    took_back = with_choices(crowd, [choice("c00000003", "less"), choice("c00000003", "start")])
    assert LESS not in took_back.frame


@pytest.fixture
def store() -> Store:
    opened = open_library()
    add_journey(opened, FREQUENT)
    return opened


def texts(run: Run) -> pd.Series[int]:
    """Texts sent in a run, by customer."""
    log = run.events.to_pandas()
    sent = log[(log["type"] == "message.sent") & log["channel"].isin(["sms", "mms"])]
    return sent["profile_key"].value_counts()


def test_a_stop_silences_that_customer_in_the_next_run_and_a_less_gives_them_fewer(
    store: Store,
) -> None:
    before = texts(flown(store, fly(store, PLAN).id))
    stops, less = before.index[:2]
    keep_choice(store, "lumen", stops, "stop", words="STOP")
    keep_choice(store, "lumen", less, "less", words="LESS")
    keep_choice(store, "other", before.index[2], "stop")
    run = fly(store, PLAN)
    after = texts(flown(store, run.id))
    assert stops not in after
    assert 0 < after[less] < before[less]
    others = before.index.difference([stops, less])
    assert after[others].equals(before[others])
    assert run.settings["consent_choices"] == 2
    assert run.digest != fly(store, Plan("Other", PLAN.journeys, People("generated", 400, 2), days=45)).digest  # fmt: skip


def test_keys_of_other_customers_are_not_meant() -> None:
    said = [choice("c00000003", "stop")]
    strangers = gathered(People("generated", 12, 2), brand(), choices=said)
    assert strangers.digest == gathered(People("generated", 12, 2), brand()).digest
    same = gathered(People("generated", 12), brand(), choices=said)
    assert same.frame["consent_sms_marketing"].iloc[3] == "unsubscribed"
