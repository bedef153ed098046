"""Job stories come apart into their three parts and go together again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeyboard.journey.file import load
from journeyboard.journey.job import HINTS, Job, job_of, job_text
from journeyboard.journey.messages import MessageBase
from journeyboard.journey.samples import sample_journeys

PARTS = st.lists(st.sampled_from(["map", "home", "it", "cart", "skin", "before", "the", "shop’s", "text"]), max_size=6).map(" ".join)  # fmt: skip


@given(PARTS, PARTS, PARTS)
def test_what_is_put_together_comes_apart_the_same(when: str, want: str, so_that: str) -> None:
    job = Job(when, want, so_that)
    assert job_of(job_text(job)) == job
    assert set(job.missing) == {name for name in HINTS if not getattr(job, name)}


@pytest.mark.parametrize("name", sorted(sample_journeys()))
def test_the_stories_of_the_samples_are_whole(name: str) -> None:
    for node in load(sample_journeys()[name]).nodes:
        if isinstance(node, MessageBase) and node.job:
            job = job_of(node.job)
            assert not job.missing
            assert job_text(job) == " ".join(node.job.split())


@pytest.mark.parametrize(
    ("text", "job"),
    [
        ("", Job()),
        ("Find my size", Job(want="Find my size")),
        ("when lost,\n  I want to see a map so that I could get home", Job("lost", "to see a map", "get home")),
        ("Whenever it rains, I need a coat", Job("it rains", "a coat")),
        ("I want to know when it comes, so I can be there", Job(want="to know when it comes", so_that="be there")),
    ],
)  # fmt: skip
def test_half_stories_keep_what_they_say(text: str, job: Job) -> None:
    assert job_of(text) == job
