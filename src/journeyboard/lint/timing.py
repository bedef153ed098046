"""The rules of timing: the hour on the customer's clock, and when each step comes; JB130 to JB149."""

from __future__ import annotations

from journeyboard.lint.rule import Rule, Source
from journeyboard.lint.timing_hours import (
    drains_past_window,
    no_send_day,
    outside_window,
    sender_clock,
)
from journeyboard.lint.timing_steps import (
    anniversary,
    first_reminder,
    no_pause,
    past_date,
    review_window,
    stale_text,
    wrong_anchor,
)

_HOURS = Source(
    "47 CFR 64.1200(c)(1) and the hours of states and countries in sms_rules.csv",
    "2025",
    "secondary",
)
_CARTS = Source(
    "Attentive help centre, “Carrier Guidelines for Abandonment Messages”: within 48 hours, "
    "the first hour converts best",
    "",
    "secondary",
)
_REVIEWS = Source(
    "Jung, Ryu, Han and Cho, Journal of Marketing: field experiments on review reminders",
    "",
    "secondary",
)

TIMING: tuple[Rule, ...] = (
    Rule("JB130", "timing.outside-window", "error", outside_window, _HOURS),
    Rule("JB131", "timing.sender-clock", "error", sender_clock, _HOURS),
    Rule("JB132", "timing.drains-past-window", "info", drains_past_window),
    Rule("JB133", "timing.no-send-day", "warning", no_send_day, _HOURS),
    Rule("JB134", "timing.wrong-anchor", "warning", wrong_anchor),
    Rule("JB135", "timing.stale-text", "info", stale_text, _CARTS),
    Rule("JB136", "timing.review-window", "warning", review_window, _REVIEWS),
    Rule("JB137", "timing.first-reminder", "warning", first_reminder, _CARTS),
    Rule("JB138", "timing.no-pause", "warning", no_pause),
    Rule("JB139", "timing.past-date", "warning", past_date),
    Rule("JB140", "timing.anniversary", "warning", anniversary),
)
"""In the order the screen shows them."""
