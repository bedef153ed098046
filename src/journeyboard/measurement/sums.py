"""The sums behind the metrics, as Ibis expressions: integers that add up over parts of a log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeyboard.measurement.touch import (
    ORDER,
    distinct_orders,
    micros,
    of_types,
    surely,
    with_last_touch,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

GROUPS: dict[str, tuple[str, ...]] = {
    "node": ("journey_id", "node_id"),
    "variant": ("journey_id", "node_id", "variant"),
    "arm": ("experiment_id", "arm"),
    "segment": ("segment",),
    "stage": ("stage",),
    "day": ("day",),
    "channel": ("channel",),
    "journey": ("journey_id",),
}
"""What `by` means, in columns of the event table; `segment` and `day` are derived from it."""

ENTRY_EVENT: dict[str | None, str] = {
    "node": "journey.step_entered",
    "arm": "journey.assigned",
    "variant": "",
    "channel": "",
}
"""What counts as entering a group, where it is not `journey.entered`."""

MACHINES = ("privacy_proxy", "bot", "scanner", "prefetch")
OPT_OUT_WINDOW = 72 * 3600
_OPENABLE = ("email", "push")
_PLACE = ("journey_id", "node_id", "message_id")
_GROUPING = ("variant", "experiment_id", "arm", "stage", "segments")
_CARRIED = (*_PLACE, "type", "channel", *_GROUPING)
_ORDERED = ("order_id", "value", "currency")
_TOLD = ("profile_key", *ORDER, "reason", "cost", *_ORDERED)


def telling(events: ir.Table, by: str | None) -> ir.Table:
    """The few events and columns that messages, skips and credits are told from, by the groups of `by`."""
    import ibis

    fact = events.type.isin(["order.placed", "consent.unsubscribed"])
    rows = events.filter(surely(_is_message(events) | fact))
    asked = {"segments"} if by == "segment" else set(GROUPS[by] if by else ())
    unread = {name: ibis.null(rows[name].type()) for name in _GROUPING if name not in asked}
    names = (name for name in (*_TOLD, *_CARRIED) if name not in unread)
    return rows.select(*names, **unread)


def message_sums(events: ir.Table, by: str | None) -> ir.Table:
    """Message and ad counts by group: volumes, and customers counted once per message."""
    rows = keyed(events.filter(_is_message(events)), by)
    keys = GROUPS[by] if by else ()
    per_message = _grouped(rows, (*keys, "profile_key", *_PLACE)).agg(**_volumes(rows))
    volumes = [name for name in per_message.columns if name not in (*keys, "profile_key", *_PLACE)]
    per_customer = _grouped(per_message, (*keys, "profile_key")).agg(
        **_added(per_message, volumes),
        clickers=_count(per_message.clicks > 0),
        openers=_count(per_message.human_opens > 0),
        machine_openers=_count((per_message.human_opens == 0) & (per_message.machine_opens > 0)),
    )
    return _grouped(per_customer, keys).agg(
        **_added(per_customer, [*volumes, "clickers", "openers", "machine_openers"]),
        recipients=_count(per_customer.delivered > 0),
    )


def skip_counts(events: ir.Table, by: str | None) -> ir.Table:
    """Skipped messages by group and reason, as column `n`."""
    rows = keyed(events.filter(events.type == "message.skipped"), by)
    rows = rows.mutate(reason=rows.reason.fill_null("unknown"))
    return rows.group_by([*(GROUPS[by] if by else ()), "reason"]).agg(n=rows.count())


def entry_counts(events: ir.Table, by: str | None) -> ir.Table:
    """Customers who entered (a step, an arm or the journey), once per journey and group.

    Variants and channels are chosen after entry: they have no rows.
    """
    rows = keyed(events.filter(events.type == ENTRY_EVENT.get(by, "journey.entered")), by)
    keys = GROUPS[by] if by else ()
    names = list(dict.fromkeys([*keys, "profile_key", "journey_id"]))
    once = rows.select(names).distinct()
    return _grouped(once, keys).agg(entered=once.count())


def credit_sums(events: ir.Table, by: str | None, window: int) -> ir.Table:
    """Orders, revenue (micro-units) and opt-outs by the group of the message they are credited to.

    The group is the touch's; the day is the fact's own. Column `credited` is 0 for what has no touch.
    """
    facts = _order_credits(events, window).union(_opt_out_credits(events))
    keys = (*(GROUPS[by] if by else ()), "credited")
    rows = keyed(facts, by)
    per_message = _grouped(rows, (*keys, "profile_key", *_PLACE)).agg(
        orders=rows.is_order.sum(),
        revenue=rows.micros.sum(),
        opt_outs=(1 - rows.is_order).sum(),
        opt_out_events=(1 - rows.is_order).sum(),
        clicked_orders=_count((rows.is_order == 1) & (rows.type == "message.clicked")),
        currency_low=rows.currency.min(),
        currency_high=rows.currency.max(),
    )
    per_customer = _grouped(per_message, (*keys, "profile_key")).agg(
        orders=per_message.orders.sum(),
        revenue=per_message.revenue.sum(),
        opt_outs=_count(per_message.opt_outs > 0),
        opt_out_events=per_message.opt_out_events.sum(),
        click_converters=_count(per_message.clicked_orders > 0),
        currency_low=per_message.currency_low.min(),
        currency_high=per_message.currency_high.max(),
    )
    wide = per_customer.revenue.cast("decimal(19, 0)")
    return _grouped(per_customer, keys).agg(
        orders=per_customer.orders.sum(),
        revenue=wide.sum(),
        revenue_squares=(wide * wide).sum(),
        opt_outs=per_customer.opt_outs.sum(),
        opt_out_events=per_customer.opt_out_events.sum(),
        click_converters=per_customer.click_converters.sum(),
        converters=_count(per_customer.orders > 0),
        currency_low=per_customer.currency_low.min(),
        currency_high=per_customer.currency_high.max(),
    )


def type_counts(events: ir.Table) -> ir.Table:
    """How many events of each type and source there are."""
    return events.group_by("type", "source").agg(n=events.count())


def keyed(rows: ir.Table, by: str | None) -> ir.Table:
    """The rows with the derived columns that `by` groups on; a customer in no segment is in “none”."""
    import ibis

    if by == "day":
        return rows.mutate(day=rows["at"].date())
    if by == "segment":
        some = ibis.or_(rows.segments.isnull(), rows.segments.length() == 0)
        lists = ibis.ifelse(some, ibis.array(["none"]), rows.segments)
        return rows.mutate(segment=lists.unnest())
    return rows


def _is_message(events: ir.Table) -> Any:
    return events.type.startswith("message.") | events.type.startswith("ad.")


def _volumes(rows: ir.Table) -> dict[str, Any]:
    human = ~rows.reason.fill_null("").isin(MACHINES)
    opened = rows.type == "message.opened"
    openable = rows.channel.isin(_OPENABLE)
    counts = {
        "sent": rows.type == "message.sent",
        "delivered": rows.type == "message.delivered",
        "openable": (rows.type == "message.delivered") & openable,
        "failed": rows.type == "message.failed",
        "skipped": rows.type == "message.skipped",
        "human_opens": opened & human & openable,
        "machine_opens": opened & ~human & openable,
        "clicks": (rows.type == "message.clicked") & human,
        "replies": rows.type == "message.replied",
        "complaints": rows.type == "message.complained",
        "impressions": rows.type == "ad.impression",
        "ad_clicks": rows.type == "ad.clicked",
    }
    return {name: _count(test) for name, test in counts.items()} | {"cost": micros(rows.cost).sum()}


def _order_credits(events: ir.Table, window: int) -> ir.Table:
    """Every order once, with the columns of its last click within the window."""
    human = ~events.reason.fill_null("").isin(MACHINES)
    clicks = events.filter(of_types(events, "message.clicked", "ad.clicked"), human)
    credited = with_last_touch(_facts(distinct_orders(events)), _touches(clicks), window=window)
    return _credited(credited, is_order=1)


def _opt_out_credits(events: ir.Table) -> ir.Table:
    """Every opt-out with its message: the one it names, else the last delivered within 72 hours."""
    import ibis

    rows = events.filter(events.type == "consent.unsubscribed")
    rows = rows.mutate(micros=ibis.literal(0, type="int64"))
    named = rows.filter(rows.node_id.notnull() | rows.message_id.notnull())
    silent = rows.filter(rows.node_id.isnull(), rows.message_id.isnull())
    delivered = events.filter(events.type == "message.delivered").semi_join(silent, "profile_key")
    any_channel = with_last_touch(
        _facts(silent.filter(silent.channel.isnull())), _touches(delivered), window=OPT_OUT_WINDOW
    )
    same_channel = with_last_touch(
        _facts(silent.filter(silent.channel.notnull())),
        _touches(delivered),
        window=OPT_OUT_WINDOW,
        by=("profile_key", "medium"),
    )
    own = _facts(named).mutate(**{f"touch_{name}": named[name] for name in _CARRIED})
    parts = [_credited(part, is_order=0) for part in (own, any_channel, same_channel)]
    return parts[0].union(*parts[1:])


def _facts(rows: ir.Table) -> ir.Table:
    return _shared(rows, rows.micros)


def _touches(rows: ir.Table) -> ir.Table:
    import ibis

    return _shared(rows, ibis.literal(0, type="int64"))


def _shared(rows: ir.Table, money: Any) -> ir.Table:
    """The columns that facts and touches have in common; an MMS opts out as an SMS does."""
    medium = rows.channel.replace("mms", "sms")
    names = ("profile_key", "at", "seq", "source_row", "currency", *_CARRIED)
    return rows.select(*names, micros=money, medium=medium)


def _credited(rows: ir.Table, *, is_order: int) -> ir.Table:
    import ibis

    return rows.select(
        "profile_key",
        "at",
        "currency",
        "micros",
        is_order=ibis.literal(is_order, type="int64"),
        credited=rows.touch_type.notnull().cast("int64"),
        **{name: rows[f"touch_{name}"] for name in _CARRIED},
    )


def _grouped(rows: ir.Table, keys: tuple[str, ...]) -> Any:
    return rows.group_by(list(dict.fromkeys(keys))) if keys else rows


def _added(rows: ir.Table, names: list[str]) -> dict[str, Any]:
    return {name: rows[name].sum() for name in names}


def _count(test: Any) -> Any:
    return test.cast("int64").sum()
