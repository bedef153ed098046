"""What customers chose in a mock, carried into who flies: a STOP silences them, a LESS caps them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from journeyboard.audience.people import ASKED_FOR_LESS, Audience
from journeyboard.storage.consents import ConsentChoice

if TYPE_CHECKING:
    import pandas as pd

LESS = ASKED_FOR_LESS
"""The column of those who asked for fewer texts; it is there only when somebody did."""
PURPOSES = {"sms": ("marketing", "transactional"), "email": ("marketing",), "push": ("marketing",)}
"""What a choice on a channel is about: all texts (carriers block the sender), else marketing."""


def with_choices(people: Audience, choices: Iterable[ConsentChoice]) -> Audience:
    """The audience as these choices leave it, whoever is not in it being passed over.

    They are taken in the order given (the store's: as they were kept), and hold from the first day of a run,
    whenever they were made. STOP unsubscribes, START takes back a STOP and a LESS and subscribes
    nobody else, LESS marks the customer for the brand's `less` cap. The audience given stays as it is.
    """
    listed = tuple(choices)
    keys = people.frame["profile_key"]
    here = np.flatnonzero(keys.isin({choice.profile_key for choice in listed}))
    places = {str(keys.iloc[place]): int(place) for place in here}
    known = [choice for choice in listed if choice.profile_key in places]
    if not known:
        return people
    frame = people.frame.copy()
    if LESS not in frame:
        frame[LESS] = np.zeros(len(frame), np.bool_)
    for choice in known:
        _take(frame, places[choice.profile_key], choice)
    if not frame[LESS].any() and LESS not in people.frame:
        frame = frame.drop(columns=LESS)
    return replace(people, frame=frame)


def _take(frame: pd.DataFrame, place: int, choice: ConsentChoice) -> None:
    if choice.choice == "less":
        frame.loc[place, LESS] = True
        return
    if choice.choice == "start" and choice.channel == "sms":
        frame.loc[place, LESS] = False
    for purpose in PURPOSES[choice.channel]:
        column = f"consent_{choice.channel}_{purpose}"
        if choice.choice == "stop":
            frame.loc[place, column] = "unsubscribed"
        elif frame.loc[place, column] == "unsubscribed":
            frame.loc[place, column] = "subscribed"
