"""How a flight lies in memory: the records of one customer, one life, one row, and the program's fields.

All times are whole seconds since the start of the run, money is whole cents, message cost is
millionths of the currency, hazards are whole units of 2^-40 per second.
"""

from __future__ import annotations

import numpy as np

from journeyboard.records import EVENT_TYPES

HAZARD = 1 << 40
NEVER = -(1 << 60)
FOREVER = 1 << 60
DAY = 86_400
USUAL = 1_000
"""A season's factor on a day like any other, in thousandths."""
QUEUE_SECONDS = 36_000
"""How long a message may wait at the sender before it fails (Twilio documentation, errors 21611 and 30001)."""
MAX_JOURNEYS = 24
MAX_ASSIGNMENTS = 32
MAX_SLOTS = 32
MAX_PENDING = 96
MAX_BOOSTS = 160
MAX_SENDS = 256
MAX_VISITS = 500
ROWS_PER_LIFE = 6_000
ROWS_FOR_THE_WORLD = 1_200

CUSTOMER = np.dtype(
    [
        ("key", "u8"),
        ("zone", "i8"),
        ("place", "i8"),  # zone and jurisdiction together: a row of the window table
        ("consent", "i8"),  # two bits for each channel and purpose, and LESS
        ("stage", "i8"),
        ("own_hazard", "i8"),  # hazard of an order per second
        ("low_hazard", "i8"),  # the same shortly after an order
        ("visit_gap", "f8"),  # mean seconds between visits, 0 for none
        ("cart_chance", "f8"),  # chance that a visit fills a cart
        ("price_sensitivity", "f8"),
        ("affinity", "f8", (5,)),
        ("fatigue", "f8"),
        ("response", "f8"),
        ("attention_hour", "i8"),
        ("reachable", "i8"),
        ("product", "i8"),
        ("sms_price", "i8"),
        ("orders", "i8"),
        ("last_order", "i8"),
        ("history", "i8"),
        ("history_end", "i8"),
        ("refunds_end", "i8"),  # refunded orders follow the others
        ("force_at", "i8"),  # a preview's entry time, NEVER otherwise
    ],
    align=True,
)

ROW = np.dtype(
    [
        ("at", "i8"),
        ("value", "i8"),
        ("cost", "i8"),
        ("customer", "i4"),
        ("order", "i4"),
        ("cart", "i4"),
        ("node", "i4"),
        ("type", "i2"),
        ("journey", "i2"),
        ("channel", "i2"),
        ("variant", "i2"),
        ("assignment", "i2"),
        ("arm", "i2"),
        ("stage", "i2"),
        ("reason", "i2"),
    ],
    align=True,
)

OUTCOMES = (
    "orders", "revenue", "discount", "margin", "cost", "opt_outs", "clicks", "delivered", "lost_value",
)  # fmt: skip
"""What is counted in each life; `lost_value` is the future margin of subscribers who opted out."""
ORDERS, REVENUE, DISCOUNT, MARGIN, COST, OPT_OUTS, CLICKS, DELIVERED, LOST_VALUE = range(9)
N_OUTCOMES = len(OUTCOMES)

# What is told of each life.
LIFE_WIDTH = 6
(L_JOURNEYS_OFF, L_CHANNELS_OFF, L_FORCED, L_FORCED_ARM, L_ASSIGNMENT, L_LEFT_OUT) = range(6)

DECISION = np.dtype(
    [
        ("at", "i8"),
        ("row", "i8"),  # the row that the decision stands before
        ("number", "i8"),
        ("drawn", "f8"),
        ("limit", "f8"),
        ("node", "i4"),
        ("what", "i4"),
    ],
    align=True,
)

_life = [
    *((name, "i8") for name in (
        "now", "rows", "first_row", "counting", "pending", "seq", "visits", "visits_at", "overflow",
        "journeys_off", "channels_off", "forced", "forced_arm", "left_out", "quiet_world",
        "stage", "consent", "hazard", "hazard_at", "threshold", "hazard_orders", "boosts",
        "orders", "carts", "site_visits", "last_order", "satisfied_until",
        "cart", "cart_value", "cart_product", "cart_at", "shopping", "shopping_cart",
        "shopping_value", "shopping_product", "offer", "offer_value", "offer_until", "offer_margin",
        "tip_read", "status_read", "reviewed", "last_click_node", "last_click_at", "sends",
        "delivered", "entered", "first_assignment", "stopped", "keeping", "told",
        "horizon", "own_hazard", "low_hazard", "due",
    )),
    ("q_at", "i8", (MAX_PENDING,)),
    ("q_turn", "i8", (MAX_PENDING,)),
    ("q", "i8", (MAX_PENDING, 6)),
    ("boost_end", "i8", (MAX_BOOSTS,)),
    ("boost_rate", "i8", (MAX_BOOSTS,)),
    ("send_at", "i8", (MAX_SENDS,)),
    ("send_kind", "i8", (MAX_SENDS,)),
    ("pressure_at", "i8", (MAX_SENDS,)),
    ("slot", "i8", (MAX_SLOTS,)),
    ("stack", "i8", (64,)),
    ("clock", "i8", (MAX_ASSIGNMENTS,)),
    ("assigned_at", "i8", (MAX_ASSIGNMENTS,)),
    ("arm", "i8", (MAX_ASSIGNMENTS,)),
    ("window", "i8", (MAX_ASSIGNMENTS, N_OUTCOMES)),  # outcomes inside the window
    ("total", "i8", (N_OUTCOMES,)),  # outcomes of the whole run
    ("token", "i8", (MAX_JOURNEYS, 16)),
]  # fmt: skip
LIFE = np.dtype(_life, align=True)

# Fields of a customer's place in one journey.
T_ACTIVE, T_NODE, T_GENERATION, T_ENTERED, T_CART, T_CONTROL, T_VALUE, T_COUNT = range(8)
T_HELD, T_DUE, T_WAITING, T_ROW, T_ADS, T_ASSIGNMENT, T_ARM = range(8, 15)

# What can be pending, as (at, rank, seq, kind, a, b, c, d, e).
NOTIFY, VISIT, SHOPPING, FULFIL, PARCEL, REVIEW, REFUND, REFERRAL, SUPPORT = range(9)
DELIVER, READ, FAIL, ENTER, WAKE, IMPRESSION, STAGE_CHECK, FORCE, REPLY, LEAVE = range(9, 19)
RANK_NOTIFY, RANK_WORLD, RANK_TOKEN = 0, 1, 2

# What a customer's own text does to their consent.
CHOICES = ("other", "stop", "less", "start")
CHOICE_OTHER, CHOICE_STOP, CHOICE_LESS, CHOICE_START = range(4)
LESS = 1 << 40
"""In the word of consents, beyond those of all channels: asked for fewer texts."""
ONLY_LESS = -2
"""The journey of a cap that holds for those who asked for fewer."""

# Operations, one for each node kind.
(OP_MESSAGE, OP_ADS, OP_DELAY, OP_WAIT, OP_SPLIT, OP_RANDOM, OP_UPDATE, OP_WEBHOOK, OP_JUMP,
 OP_GOAL, OP_EXIT, OP_PASS) = range(12)  # fmt: skip

# The program's header: where each table starts.
HEADER = (
    "nodes", "n_nodes", "rows", "ports", "arms", "branches", "sets", "journeys", "n_journeys",
    "exits", "n_exits", "caps", "n_caps", "assignments", "n_assignments", "factors", "dates",
    "conditions", "codes", "windows", "places", "intervals", "zones", "offsets", "listens",
    "products", "n_products", "horizon", "shipping", "n_places", "mms_price", "email_price",
    "push_price", "ad_price", "weekday", "truths", "sms_value", "email_value", "push_value",
    "queue_sms", "queue_email", "queue_push", "budget", "season",
)  # fmt: skip
(H_NODES, H_N_NODES, H_ROWS, H_PORTS, H_ARMS, H_BRANCHES, H_SETS, H_JOURNEYS, H_N_JOURNEYS,
 H_EXITS, H_N_EXITS, H_CAPS, H_N_CAPS, H_ASSIGNMENTS, H_N_ASSIGNMENTS, H_FACTORS, H_DATES,
 H_CONDITIONS, H_CODES, H_WINDOWS, H_PLACES, H_INTERVALS, H_ZONES, H_OFFSETS, H_LISTENS,
 H_PRODUCTS, H_N_PRODUCTS, H_HORIZON, H_SHIPPING, H_N_PLACES, H_MMS_PRICE,
 H_EMAIL_PRICE, H_PUSH_PRICE, H_AD_PRICE, H_WEEKDAY, H_TRUTHS,
 H_VALUE, _HVE, _HVP, H_QUEUE, _HQE, _HQP, H_BUDGET,
 H_SEASON) = range(44)  # fmt: skip

# Node fields.
NODE_WIDTH = 20
(N_OP, N_JOURNEY, N_SALT, N_ROW, N_VARIANTS, N_FACTOR, N_LEVELS, N_FACTOR_2, N_PORTS, N_N_PORTS,
 N_QUIET, N_STALE, N_FALLBACK, N_SKIP, N_A, N_B, N_C, N_OWNER, N_WINDOW, N_D) = range(20)  # fmt: skip

# Setting rows: one for each combination of factor level and variant.
ROW_WIDTH = 16
(R_CHANNEL, R_PURPOSE, R_ROLE, R_OFFER, R_OFFER_VALUE, R_OFFER_VALID, R_OFFER_MARGIN, R_PARTS,
 R_MISSING, R_LINK, R_WEIGHT, R_START, R_END, R_DAILY, R_VARIANT, R_SPARE) = range(16)  # fmt: skip
(D_FOR, D_JITTER, D_TIME, D_WEEKDAYS, D_DATE, D_ANCHOR, D_AT_MOST) = range(7)

# Journey fields.
JOURNEY_WIDTH = 28
(J_ENTRY, J_TYPE, J_WHERE, J_FILTER, J_KEY, J_REENTRY, J_AFTER, J_START, J_CONTROL, J_SALT,
 J_WINDOW, J_RANK, J_SMART, J_WHEN, J_DATES, J_N_DATES, J_CONDITION, J_CONTROL_ASSIGNMENT,
 J_FACTORS, J_N_FACTORS, J_WINDOWS, J_QUIET_CHANNELS, J_ATTRIBUTE, J_GOAL, J_OPEN_ROW,
 J_ZONE, J_OPENS, J_COHORT) = range(28)  # fmt: skip
ENTRY_EVENT, ENTRY_AUDIENCE, ENTRY_DATE = range(3)
REENTRY_NEVER, REENTRY_ALWAYS, REENTRY_AFTER = range(3)

# Condition codes: (code, a, b, c, d) on a stack of truths.
CODE_WIDTH = 5
(C_BIT, C_CONSENT, C_COUNT, C_ENGAGED, C_SLOT, C_TRIGGER, C_NOT, C_ALL, C_ANY, C_ORDERS, C_RECENCY,
 C_STAGE) = range(12)  # fmt: skip
COMPARISONS = ("eq", "ne", "lt", "lte", "gt", "gte")

# Reasons, as numbers in a row; 0 is none, the program's own exit reasons follow.
REASONS = (
    "", "no_consent", "opted_out", "control_group", "frequency_cap", "smart_sending", "quiet_hours",
    "stale", "missing_value", "no_address", "never_open", "unreachable", "privacy_proxy", "end_of_path", "visit_cap",
    "contact", "shipping", "payment", "checkout", "returned", "direct", "exit_rule",
    *(f"from_{stage}" for stage in ("awareness", "consideration", "purchase", "loyalty", "advocacy")),
    "budget", "throughput", "queue_full", "outside_window",
)  # fmt: skip
REASON = {name: number for number, name in enumerate(REASONS)}

EVENT = {name: number for number, name in enumerate(EVENT_TYPES)}
CHANNEL_NAMES = ("sms", "email", "push", "ads", "mms")
CH_SMS, CH_EMAIL, CH_PUSH, CH_ADS, CH_MMS = range(5)
