"""Random flights: journeys with every node kind and setting, several at once, on busy customers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from journeyboard.audience.people import Audience
from journeyboard.journey.brand import Brand
from journeyboard.journey.graph import Journey
from journeyboard.simulation.behaviour import Behaviour
from journeyboard.simulation.flight import Flight, Reply
from journeyboard.simulation.run import flight_of

from .asking import (
    CHANNELS,
    CLOCKS,
    CONDITIONS,
    DAY,
    HEARD,
    HOUR,
    KEYED,
    LEVELS,
    PURPOSES,
    ROLES,
    STAGES,
    STARTS,
    TEXTS,
    ZONES,
    minutes,
)
from .shop import BRAND, LIVELY, audience
from .straits import circumstances

OFFERS = st.fixed_dictionaries(
    {"kind": st.sampled_from(("none", "percent", "amount", "free_shipping"))},
    optional={
        "value": st.sampled_from((5, 10, 12.5, 30)),
        "code": st.just("SAVE"),
        "margin_cost": st.sampled_from((0.0, 0.55, 1.0)),
        "valid_for": st.integers(1, 20),
    },
)


def content(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """What all messages may have, and what only this kind has."""
    optional = {
        "purpose": PURPOSES, "role": ROLES, "stage": STAGES, "offer": OFFERS,
        "link": st.just({"url": "https://shop.example/a"}), "missing": st.sampled_from(("skip", "blank")),
        "quiet_hours": st.sampled_from(("hold", "hold", "skip", "ignore")),
        "stale_after": minutes(14 * HOUR), "variants": variants(),
        "by": st.just({"tone": {"warm": {"body": TEXTS[2], "role": "urgency"}}})
        | st.just({"pace": {"slow": {"body": TEXTS[1]}}, "tone": {"warm": {"role": "tip"}}}),
    }  # fmt: skip
    if kind == "sms":
        optional |= {
            "media": st.just("a.png"),
            "opt_out": st.booleans(),
            "smart_encoding": st.booleans(),
        }
    if kind == "ads":
        optional |= {
            "start": minutes(2 * DAY),
            "end": minutes(9 * DAY),
            "daily_cap": st.integers(1, 7),
        }
        del optional["stale_after"], optional["quiet_hours"]
    else:
        optional["fallback"] = st.fixed_dictionaries(
            {"channel": CHANNELS, "body": st.sampled_from(TEXTS)}
        )
    return st.fixed_dictionaries({"body": st.sampled_from(TEXTS)}, optional=optional)


def variants() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Two or three variants with weights, bodies, roles and offers of their own."""
    one = st.fixed_dictionaries(
        {"weight": st.sampled_from((0, 1, 2.5))},
        optional={"body": st.sampled_from(TEXTS), "role": ROLES, "offer": OFFERS},
    )
    return st.lists(one, min_size=2, max_size=3).map(
        lambda found: [{"name": f"v{k}", **v} for k, v in enumerate(found)]
    )


def delays() -> st.SearchStrategy[dict[str, Any]]:
    """Delays of every kind."""
    days = ("monday", "wednesday", "saturday", "sunday")
    optional = {
        "for": minutes(3 * DAY), "jitter": minutes(5 * HOUR), "until_time": CLOCKS,
        "until_date": st.sampled_from([start.date() + timedelta(k) for start in STARTS for k in (0, 6, 9)]),
        "weekdays": st.lists(st.sampled_from(days), unique=True, max_size=3),
        "anchor": st.sampled_from(HEARD[:14]), "at_most": minutes(4 * DAY),
        "by": st.just({"pace": {"slow": {"for": "2 days"}, "fast": {"for": "5 minutes"}}}),
    }  # fmt: skip
    return st.fixed_dictionaries({}, optional=optional)


@st.composite
def nodes(draw: st.DrawFn, number: int, count: int) -> dict[str, Any]:
    """One node of a journey of so many; mostly it leads on, sometimes out, and some kinds back."""
    onward = st.sampled_from([*[f"n{k}" for k in range(number + 1, count)], None])
    anywhere = st.sampled_from([f"n{k}" for k in range(count)])
    kind = draw(st.sampled_from(KINDS))
    made: dict[str, Any] = {"id": f"n{number}", "kind": kind}
    if kind in ("sms", "email", "push", "ads"):
        made |= draw(content(kind)) | {"on_skip": draw(st.none() | onward)}
    elif kind == "delay":
        made |= draw(delays())
        return made | {"next": draw(onward | anywhere if made.get("for") else onward)}
    elif kind == "wait_until":
        return made | draw(waits(onward, anywhere))
    elif kind == "split":
        branch = st.fixed_dictionaries({"when": CONDITIONS, "next": onward})
        found = draw(st.lists(branch, max_size=3))
        named = [{"name": f"b{k}", **b} for k, b in enumerate(found)]
        return made | {"branches": named, "everyone_else": draw(onward)}
    elif kind == "random_split":
        arm = st.fixed_dictionaries({"weight": st.sampled_from((0, 1, 3)), "next": onward})
        arms = [{"name": f"a{k}", **a} for k, a in enumerate(draw(st.lists(arm, max_size=4)))]
        return made | {"arms": arms}
    elif kind == "update":
        made |= draw(updates())
    elif kind == "jump":
        made |= {"to": draw(anywhere), "max_passes": draw(st.integers(0, 4))}
    elif kind == "exit":
        return made | {"reason": draw(st.sampled_from(("", "done", "frequency_cap")))}
    elif kind == "note":
        return made
    return made | {"next": draw(onward)}


KINDS = (
    "sms", "sms", "email", "email", "push", "ads", "delay", "delay", "delay", "wait_until",
    "wait_until", "split", "split", "random_split", "update", "webhook", "jump", "goal", "exit",
    "unsupported", "note",
)  # fmt: skip


def waits(onward: Any, anywhere: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Waits for events, with keys and the messages they belong to."""
    optional = {"key": st.just("cart_id"), "node": st.sampled_from([f"n{k}" for k in range(6)])}
    branch = st.fixed_dictionaries(
        {"event": st.sampled_from(HEARD), "next": onward | anywhere}, optional=optional
    )
    return st.fixed_dictionaries(
        {
            "branches": st.lists(branch, max_size=3).map(
                lambda found: [{"name": f"b{k}", **b} for k, b in enumerate(found)]
            ),
            "timeout": minutes(5 * DAY),
            "on_timeout": onward,
        }
    )


def updates() -> st.SearchStrategy[dict[str, Any]]:
    """Attributes and lists."""
    return st.fixed_dictionaries(
        {
            "set": st.sampled_from(
                (
                    {},
                    {"tier": "gold"},
                    {"tier": "bronze", "points": 2},
                    {"points": 131.069},
                    {"tier": "", "points": 0},
                )
            )
        },
        optional={"add_to": st.just(["vip"]), "remove_from": st.just(["vip"])},
    )


def entries() -> st.SearchStrategy[dict[str, Any]]:
    """All four ways to enter."""
    event = st.fixed_dictionaries(
        {"kind": st.just("event"), "event": st.sampled_from((*HEARD, *KEYED))},
        optional={"key": st.just("cart_id"), "where": CONDITIONS},
    )
    cohort = st.fixed_dictionaries(
        {"kind": st.just("audience"), "when": st.sampled_from(("start", "daily"))},
        optional={"condition": CONDITIONS},
    )
    moments = st.sampled_from([start + timedelta(days=k, hours=2, minutes=30) for start in STARTS for k in (-1, 3, 6)])  # fmt: skip
    dated = st.fixed_dictionaries(
        {"kind": st.just("date"), "at": moments, "times": st.integers(1, 6)},
        optional={
            "repeat_every": st.sampled_from((6 * HOUR, DAY, 2 * DAY)),
            "offset": minutes(DAY),
            "audience": CONDITIONS,
        },
    )
    birthday = st.fixed_dictionaries(
        {"kind": st.just("date"), "attribute": st.just("birthday"), "time": CLOCKS}
    )
    score = st.fixed_dictionaries(
        {"kind": st.just("score"), "threshold": st.sampled_from((0.2, 0.5))},
        optional={"direction": st.sampled_from(("above", "below"))},
    )
    return st.one_of(event, event, cohort, dated, birthday, score)


def quiet_rules() -> st.SearchStrategy[dict[str, Any]]:
    """Quiet hours, also such as never open."""
    channels = st.lists(st.sampled_from(("sms", "mms", "email", "push")), max_size=4)
    return st.fixed_dictionaries(
        {"start": CLOCKS, "end": CLOCKS, "law": st.booleans()}, optional={"channels": channels}
    )


def caps() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Frequency caps."""
    cap = st.fixed_dictionaries(
        {"max": st.integers(0, 3), "per": minutes(10 * DAY)},
        optional={"channel": CHANNELS, "purpose": st.none() | PURPOSES},
    )
    return st.lists(cap, max_size=2)


def exit_rules() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Exit rules with keys, channels and goals."""
    rule = st.fixed_dictionaries(
        {"event": st.sampled_from(HEARD[:20])},
        optional={"channel": CHANNELS, "goal": st.booleans()},
    ) | st.fixed_dictionaries({"event": st.sampled_from(KEYED), "key": st.just("cart_id")})
    return st.lists(rule, max_size=2)


@st.composite
def journeys(draw: st.DrawFn, name: str = "j0") -> Journey:
    """One journey, with up to nine nodes of any kind."""
    count = draw(st.integers(3, 10))
    after = st.fixed_dictionaries({"allow": st.just("after"), "after": minutes(5 * DAY)})
    optional = {
        "entry_filter": CONDITIONS,
        "reentry": st.sampled_from(({"allow": "never"}, {"allow": "always"})) | after,
        "exit_rules": exit_rules(), "quiet_hours": st.none() | quiet_rules(), "caps": caps(),
        "smart_sending": minutes(2 * DAY), "control_group": st.just({"share": 0.3}),
        "priority": st.integers(0, 2), "goal": st.just({"window": "4 days"}),
    }  # fmt: skip
    made = draw(st.fixed_dictionaries({"entry": entries(), "timezone": ZONES}, optional=optional))
    made |= {"id": name, "name": name, "experiments": LEVELS, "start": draw(st.sampled_from(["n0", "n0", "n0", None]))}  # fmt: skip
    return Journey.model_validate(made | {"nodes": [draw(nodes(k, count)) for k in range(count)]})


def replies(days: int, people: Audience) -> st.SearchStrategy[list[Reply]]:
    """What customers write back: a few words, some at the same second, some by nobody."""
    keys = st.sampled_from([*people.frame["profile_key"], "nobody"])
    seconds = st.integers(0, days * DAY - 1) | st.integers(0, days - 1).map(lambda day: day * DAY)
    choice = st.sampled_from(("stop", "stop", "less", "less", "start", "other"))
    return st.lists(st.builds(Reply, keys, seconds, choice), max_size=40)


def some_ask_for_less(draw: st.DrawFn, people: Audience) -> Audience:
    """The customers, now and then with some who asked for fewer texts before the start."""
    if draw(st.integers(0, 3)):
        return people
    asked = draw(st.lists(st.booleans(), min_size=len(people), max_size=len(people)))
    return Audience(people.frame.assign(sms_less=asked), people.orders, people.start)


@st.composite
def flights(draw: st.DrawFn, most: int = 3, customers: int = 16) -> Flight:
    """Up to three journeys of one brand on the same customers."""
    count, people = draw(st.integers(1, most)), audience(customers)
    rules = {
        "caps": draw(caps()),
        "smart_sending": draw(st.none() | minutes(DAY)),
        "priority": ["j1"],
        "less": draw(st.none() | caps().map(lambda found: found[0] if found else None)),
    }
    brand = Brand.model_validate(BRAND.model_dump() | rules | {"quiet_hours": draw(st.none() | quiet_rules())})  # fmt: skip
    days = draw(st.integers(8, 45))
    flight = flight_of(
        [draw(journeys(f"j{k}")) for k in range(count)],
        some_ask_for_less(draw, people),
        brand=brand,
        behaviour=draw(st.sampled_from((LIVELY, LIVELY, Behaviour()))),
        seed=draw(st.integers(0, 2**63 - 1)),
        days=days,
        start=draw(st.sampled_from(STARTS)).date(),
        replies=draw(st.just([]) | replies(days, people)),
    )
    return replace(flight, **draw(circumstances(days, count)))
