"""Message settings compiled: one row for each combination of factor levels and variant of a node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from pydantic import ValidationError

from journeyboard.errors import BadInput, Place
from journeyboard.journey.content import Offer
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Ads, Delay, Email, Message, Push, Sms
from journeyboard.records import EVENT_TYPES, STAGES
from journeyboard.simulation.kernel import layout as at
from journeyboard.simulation.kernel.ground import ROLE_STAGE, ROLES
from journeyboard.simulation.kernel.layout import CHANNEL_NAMES, DAY, EVENT

BILLION = 1_000_000_000
OFFERS = ("none", "percent", "amount", "free_shipping")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
BY_LEVEL = ("body", "subject", "preheader", "heading", "role", "offer", "link", "for", "until_time", "weekdays", "jitter")  # fmt: skip
VARIANT_FIELDS = ("subject", "preheader", "heading", "body", "role", "offer")


@dataclass(frozen=True)
class Setting:
    """A message as one customer gets it: its node with levels and variant applied."""

    node: Message
    channel: str
    variant: str
    weight: int


def levels_of(journey: Journey, node: Message | Delay) -> tuple[tuple[str, ...], ...]:
    """The names of the levels of each factor the node refers to, factors in alphabetical order."""
    factors = sorted(node.by)
    unknown = [name for name in factors if name not in journey.experiments]
    if unknown:
        raise BadInput(
            f"“by” names the factor “{unknown[0]}”, which the journey's experiments do not have.",
            place=Place(node=node.id),
            advice="Add it under `experiments` or correct the name.",
        )
    if len(factors) > 2:
        raise BadInput("a node can refer to two factors at most.", place=Place(node=node.id))
    return tuple(tuple(journey.experiments[name]) for name in factors)


def by_level(journey: Journey, node: Message | Delay) -> Iterator[Any]:
    """The node as each combination of levels changes it; itself when it refers to no factor.

    Raises BadInput for a field that levels cannot change, or a value it cannot have.
    """
    factors = sorted(node.by)
    for levels in product(*levels_of(journey, node)):
        changed: dict[str, Any] = {}
        for factor, level in zip(factors, levels, strict=True):
            changed.update(node.by[factor].get(level, {}))
        yield _changed(node, changed) if changed else node


def _changed(node: Message | Delay, changed: Mapping[str, Any]) -> Any:
    fixed = [name for name in changed if name not in BY_LEVEL]
    if fixed:
        raise BadInput(f"“by” cannot change “{fixed[0]}”.", place=Place(node=node.id), advice=f"It can change {', '.join(BY_LEVEL)}.")  # fmt: skip
    try:
        return type(node).model_validate(node.model_dump() | dict(changed))
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(f"“by” sets “{first['loc'][0]}” to {first['input']!r}, which it cannot be.", place=Place(node=node.id), advice="Correct the value.") from None  # fmt: skip


def message_settings(journey: Journey, node: Message) -> tuple[tuple[Setting, ...], int]:
    """All settings of a message, level combinations first, and how many variants each has."""
    settings: list[Setting] = []
    variants = 1
    for changed in by_level(journey, node):
        found = list(_variants(changed))
        variants = len(found)
        settings.extend(found)
    return tuple(settings), variants


def fallback_setting(node: Message) -> Setting:
    """The message that those without consent for the first channel get."""
    content = node.fallback
    assert content is not None
    kinds: Mapping[str, type[Message]] = {"sms": Sms, "email": Email, "push": Push}
    kind = kinds[content.channel]
    own = set(kind.model_fields)
    shared = {k: v for k, v in node.model_dump().items() if k in own and k not in ("kind", "fallback", "variants", "by")}  # fmt: skip
    texts = {k: v for k, v in content.model_dump().items() if k in own}
    return Setting(kind.model_validate({**shared, **texts, "kind": content.channel}), content.channel, "", BILLION)  # fmt: skip


def _variants(node: Message) -> Iterator[Setting]:
    if not node.variants:
        yield Setting(node, channel_of(node), "", BILLION)
        return
    total = sum(variant.weight for variant in node.variants) or 1.0
    upto = 0.0
    for variant in node.variants:
        upto += variant.weight
        fields = {name: getattr(variant, name) for name in VARIANT_FIELDS}
        own = {k: v for k, v in fields.items() if v is not None and k in type(node).model_fields}
        yield Setting(
            node.model_copy(update=own),
            channel_of(node),
            variant.name,
            round(upto / total * BILLION),
        )


def channel_of(node: Message) -> str:
    """The channel a message goes out on; a text with media is an MMS."""
    return "mms" if isinstance(node, Sms) and node.media else node.kind


def message_row(setting: Setting, variant: int, parts: int, missing: int) -> list[int]:
    """The setting as the kernel reads it."""
    node = setting.node
    offer = node.offer or Offer()
    stage = STAGES.index(node.stage) if node.stage else ROLE_STAGE[ROLES.index(node.role)]
    row = [0] * at.ROW_WIDTH
    row[at.R_CHANNEL] = CHANNEL_NAMES.index(setting.channel)
    row[at.R_PURPOSE] = 0 if node.purpose == "marketing" else 1
    row[at.R_ROLE] = ROLES.index(node.role)
    row[at.R_OFFER] = OFFERS.index(offer.kind)
    row[at.R_OFFER_VALUE] = round(offer.value * 100)
    row[at.R_OFFER_VALID] = (offer.valid_for or 14) * DAY
    row[at.R_OFFER_MARGIN] = round(offer.margin_cost * 1000)
    row[at.R_PARTS], row[at.R_MISSING] = parts, missing
    row[at.R_LINK] = int(has_link(node))
    row[at.R_WEIGHT], row[at.R_VARIANT], row[at.R_SPARE] = setting.weight, variant, stage
    if isinstance(node, Ads):
        row[at.R_START], row[at.R_END], row[at.R_DAILY] = node.start, node.end, node.daily_cap
    return row


def has_link(node: Message) -> bool:
    """Whether there is anything to click; a push and an ad always open something."""
    return node.link is not None or "http" in node.body or isinstance(node, Push | Ads)


def delay_row(node: Delay, seconds_to_date: int) -> list[int]:
    """A delay as the kernel reads it; `seconds_to_date` is its date in local seconds, -1 for none."""
    row = [0] * at.ROW_WIDTH
    row[at.D_FOR], row[at.D_JITTER] = node.for_, node.jitter
    row[at.D_TIME] = -1
    if node.until_time:
        hours, minutes = node.until_time.split(":")
        row[at.D_TIME] = 3600 * int(hours) + 60 * int(minutes)
    row[at.D_WEEKDAYS] = sum(1 << WEEKDAYS.index(day) for day in node.weekdays) or 127
    row[at.D_DATE] = seconds_to_date
    row[at.D_ANCHOR] = event_number(node.anchor, node.id) if node.anchor else -1
    row[at.D_AT_MOST] = -1 if node.at_most is None else node.at_most
    return row


def event_number(name: str, node: str | None = None) -> int:
    """The number of an event type; BadInput with the nearest name for one that does not exist."""
    if name in EVENT:
        return EVENT[name]
    from difflib import get_close_matches

    near = get_close_matches(name, EVENT_TYPES, 1)
    advice = f"Did you mean “{near[0]}”?" if near else "Choose one of the event types."
    raise BadInput(f"there is no event “{name}”.", place=Place(node=node), advice=advice)
