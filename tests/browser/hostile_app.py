"""The app with a brand, a journey and a customer whose every word is markup that would run."""

from dataclasses import replace
from typing import Any

from journeyboard.audience.worst import worst_case
from journeyboard.journey.brand import Brand, Senders
from journeyboard.storage.brands import find_brand
from journeyboard.storage.journeys import save_journey
from journeyboard.ui import state
from journeyboard.ui.preview import whose
from journeyboard.ui.shell import run
from journeyboard.workflows.brands import keep_brand

RUNS = "<img src=x onerror=window.ran=1><script>window.ran=1</script>"
BRAND = Brand(
    id="hostile",
    name=f"Brand {RUNS}",
    senders=Senders(
        sms=f"Sms {RUNS}", email="a@b.example", email_name=f"Mail {RUNS}", push=f"Push {RUNS}"
    ),
    opt_out_text=f"Opt-out {RUNS}",
    keywords={"STOP": f"Answer {RUNS}"},
)
TEXT = RUNS + " for {{ first_name }}"
JOURNEY = f"""
id: hostile
name: "Journey {RUNS}"
brand: hostile
entry: {{kind: event, event: checkout.started}}
start: text
nodes:
  text: {{kind: sms, title: "Title {RUNS}", body: "Text {TEXT}", media: "picture {RUNS}.png", opt_out: true, link: {{url: "javascript:window.ran=1"}}, next: mail}}
  mail: {{kind: email, subject: "Subject {TEXT}", preheader: "Preheader {TEXT}", body: "Letter {TEXT}", link: {{url: "javascript:window.ran=1"}}, next: note}}
  note: {{kind: push, heading: "Heading {TEXT}", body: "Push {TEXT}", next: seen}}
  seen: {{kind: ads, heading: "Headline {TEXT}", body: "Ad {TEXT}", link: {{url: "javascript:window.ran=1"}}}}
"""


def hostile_case(*args: Any, **kwargs: Any) -> Any:
    """The worst case, all of it with a name that would run."""
    made = worst_case(*args, **kwargs)
    return {
        what: replace(one, first_name=f"Name {RUNS}", last_name=RUNS) for what, one in made.items()
    }


whose.worst_case = hostile_case  # type: ignore[attr-defined]
if find_brand(state.store(), "hostile") is None:
    keep_brand(state.store(), BRAND)
    save_journey(state.store(), "hostile", JOURNEY, name="Journey", based_on=None)
run()
