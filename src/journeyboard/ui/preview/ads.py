"""The ads beside a customer's way: what the feed shows from when they begin to run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import Journey
from journeyboard.journey.nodes import Ads
from journeyboard.message.template import render
from journeyboard.message.timing import local
from journeyboard.simulation.previewed import Preview
from journeyboard.simulation.settings import Setting
from journeyboard.simulation.texts import facts, personal
from journeyboard.ui.phone import PhoneMessage
from journeyboard.ui.preview.whose import Whose


def ads_on_phone(
    found: Preview, journey: Journey, brand: Brand, whose: Whose
) -> list[PhoneMessage]:
    """Each ad the way led to, at the moment it starts; none that an exit came before."""
    nodes = {node.id: node for node in journey.nodes if isinstance(node, Ads)}
    return list(_shown(found, nodes, brand, whose)) if nodes else []


def _shown(
    found: Preview, nodes: dict[str, Ads], brand: Brand, whose: Whose
) -> Iterator[PhoneMessage]:
    values = {str(name): value for name, value in whose.alone.frame.iloc[0].items()}
    agreed = values.get("consent_ads_marketing") == "subscribed"
    for reached, node_id in found.path:
        if node_id not in nodes:
            continue
        ad, at = nodes[node_id], reached + timedelta(seconds=nodes[node_id].start)
        if found.exited_at is None or at <= found.exited_at:
            yield _card(ad, at, found.zone, brand, values, agreed)


def _card(
    ad: Ads, at: datetime, zone: str, brand: Brand, values: dict[str, object], agreed: bool
) -> PhoneMessage:
    if ad.variants:
        own = ad.variants[0].model_dump(include={"heading", "body"}, exclude_none=True)
        ad = ad.model_copy(update=own)
    known = facts(Setting(ad, "ads", "", 0), brand, at, **personal(values, brand))
    shown = PhoneMessage(
        kind="ads", side="brand", text=render(ad.body, known, missing="blank").text,
        at=int(at.timestamp()), day=f"{local(at, zone):%A, %d %B}", time=f"{local(at, zone):%H:%M}",
        subject=render(ad.heading, known, missing="blank").text, from_name=brand.name,
        state="delivered" if agreed else "skipped", meta=_runs(ad),
    )  # fmt: skip
    if ad.link:
        shown["link"] = {"text": ad.link.url}
    if not agreed:
        shown["reason"] = "no consent for ads"
    return shown


def _runs(ad: Ads) -> str:
    days = max(round((ad.end - ad.start) / 86_400), 1)
    return f"runs {days} day{'s' if days > 1 else ''}, at most {ad.daily_cap} a day"
