// The bound: the compiled program of a flight, interpreted in C, one life a customer, with the kernel's own rows.
// It covers event entries and every step but ads, updates and webhooks; the driver refuses other programs.

#include "memory.h"
#include "dice.h"
#include "clocks.h"
#include "world.h"
#include "conditions.h"
#include "messages.h"
#include "journey.h"

static void begin(Scene *x) {
  IN;
  i64 rows = s->rows, overflow = s->overflow, seen = s->node_visits, journeys = g->p[H_N_JOURNEYS], assignments = g->p[H_N_ASSIGNMENTS];
  memset(s, 0, offsetof(Life, q));
  s->rows = s->first_row = rows;
  s->overflow = overflow;
  s->node_visits = seen;
  s->visits_at = s->cart = s->shopping = s->last_click_node = s->first_assignment = -1;
  s->stage = c->stage;
  s->consent = c->consent;
  s->last_order = c->last_order;
  s->offer_margin = 1000;
  s->last_click_at = NEVER;
  memset(s->total, 0, sizeof s->total);
  for (i64 a = 0; a < assignments; a++) {
    s->clock[a] = g->p[g->p[H_ASSIGNMENTS] + ASSIGNMENT_WIDTH * a];
    s->assigned_at[a] = s->arm[a] = -1;
    memset(s->window[a], 0, sizeof s->window[a]);
  }
  if (assignments < MAX_ASSIGNMENTS) s->clock[assignments] = -1;
  for (i64 j = 0; j < journeys; j++) {
    memset(s->token[j], 0, sizeof s->token[j]);
    s->token[j][T_ASSIGNMENT] = s->token[j][T_ARM] = -1;
    s->token[j][T_ROW] = rows;
  }
  for (i64 k = 0; k < g->n_slots; k++) s->slot[k] = g->slots[x->i * g->n_slots + k];
  memset(x->visits, 0, sizeof(i64) * 3 * g->p[H_N_NODES]);
  next_threshold(x);
  if (s->stage >= LOYALTY && s->last_order > NEVER) push(s, most(0, s->last_order + (i64)g->w[W_LAPSE]), RANK_WORLD, STAGE_CHECK, LOYALTY, -1, 0, 0, 0);
}

static void happen(Scene *x, i64 k) {
  Life *s = x->s;
  Pending e = s->q[k];
  s->q[k] = s->q[--s->pending];
  switch (e.kind) {
    case NOTIFY: hear(x, e.a, e.b, e.d, e.e, e.f); break;
    case WAKE: if (s->token[e.a][T_ACTIVE] && s->token[e.a][T_GENERATION] == e.b) advance(x, e.a); break;
    case DELIVER: deliver(x, e.a, e.b, e.d, e.e); break;
    case READ: read_message(x, e.a, e.b, e.d, e.e); break;
    case FAIL: note(x, EV_message_failed, e.a, e.b, e.d, RE_unreachable, 0); break;
    case VISIT: visit(x, e.a); break;
    case SHOPPING: if (s->shopping == e.a) shopping_step(x, e.a, e.b); break;
    case FULFIL: fulfil(x, e.a, e.b); break;
    case PARCEL: parcel(x, e.a, e.b, e.d); break;
    case REFUND: refund(x, e.a, e.b); break;
    case REVIEW: review(x, EV_review_submitted, e.a); break;
    case REFERRAL: review(x, EV_referral_made, e.a); break;
    case SUPPORT: log_world(x, EV_support_contacted, 0, 0, e.a, -1); break;
    case STAGE_CHECK: check_stage(x, e.a, e.b); break;
  }
}

static void live(Scene *x) {
  IN;
  begin(x);
  plan_visit(x);
  i64 horizon = g->p[H_HORIZON];
  while (!s->stopped) {
    i64 e = soonest(s), until = e >= 0 ? least(s->q[e].at, horizon) : horizon, due = order_due(c, s, until);
    if (due >= 0) {
      if (due >= horizon) break;
      s->now = due;
      next_threshold(x);
      place_order(x, cart_open(x) ? RE_returned : RE_direct);
      continue;
    }
    if (until >= horizon) break;
    s->now = until;
    happen(x, e);
  }
}

/* Flies customers first to last, on one thread at a time; returns the rows written, or -1 when a life is too full. Stops early when `rows` could
   overflow; `reached` says where, `node_visits` how many steps were taken. */
i64 fly(const Ground *g, const CUSTOMER *people, i64 first, i64 last, ROW *rows, i64 capacity, i64 *counts, i64 *visits, i64 *reached, i64 *node_visits) {
  static Life life;
  Scene scene = {g, people, &life, rows, counts, visits, first};
  life.rows = life.overflow = life.node_visits = 0;
  for (; scene.i < last && life.rows + 2 * ROWS_PER_LIFE <= capacity; scene.i++) {
    scene.c = &people[scene.i];
    live(&scene);
  }
  *reached = scene.i;
  *node_visits += life.node_visits;
  return life.overflow ? -1 : life.rows;
}
