"""The few rows that metrics keep of a log tell of messages, skips and credits all that the whole log tells."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from journeyboard.measurement import sums
from journeyboard.measurement.log import compiled, open_log

from .logs import messy_rows, table

FOUR_HOURS = 4 * 3_600


@pytest.mark.parametrize("by", [None, *sums.GROUPS])
def test_the_rows_that_are_kept_give_the_sums_of_all_events(by: str | None) -> None:
    log = open_log(table(messy_rows(6)))
    builds: list[Any] = [
        partial(sums.message_sums, by=by),
        partial(sums.skip_counts, by=by),
        partial(sums.credit_sums, by=by, window=FOUR_HOURS),
    ]
    kept = partial(sums.telling, by=by)
    of_kept = log.rows(*(compiled(build, kept) for build in builds), kept=compiled(kept))
    for few, whole in zip(of_kept, log.collect(*builds), strict=True):
        assert whole
        assert sorted(map(str, few)) == sorted(map(str, whole))
    (count,) = log.rows("SELECT count(*) AS n FROM kept_events", kept=compiled(kept))
    assert 0 < count[0]["n"] < len(log)
