"""What a message is for one customer: its node with their factor levels and variant applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from journeyboard.journey.content import Offer
from journeyboard.journey.nodes import Ads, Delay, Email, Message, Push, Sms
from journeyboard.records import STAGES

from . import dice
from .record import Life, Place

KINDS: dict[str, type[Message]] = {"sms": Sms, "email": Email, "push": Push}
ROLE_STAGE = {
    "reminder": "purchase",
    "social_proof": "consideration",
    "incentive": "purchase",
    "urgency": "purchase",
    "tip": "loyalty",
    "review_request": "loyalty",
    "status": "loyalty",
    "brand": "awareness",
}
"""The stage a message speaks to, where its node names none."""
VARIED = ("subject", "preheader", "heading", "body", "role", "offer")


@dataclass(frozen=True)
class MessageCopy:
    """A message as one customer gets it, and the purpose of its dice."""

    node: Message
    variant: str
    salt: int

    @property
    def channel(self) -> str:
        """The channel it goes out on; a text with media is an MMS."""
        return "mms" if isinstance(self.node, Sms) and self.node.media else self.node.kind

    @property
    def base(self) -> str:
        """The channel whose habits and consent it goes by."""
        return self.node.kind

    @property
    def offer(self) -> Offer | None:
        """The offer, if it is one."""
        return self.node.offer if self.node.offer and self.node.offer.kind != "none" else None

    @property
    def has_link(self) -> bool:
        """Whether there is anything to click; a push and an ad always open something."""
        linked = self.node.link is not None or "http" in self.node.body
        return linked or isinstance(self.node, Push | Ads)

    def distance(self, stage: str) -> int:
        """Stages between the message's own and the customer's."""
        own = self.node.stage or ROLE_STAGE[self.node.role]
        return abs(STAGES.index(own) - STAGES.index(stage))


def node_salt(place: Place, node: Any, part: str = "") -> int:
    """The purpose of a node's dice: named by journey and node, so that other nodes do not matter."""
    return dice.salt(place.journey.id, node.id, part)


def levelled(life: Life, place: Place, node: Any) -> Any:
    """The node as the customer's factor levels change it."""
    changed: dict[str, Any] = {}
    for factor in sorted(node.by):
        level = life.assigned[f"{place.journey.id}/{factor}"][1]
        changed |= node.by[factor].get(level, {})
    return type(node).model_validate(node.model_dump() | changed) if changed else node


def message_for(life: Life, place: Place, node: Message) -> MessageCopy:
    """Factor levels first, then a variant by weight."""
    node, salt = levelled(life, place, node), node_salt(place, node)
    if not node.variants:
        return MessageCopy(node, "", salt)
    draw = dice.uniform(life.customer.key, salt, 0, 7)
    variant = node.variants[dice.pick([v.weight for v in node.variants], draw)]
    own = {name: getattr(variant, name) for name in VARIED if name in type(node).model_fields}
    changed = {name: value for name, value in own.items() if value is not None}
    return MessageCopy(node.model_copy(update=changed), variant.name, salt)


def fallback_for(place: Place, node: Message) -> MessageCopy:
    """What those get who have not consented to the first channel."""
    assert node.fallback
    kind = KINDS[node.fallback.channel]
    texts = {"subject", "preheader", "heading", "body"}
    kept = {
        "id",
        "stage",
        "purpose",
        "role",
        "offer",
        "link",
        "missing",
        "opt_out",
        "smart_encoding",
    }
    fields = set(kind.model_fields)
    made = kind.model_validate(
        node.model_dump(include=kept & fields) | node.fallback.model_dump(include=texts & fields)
    )
    return MessageCopy(made, "", node_salt(place, node, "fallback"))


def delay_for(life: Life, place: Place, node: Delay) -> Delay:
    """A delay as the customer's factor levels change it."""
    changed: Delay = levelled(life, place, node)
    return changed
