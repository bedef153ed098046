// What a flight lies in: the program's arrays, one life, and the rows it leaves. Layouts come from Python (layout.h).
#include "layout.h"
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef int64_t i64;
typedef uint64_t u64;

typedef struct {
  const i64 *p;
  const double *w;
  const i64 *q;
  const u64 *salts;
  const uint8_t *bits;
  const uint8_t *parts;
  const i64 *slots;
  const i64 *history;
  i64 n_bits, n_parts, n_slots;
} Ground;

typedef struct {
  i64 at, rank, seq, kind, a, b, d, e, f;
} Pending;

typedef struct {
  i64 now, rows, first_row, pending, seq, visits, visits_at, overflow, stopped, node_visits;
  i64 stage, consent, hazard, hazard_at, threshold, hazard_orders, boosts;
  i64 orders, site_visits, last_order, satisfied_until;
  i64 cart, cart_value, cart_product, cart_at, shopping, shopping_value, shopping_product;
  i64 offer, offer_value, offer_until, offer_margin;
  i64 tip_read, status_read, reviewed, last_click_node, last_click_at;
  i64 sends, delivered, first_assignment;
  Pending q[MAX_PENDING];
  i64 boost_end[MAX_BOOSTS], boost_rate[MAX_BOOSTS];
  i64 send_at[MAX_SENDS], send_kind[MAX_SENDS], pressure_at[MAX_SENDS];
  i64 slot[MAX_SLOTS], stack[64];
  i64 clock[MAX_ASSIGNMENTS], assigned_at[MAX_ASSIGNMENTS], arm[MAX_ASSIGNMENTS];
  i64 window[MAX_ASSIGNMENTS][N_OUTCOMES], total[N_OUTCOMES];
  i64 token[MAX_JOURNEYS][16];
} Life;

/* Everything a function needs: the ground, the customer (number i), the life, the rows and the counters. */
typedef struct {
  const Ground *g;
  const CUSTOMER *c;
  Life *s;
  ROW *rows;
  i64 *counts;
  i64 *visits;
  i64 i;
} Scene;

#define IN const Ground *g = x->g; const CUSTOMER *c = x->c; Life *s = x->s; (void)g; (void)c; (void)s

static inline i64 least(i64 a, i64 b) { return a < b ? a : b; }
static inline i64 most(i64 a, i64 b) { return a > b ? a : b; }
static inline double lesser(double a, double b) { return a < b ? a : b; }
/* Division and remainder that round down, as Python's do. */
static inline i64 over(i64 a, i64 b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }
static inline i64 rest(i64 a, i64 b) { return a - over(a, b) * b; }

static inline i64 node(const Ground *g, i64 n, i64 field) { return g->p[g->p[H_NODES] + n * NODE_WIDTH + field]; }
static inline i64 setting(const Ground *g, i64 row, i64 field) { return g->p[g->p[H_ROWS] + row * ROW_WIDTH + field]; }
static inline i64 journey(const Ground *g, i64 j, i64 field) { return g->p[g->p[H_JOURNEYS] + j * JOURNEY_WIDTH + field]; }
static inline i64 port(const Ground *g, i64 n, i64 k) { return g->p[g->p[H_PORTS] + node(g, n, N_PORTS) + k]; }
static inline i64 base_channel(i64 channel) { return channel == CH_MMS ? CH_SMS : channel; }

/* The list of what is to come. */
static void push(Life *s, i64 at, i64 rank, i64 kind, i64 a, i64 b, i64 d, i64 e, i64 f) {
  if (s->pending >= MAX_PENDING) {
    s->overflow++;
    return;
  }
  s->q[s->pending++] = (Pending){at, rank, s->seq++, kind, a, b, d, e, f};
}

static inline i64 soonest(const Life *s) {
  i64 best = -1;
  for (i64 k = 0; k < s->pending; k++) {
    const Pending *now = &s->q[k], *then = &s->q[best < 0 ? k : best];
    if (best < 0 || now->at < then->at || (now->at == then->at && (now->rank < then->rank || (now->rank == then->rank && now->seq < then->seq)))) best = k;
  }
  return best;
}

/* Rows of the log, and the notices that journeys listen for. */
static void log_row(Scene *x, i64 kind, i64 j, i64 n, i64 channel, i64 variant, i64 reason, i64 value, i64 cost, i64 order, i64 cart) {
  IN;
  if (s->rows - s->first_row >= ROWS_PER_LIFE) {
    s->overflow++;
    s->stopped = 1;
    return;
  }
  i64 a = j >= 0 ? s->token[j][T_ASSIGNMENT] : s->first_assignment;
  ROW *row = &x->rows[s->rows++];
  row->at = s->now;
  row->customer = x->i;
  row->type = kind;
  row->journey = j;
  row->node = n;
  row->channel = channel;
  row->variant = variant;
  row->reason = reason;
  row->value = value;
  row->cost = cost;
  row->order = order;
  row->cart = cart;
  row->stage = s->stage;
  row->assignment = a;
  row->arm = a >= 0 ? s->arm[a] : -1;
  if (n >= 0) x->counts[n * N_EVENTS + kind]++;
  if (g->p[g->p[H_LISTENS] + kind]) push(s, s->now, RANK_NOTIFY, NOTIFY, kind, cart, channel, n, value);
}

static void log_world(Scene *x, i64 kind, i64 reason, i64 value, i64 order, i64 cart) { log_row(x, kind, -1, -1, -1, -1, reason, value, 0, order, cart); }

static void log_step(Scene *x, i64 kind, i64 j, i64 n, i64 reason) { log_row(x, kind, j, n, -1, -1, reason, 0, 0, -1, x->s->token[j][T_CART]); }

static void move_stage(Scene *x, i64 stage) {
  IN;
  if (stage == s->stage) return;
  i64 before = s->stage;
  s->stage = stage;
  log_world(x, EV_stage_changed, RE_from_awareness + before, 0, -1, -1);
}

static void tally(Life *s, i64 outcome, i64 amount) {
  s->total[outcome] += amount;
  for (i64 a = 0; a < MAX_ASSIGNMENTS && s->clock[a] >= 0; a++)
    if (s->assigned_at[a] >= 0 && s->now < s->assigned_at[a] + s->clock[a]) s->window[a][outcome] += amount;
}
