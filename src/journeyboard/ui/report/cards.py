"""The figures at a glance, each with what it is of and what others reach; new cards go here."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from journeyboard.measurement.catalogue import metric
from journeyboard.measurement.metrics import Cell, MetricTable
from journeyboard.ui.wording import NOTHING, count, many, money, of, percent


@dataclass(frozen=True)
class Hint:
    """What others reach with SMS: a few words, and where they are from."""

    words: str
    source: str


KLAVIYO = "Klaviyo help centre, campaign SMS benchmarks, US customers"
FLOWS = "Klaviyo, 2026 SMS marketing benchmarks, automated flows"
HINTS = {
    "ctr": Hint("SMS flows average 10 %", FLOWS),
    "opt_out_rate": Hint("good is below 1.5 %", KLAVIYO),
    "revenue_per_recipient": Hint("good is $0.66 to $2.41", KLAVIYO),
    "conversion": Hint("good is 1 to 2 %", KLAVIYO),
}
SHOWN = (
    ("entered", ":material/login:"),
    ("delivered", ":material/mark_email_read:"),
    ("ctr", ":material/ads_click:"),
    ("click_to_order", ":material/shopping_bag:"),
    ("opt_out_rate", ":material/person_off:"),
    ("revenue_per_recipient", ":material/payments:"),
)
"""The cards in the order of the screen."""
UNITS = {"delivered": "messages"}
SHORT = {"revenue_per_recipient": "Per recipient"}
"""Labels that would not fit a card."""


def draw_cards(table: MetricTable, entries: int, channels: MetricTable) -> None:
    """One card a metric; SMS stands by itself beside its benchmark where other channels sent, too."""
    row = table.rows[0]
    said = {"entered": f"customers, {many(entries, 'entry', 'entries')}"}
    said |= {"click_to_order": f"clickers who ordered within {days(table.window_s)}"}
    said |= {"ctr": _sms_alone(channels)}
    with st.grid(6, min_column_width=165):
        for key, icon in SHOWN:
            _draw_card(row[key], icon, table.currency, said.get(key, ""))


def _sms_alone(channels: MetricTable) -> str:
    sent = {row.group.get("channel"): row for row in channels.rows if row["delivered"].value}
    if "sms" not in sent or len(sent) == 1:
        return ""
    return f"SMS alone {value_words(sent['sms']['ctr'], None)}"


def days(seconds: int) -> str:
    """A window in days."""
    return many(round(seconds / 86_400), "day")


def _draw_card(cell: Cell, icon: str, currency: str | None, said: str) -> None:
    told, hint = metric(cell.key), HINTS.get(cell.key)
    notes = [told.help, told.note, f"{hint.words} ({hint.source})." if hint else ""]
    with st.container(border=True, height="stretch", gap=None, key=f"card-{cell.key}"):
        st.metric(
            SHORT.get(cell.key, told.label),
            value_words(cell, currency),
            icon=icon,
            help=" ".join(filter(None, notes)),
        )
        st.caption(_under(cell, currency, hint, said))


def _under(cell: Cell, currency: str | None, hint: Hint | None, said: str) -> str:
    made = of(cell.to_dict(), currency if metric(cell.key).unit == "money" else None)
    if cell.value is None:
        made = cell.reason or ""
    lines = [made, said if cell.value is not None else "", f"*{hint.words}*" if hint else ""]
    return "  \n".join(filter(None, lines)) or UNITS.get(cell.key, "")


def value_words(cell: Cell, currency: str | None) -> str:
    """A cell's value as it stands in a card or table; a dash for what cannot be computed."""
    if cell.value is None:
        return NOTHING
    match metric(cell.key).unit:
        case "share":
            return percent(cell.value, 2 if cell.value < 0.01 else 1)
        case "money":
            return money(cell.value, currency)
        case "count":
            return count(cell.value)
