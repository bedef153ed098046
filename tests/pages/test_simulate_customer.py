"""The view “One customer”: searched by what happened, followed in two lives, and everything in the link."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from journeyboard.simulation.capacity_kept import FILE
from journeyboard.simulation.circumstances import Circumstances, Limits
from journeyboard.storage.runs import StoredRun, find_run
from journeyboard.storage.store import Store
from journeyboard.workflows.fly import Plan, fly
from journeyboard.workflows.lives import counted, found_by, opened
from journeyboard.workflows.people import People

from .conftest import Open
from .words import words_on


def customer(open_page: Open, run: StoredRun, **query: str) -> AppTest:
    return open_page("simulate", view="customer", run=run.id, **query)


def everything(app: AppTest) -> str:
    html = "\n".join(one.proto.body for one in app.get("html"))
    return words_on(app) + "\n".join(one.value for one in app.subheader) + html


def test_the_first_to_whom_it_happened_is_followed(open_page: Open, store: Store, run: StoredRun) -> None:  # fmt: skip
    kept = opened(store, run.id)
    app = customer(open_page, run, happened="nothing_sent")
    key = found_by(kept, "nothing_sent").keys[0]
    assert app.selectbox(key="who").value == key
    assert app.query_params["who"] in (key, [key])
    assert "Nothing was delivered to them; 1 order in both lives." in everything(app)


def test_every_chip_says_how_many_it_happened_to(open_page: Open, store: Store, run: StoredRun) -> None:  # fmt: skip
    counts = counted(opened(store, run.id))
    options = "\n".join(customer(open_page, run).get("button_group")[1].options)
    assert f"Held by quiet hours · {counts['held']:,}" in options
    assert all(f"· {number:,}" in options for number in counts.values() if number)
    assert "· 0" not in options


def test_next_goes_through_the_list_and_round(open_page: Open, store: Store, run: StoredRun) -> None:  # fmt: skip
    keys = found_by(opened(store, run.id), "clicked", 200).keys
    app = customer(open_page, run, happened="clicked", who=keys[-1])
    app.button(key="next-customer").click().run()
    assert app.selectbox(key="who").value == keys[0]
    app.button(key="next-customer").click().run()
    assert app.selectbox(key="who").value == keys[1 % len(keys)]
    assert not app.exception


def test_a_click_is_told_with_its_dice(open_page: Open, store: Store, run: StoredRun) -> None:
    key = found_by(opened(store, run.id), "clicked").keys[0]
    told = everything(customer(open_page, run, happened="clicked", who=key))
    assert "Clicked “" in told
    assert "below the chance of" in told


def test_steps_are_told_when_asked_for(open_page: Open, run: StoredRun) -> None:
    app = customer(open_page, run, happened="clicked")
    assert "Came to “" not in everything(app)
    app.toggle(key="every-step").set_value(True).run()
    assert "Came to “" in everything(app)


def test_a_life_without_one_channel_is_compared(open_page: Open, run: StoredRun) -> None:
    app = customer(open_page, run, happened="clicked", against="without_channel/email")
    assert app.selectbox(key="against").value == "without_channel/email"
    assert "Without e-mail" in everything(app)
    assert not app.exception


def test_an_unknown_customer_is_one_sentence(open_page: Open, run: StoredRun) -> None:
    app = customer(open_page, run, who="<b>nobody</b>")
    assert [one for one in app.warning if "there is no customer" in one.value]
    assert not app.exception


def test_free_questions_find_by_event_and_step(open_page: Open, store: Store, run: StoredRun) -> None:  # fmt: skip
    app = customer(open_page, run, happened="free")
    app.selectbox(key="free-type").set_value("consent.unsubscribed").run()
    assert not app.exception
    assert f"found among {find_run(store, run.id).customers:,} customers" in words_on(app)


def test_without_a_run_the_view_says_what_to_do(open_page: Open, store: Store) -> None:
    assert store
    app = open_page("simulate", view="customer")
    assert "No run yet" in everything(app)


def test_a_customer_of_a_run_under_limits_is_followed_with_the_reason_for_the_wait(open_page: Open, store: Store) -> None:  # fmt: skip
    around = Circumstances(Limits(sms=3.0, stands_for=300_000))
    plan = Plan("Queue", ("weekly_broadcast",), People("generated", 600), days=15, circumstances=around)  # fmt: skip
    held = fly(store, plan)
    told = everything(customer(open_page, held, happened="queued"))
    assert "waits in the sender&#x27;s queue" in told
    assert "The sender can send only so much at once: after " in told


def test_a_run_whose_queue_is_gone_offers_no_customers(open_page: Open, store: Store) -> None:
    around = Circumstances(Limits(sms=3.0, stands_for=300_000))
    plan = Plan("Queue", ("weekly_broadcast",), People("generated", 100), days=4, circumstances=around)  # fmt: skip
    held = fly(store, plan)
    (find_run(store, held.id).path / FILE).unlink()
    app = customer(open_page, held)
    assert "were not kept with it" in everything(app)
    assert len(app.get("button_group")) == 1
    assert not any(one.key == "who" for one in app.selectbox)
