"""What can be set on the journey as a whole, in the order the inspector shows it; new settings go here."""

from __future__ import annotations

from journeyboard.journey.graph import AudienceEntry, DateEntry, EventEntry, Part, ScoreEntry
from journeyboard.message.rules import rules
from journeyboard.ui.canvas import options as choose
from journeyboard.ui.canvas.field import Field, Group, Option, When

_CHANNEL = (Option("", "Every channel"), *choose.CHANNELS)
_PURPOSE = (Option("", "All messages"), *choose.PURPOSES)
_DATES = (Option("", "Not a date of the customer's"), Option("birthday", "Birthday"))
_ANNIVERSARY, _ONE_DAY = When("attribute", ("birthday",)), When("attribute", ("",))
PLACES = tuple(sorted({rule.jurisdiction for rule in rules() if len(rule.jurisdiction) in (2, 5)}))

JOURNEY_GROUPS: tuple[Group, ...] = (
    Group(
        "",
        (
            Field("name", "Name"),
            Field("description", "What it is for", "text"),
            Field("north_star", "North-star metric", help="The number the journey exists to move."),
            Field("goal.event", "Goal", "event", "What the journey is for."),
            Field(
                "goal.window",
                "Counted within",
                "duration",
                "After entering.",
                picks=choose.WINDOWS,
            ),
        ),
        open=True,
    ),
    Group(
        "Exit rules",
        (
            Field(
                "exit_rules",
                "Leave at once when",
                "items",
                "At any step, also in the middle of a delay.",
                one="exit rule",
                blank={"event": "order.placed"},
                fields=(
                    Field("event", "Event", "event"),
                    Field("key", "Of which cart", "choice", options=choose.SAME_CART),
                    Field("channel", "On channel", "choice", options=_CHANNEL),
                    Field("goal", "Counts as reaching the goal", "flag"),
                ),
            ),
        ),
    ),
    Group(
        "Quiet hours and caps",
        (
            Field(
                "quiet_hours",
                "Quiet hours of its own",
                "part",
                "No marketing between these local times. Without its own, the brand's hold.",
                fields=(
                    Field("start", "Quiet from", "clock"),
                    Field("end", "Quiet until", "clock"),
                    Field("channels", "Channels", "pills", options=choose.CHANNELS),
                    Field(
                        "law",
                        "Also what the law asks",
                        "flag",
                        "The windows of the customer's jurisdiction.",
                    ),
                ),
            ),
            Field(
                "smart_sending",
                "Smart sending",
                "duration",
                "No second marketing message on a channel within this time.",
                picks=("12 hours", "16 hours", "1 day"),
            ),
            Field(
                "caps",
                "Frequency caps",
                "items",
                "No more messages than this in any such time.",
                one="cap",
                blank={"max": 3, "per": "7 days"},
                fields=(
                    Field("max", "At most", "number", low=0),
                    Field("per", "In any", "duration", picks=choose.WINDOWS),
                    Field("channel", "On channel", "choice", options=_CHANNEL),
                    Field("purpose", "Counting", "choice", options=_PURPOSE),
                ),
            ),
            Field(
                "priority",
                "Priority",
                "number",
                "When caps let only one journey send, the higher number goes first.",
                low=-1000,
                high=1000,
            ),
        ),
    ),
    Group(
        "Experiments",
        (
            Field(
                "experiments",
                "Factors",
                "levels",
                "Each customer gets one level of each factor, for good; messages and delays change by it.",
            ),
        ),
    ),
    Group(
        "Findings set aside",
        (
            Field(
                "ignore",
                "Rules that do not count here",
                "attributes",
                "A rule's code (JB203), or a rule at one step (JB203/sms_1), and who decided why.",
            ),
        ),
    ),
    Group(
        "Where it applies",
        (
            Field("timezone", "Time zone", "zone", "For dates and clock times of the journey."),
            Field(
                "jurisdictions",
                "Jurisdictions",
                "names",
                "Whose rules are checked: a country (US) or a state (US-FL).",
                example="US-FL",
                suggest=PLACES,
            ),
            Field("brand", "Brand", help="The id of the brand's file.", example="lumen"),
        ),
    ),
    Group("Notes", (Field("notes", "Notes", "text", "For colleagues."),)),
)

ENTRY_GROUPS: tuple[Group, ...] = (
    Group(
        "Who may enter",
        (
            Field("entry_filter", "Only if", "condition", "Asked at the moment of entering."),
            Field("reentry.allow", "Enter again", "choice", options=choose.REENTRY),
            Field(
                "reentry.after",
                "At least this long after",
                "duration",
                picks=choose.WINDOWS,
                when=When("reentry.allow", ("after",)),
            ),
        ),
        open=True,
    ),
    Group(
        "Control group",
        (
            Field(
                "control_group",
                "Hold out a control group",
                "part",
                "A share of those who enter gets nothing, so that the lift can be measured.",
                blank={"share": 0.1},
                fields=(
                    Field("share", "Share", "share", low=0.001, high=0.99),
                    Field("name", "Name in the report"),
                ),
            ),
        ),
    ),
)

ENTRIES: tuple[tuple[type[Part], str, str, tuple[Field, ...]], ...] = (
    (
        EventEntry,
        "Something happens",
        "Enter when the customer does something, such as starting a checkout.",
        (
            Field("event", "Event", "event"),
            Field(
                "key",
                "Remember the cart",
                "choice",
                "Then exits and waits can ask for the same cart.",
                (Option("", "No"), Option("cart_id", "Yes, by its id")),
            ),
            Field("where", "Only events where", "condition"),
        ),
    ),
    (
        AudienceEntry,
        "Somebody belongs",
        "Enter when a condition holds.",
        (
            Field("condition", "Who", "condition"),
            Field(
                "when",
                "Looked at",
                "choice",
                options=(Option("start", "Once, at the start"), Option("daily", "Every day")),
            ),
        ),
    ),
    (
        DateEntry,
        "A date comes",
        "Enter at a moment, perhaps repeatedly, or on a date of the customer's such as a birthday.",
        (
            Field("attribute", "The customer's date", "choice", options=_DATES),
            Field("at", "Moment", "moment", "In the journey's time zone.", when=_ONE_DAY),
            Field(
                "repeat_every",
                "Again every",
                "duration",
                picks=("7 days", "14 days", "30 days"),
                when=_ONE_DAY,
            ),
            Field("times", "Times in all", "number", low=1, high=400, when=_ONE_DAY),
            Field("offset", "Later by", "duration", picks=("1 day", "7 days"), when=_ANNIVERSARY),
            Field("time", "At", "clock", "Where the customer lives.", when=_ANNIVERSARY),
            Field("audience", "Only those", "condition"),
        ),
    ),
    (
        ScoreEntry,
        "A score crosses a line",
        "Enter when a model's score of the customer passes a threshold.",
        (
            Field("score", "Score"),
            Field("threshold", "Threshold", "number", low=0, high=1),
            Field(
                "direction",
                "Direction",
                "choice",
                options=(Option("above", "Rises above"), Option("below", "Falls below")),
            ),
        ),
    ),
)
"""The ways to enter: model, label, help and fields."""
