"""The Ibis expressions behind step figures: ways, messages and credits of one journey, in sums that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeyboard.measurement.sums import MACHINES, OPT_OUT_WINDOW
from journeyboard.measurement.touch import ORDER, distinct_orders, of_types, with_last_touch

if TYPE_CHECKING:
    import ibis.expr.types as ir

ENTRY = "entry"
"""The source of a way that begins the journey."""
ENTERED, STEP, EXITED = "journey.entered", "journey.step_entered", "journey.exited"
DELIVERED, PLACED, OPTED_OUT = "message.delivered", "order.placed", "consent.unsubscribed"


def way_sums(events: ir.Table, journey: str) -> ir.Table:
    """Passes by source and target, and how many of them end there: source, target, entered, waiting, left."""
    import ibis

    rows = events.filter(of_types(events, ENTERED, STEP, EXITED), events.journey_id == journey)
    rows = rows.filter((rows.type != STEP) | rows.node_id.notnull())
    # Imported rows may share their second: then entering comes first and leaving last.
    order = [*ORDER, rows.type == EXITED, "type", "node_id"]
    way = ibis.window(group_by="profile_key", order_by=order)
    rows = rows.mutate(
        before=rows.type.lag().over(way),
        source=rows.node_id.lag().over(way),
        after=rows.type.lead().over(way),
    )
    steps = rows.filter(rows.type == STEP)
    source = ibis.ifelse(steps.before == STEP, steps.source, ENTRY)
    return steps.group_by(source=source, target=steps.node_id).agg(
        entered=steps.count(),
        waiting=steps.after.isnull().sum(),
        left=(steps.after != STEP).fill_null(False).sum(),
    )


def message_counts(events: ir.Table, journey: str) -> ir.Table:
    """Message and ad events of a journey: node_id, type, is_ad, n and customers; machines do not click."""
    rows = events.filter(events.journey_id == journey, events.node_id.notnull())
    rows = rows.filter(rows.type.startswith("message.") | rows.type.startswith("ad."))
    rows = rows.filter(~rows.reason.fill_null("").isin(MACHINES))
    is_ad = (rows.channel == "ads").fill_null(False)
    return rows.group_by("node_id", "type", is_ad=is_ad).agg(
        n=rows.count(), customers=rows.profile_key.nunique()
    )


def credit_counts(events: ir.Table, journey: str, window: int) -> ir.Table:
    """Customers whose order or opt-out is credited to a step: node_id, type, is_ad and customers."""
    import ibis

    opt_outs = events.filter(events.type == OPTED_OUT)
    naming = opt_outs.node_id.notnull() | opt_outs.message_id.notnull()
    named = opt_outs.filter(naming).select("profile_key", "type", "journey_id", "node_id")
    touched = _touched(events, opt_outs.filter(~naming), window)
    rows = touched.select(
        "profile_key", "type", journey_id="touch_journey_id", node_id="touch_node_id"
    ).union(named)
    rows = rows.filter(rows.journey_id == journey, rows.node_id.notnull())
    return rows.group_by("node_id", "type", is_ad=ibis.literal(False)).agg(
        customers=rows.profile_key.nunique()
    )


def _touched(events: ir.Table, silent: ir.Table, window: int) -> ir.Table:
    """Orders, and opt-outs that name no message, with the last message delivered before them.

    Each looks back along a lane: an opt-out of one channel along that channel's, all else along the
    lane of every message.
    """
    import ibis

    delivered = events.filter(events.type == DELIVERED)
    on_its_channel = delivered.semi_join(silent, "profile_key")
    touches = _in_lane(delivered, "").union(_in_lane(on_its_channel, _medium(on_its_channel)))
    facts = _in_lane(distinct_orders(events), "").union(_in_lane(silent, _medium(silent)))
    found = with_last_touch(
        facts, touches, window=max(window, OPT_OUT_WINDOW), by=("profile_key", "lane")
    )
    of_order, of_opt_out = (
        found["at"] - ibis.interval(seconds=span) for span in (window, OPT_OUT_WINDOW)
    )
    since = ibis.ifelse(found.type == PLACED, of_order, of_opt_out)
    return found.filter(found.touch_at >= since)


def _in_lane(rows: ir.Table, lane: Any) -> ir.Table:
    import ibis

    lane = ibis.literal(lane) if isinstance(lane, str) else lane
    return rows.select("profile_key", "type", "journey_id", "node_id", *ORDER, lane=lane)


def _medium(rows: ir.Table) -> Any:
    """The channel (an MMS opts out as an SMS does), empty when it is not known."""
    return rows.channel.replace("mms", "sms").fill_null("")


def types_seen(events: ir.Table, journey: str) -> ir.Table:
    """The event types of the log by source, and how many rows of each are the journey's: type, source, here."""
    here = (events.journey_id == journey).fill_null(False).sum()
    return events.group_by("type", "source").agg(here=here)
