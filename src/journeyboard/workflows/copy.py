"""The copy of a message: every text customers may get of it, how long it is for whom, and what that costs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Message, Sms
from journeyboard.message.alphabet import unicode_characters
from journeyboard.message.links import tagged, tags
from journeyboard.message.sms import sms
from journeyboard.simulation.run import flight_of
from journeyboard.simulation.settings import (
    Setting,
    fallback_setting,
    levels_of,
    message_settings,
)
from journeyboard.simulation.texts import KindText, facts, full_text, texts_by_kind

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from journeyboard.audience.people import Audience

_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
OTHER: Final = "elsewhere"
"""Where customers live whose country is unknown."""


class Version(NamedTuple):
    """One text of a message: its name for people, the message with its levels and variant applied,
    the levels by factor, and the number of the variant (None: none, -1: the fallback)."""

    name: str
    setting: Setting
    levels: Mapping[str, str] = {}
    variant: int | None = None

    @property
    def is_text(self) -> bool:
        """Whether it goes out as SMS, and so is counted in parts."""
        return self.setting.channel == "sms"

    def path(self, node: Message, field: str) -> str:
        """Where the field's words stand in the file, such as `body` or `variants.1.subject`."""
        if self.variant == -1:
            return f"fallback.{field}"
        if self.variant is not None and getattr(node.variants[self.variant], field) is not None:
            return f"variants.{self.variant}.{field}"
        for factor in sorted(self.levels, reverse=True):
            if field in node.by[factor].get(self.levels[factor], {}):
                return f"by.{factor}.{self.levels[factor]}.{field}"
        return field


def versions(journey: Journey, node: Message) -> tuple[Version, ...]:
    """Every text of a message, level combinations and variants first, the fallback last.

    Raises BadInput for levels that cannot be (see `by_level`).
    """
    settings, _ = message_settings(journey, node)
    factors = sorted(node.by)
    combinations = [
        dict(zip(factors, one, strict=True)) for one in product(*levels_of(journey, node))
    ]
    numbers = range(len(node.variants)) if node.variants else (None,)
    each = product(combinations, numbers)
    found = [
        Version(_name(levels, setting.variant), setting, levels, number)
        for (levels, number), setting in zip(each, settings, strict=True)
    ]
    if node.fallback:
        found.append(Version("Without consent for it", fallback_setting(node), {}, -1))
    return tuple(found)


def _name(levels: Mapping[str, str], variant: str) -> str:
    said = [f"{factor}: {level}" for factor, level in levels.items()]
    return " · ".join([*said, *([f"Variant {variant}"] if variant else [])]) or "The message"


def text_for(version: Version, journey: Journey, brand: Brand, alone: Audience, field: str = "body") -> str:  # fmt: skip
    """A field as the one customer of `alone` gets it: with the opt-out line and smart encoding.

    Raises TemplateError for a text that cannot be filled.
    """
    node = version.setting.node
    if field != "body":
        node = node.model_copy(update={"body": getattr(node, field)})
    setting = replace(version.setting, node=node)
    return texts_by_kind(setting, flight_of(journey, alone, brand=brand))[1][0].text


def unsmart(version: Version) -> Version:
    """The text as it is written, without smart encoding."""
    node = version.setting.node
    if not isinstance(node, Sms):
        return version
    bare = node.model_copy(update={"smart_encoding": False})
    return version._replace(setting=replace(version.setting, node=bare))


class LinkTold(NamedTuple):
    """A link as it stands in the text, where it leads, and the campaign parameters it carries."""

    short: str
    full: str
    values: Mapping[str, str]


def link_of(version: Version, journey: Journey, brand: Brand) -> LinkTold | None:
    """The message's link, shortened and tagged; None when it has none."""
    link = version.setting.node.link
    if link is None or not link.url:
        return None
    given = (link.source, link.medium, link.campaign)
    values = tags(version.setting.channel, brand=brand.id, campaign=journey.id, given=given)
    flight = flight_of(journey, _nobody(), brand=brand)
    short = str(facts(version.setting, brand, flight.start)["link"])
    return LinkTold(short, tagged(link.url, values), values)


def _nobody() -> Any:
    """An audience that is only asked how many they are."""
    return (None,)


@dataclass(frozen=True)
class Place:
    """One country: who may get the message, in how many parts on average, at what price and sum."""

    country: str
    customers: int
    parts: int
    price: float
    cost: float

    @property
    def mean(self) -> float | None:
        """Parts of the average text; None where nobody may get it."""
        return self.parts / self.customers if self.customers else None


@dataclass(frozen=True)
class Lengths:
    """A text over a whole audience, of those who may get it; money in the brand's currency.

    `parts` counts customers by parts; `odd` are texts in Unicode, `odd_by_values` those that are so
    only for a name or another value put in; `unsent` lack a value that the message insists on.
    """

    customers: int
    may_get: int
    unsent: int
    parts: Mapping[int, int]
    odd: int
    odd_by_values: int
    places: tuple[Place, ...]
    longest: str

    @property
    def cost(self) -> float:
        """The sum for one message to everybody who may get it."""
        return sum(place.cost for place in self.places)

    @property
    def mean_price(self) -> float | None:
        """What one message costs on average; None when nobody may get it."""
        return self.cost / self.may_get if self.may_get else None

    @property
    def mean_parts(self) -> float | None:
        """Parts of the average text; None when nobody may get it."""
        return sum(k * n for k, n in self.parts.items()) / self.may_get if self.may_get else None


def lengths(version: Version, journey: Journey, brand: Brand, people: Audience) -> Lengths:
    """How long the text is for every customer with consent, and what it costs to send it once to all.

    Customers who look the same to the text are filled once. Raises TemplateError for a faulty text.
    """
    import numpy as np

    agreed = people.where(consenting(people.frame, version.setting))
    if not len(agreed):
        return Lengths(len(people), 0, 0, {}, 0, 0, (), "")
    number, kinds = texts_by_kind(version.setting, flight_of(journey, agreed, brand=brand))
    gets = _filled(version, kinds)[number]
    frame, number = agreed.frame[gets], number[gets]
    heard = [kinds[k].text for k in np.unique(number)]
    parts, odd = (column[number] for column in _measured(version, kinds))
    return Lengths(
        customers=len(people),
        may_get=len(frame),
        unsent=len(agreed) - len(frame),
        parts=dict(sorted(Counter(parts.tolist()).items())),
        odd=int(odd.sum()),
        odd_by_values=0 if _odd_itself(version, brand) else int(odd.sum()),
        places=tuple(_places(frame, parts, version.setting.channel, brand)),
        longest=max(heard, key=len, default=""),
    )


def _filled(version: Version, kinds: Sequence[KindText]) -> NDArray[np.bool_]:
    """Which kinds of customers the message is sent to, for all it insists on is there."""
    import numpy as np

    insists = version.setting.node.missing == "skip"
    return np.array([not (insists and kind.missing) for kind in kinds])


def _measured(
    version: Version, kinds: Sequence[KindText]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """By kind: the parts of the text, and whether it is in Unicode; one part for all but SMS."""
    import numpy as np

    if not version.is_text:
        return np.ones(len(kinds), np.int64), np.zeros(len(kinds), bool)
    counted = [sms(kind.text) for kind in kinds]
    odd = [one.encoding == "UCS-2" for one in counted]
    return np.array([one.parts for one in counted]), np.array(odd)


def consenting(frame: pd.DataFrame, setting: Setting) -> Any:
    """Who agreed to such a message, one boolean a customer; the channel's marketing consent where
    there is none for its purpose."""
    channel = "sms" if setting.channel == "mms" else setting.channel
    asked = f"consent_{channel}_{setting.node.purpose}"
    column = asked if asked in frame.columns else f"consent_{channel}_marketing"
    return (frame[column] == "subscribed").to_numpy()


def _odd_itself(version: Version, brand: Brand) -> bool:
    """Whether the text forces Unicode whatever is put in."""
    literal = _TAG.sub("", version.setting.node.body)
    return bool(unicode_characters(full_text(version.setting, brand, literal)))


def _places(frame: pd.DataFrame, parts: Any, channel: str, brand: Brand) -> Iterator[Place]:
    """By country, the one with the most customers first."""
    import pandas as pd

    told = pd.DataFrame({"country": frame["country"].fillna(OTHER).to_numpy(), "parts": parts})
    grouped = told.groupby("country")["parts"].agg(["size", "sum"])
    for country, size, total in sorted(grouped.itertuples(), key=lambda row: (-row[1], row[0])):
        price = unit_price(brand, channel, str(country))
        yield Place(str(country), int(size), int(total), price, float(total * price))


def unit_price(brand: Brand, channel: str, country: str) -> float:
    """What one SMS part, message or ad impression costs in a country, in the brand's currency."""
    prices = brand.prices
    match channel:
        case "sms":
            other = prices.sms_part.get("default", max(prices.sms_part.values(), default=0.0))
            return prices.sms_part.get(country, other)
        case "mms":
            return prices.mms
        case "email":
            return prices.email
        case "push":
            return prices.push
        case _:
            return prices.ads_cpm / 1_000
