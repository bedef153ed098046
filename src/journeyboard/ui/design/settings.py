"""What can be set on the journey as a whole, in the order the form shows it; new settings go here."""

from __future__ import annotations

from journeyboard.ui.design.fields import CONDITION_HELP, EVENTS, Field, Group

JOURNEY_GROUPS: tuple[Group, ...] = (
    Group(
        "",
        (
            Field("name", "Name"),
            Field("description", "What it is for", "text"),
            Field("north_star", "North-star metric"),
            Field("goal.event", "Goal", "choice", "What the journey is for.", EVENTS),
            Field("goal.window", "Counted within", "duration", "After entering."),
        ),
        open=True,
    ),
    Group(
        "Entry",
        (
            Field(
                "entry", "Entry", "data", "kind: event, audience, date or score, with its settings."
            ),
            Field("entry_filter", "Only if", "data", CONDITION_HELP),
            Field("reentry.allow", "Enter again", "choice", "", ("never", "always", "after")),
            Field("reentry.after", "… after", "duration"),
        ),
    ),
    Group("Exit rules", (Field("exit_rules", "Leave at once when", "data"),)),
    Group(
        "Quiet hours and caps",
        (
            Field("quiet_hours.start", "Quiet from", example="21:00"),
            Field("quiet_hours.end", "Quiet until", example="08:00"),
            Field("smart_sending", "Smart sending", "duration", "No second message within."),
            Field(
                "caps", "Frequency caps", "data", "Like “- {max: 1, per: 2 days, channel: sms}”."
            ),
            Field("priority", "Priority among journeys", "number", low=-1000),
        ),
    ),
    Group(
        "Control group and experiments",
        (
            Field("control_group.share", "Share held out", "number", "0.2 = a fifth.", high=0.99),
            Field("experiments", "Experiments", "data", "Factors with levels and weights."),
        ),
    ),
    Group("Notes", (Field("notes", "Notes", "text"),)),
)
