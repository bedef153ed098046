// Ways through a journey: entering, one step of each kind, leaving, and what an event means to those inside.

enum { NOWHERE = -2 };

static void leave(Scene *x, i64 j, i64 reason) {
  i64 *token = x->s->token[j];
  log_step(x, EV_journey_exited, j, token[T_NODE], reason);
  token[T_ACTIVE] = 0;
  token[T_GENERATION]++;
  token[T_WAITING] = 0;
}

static int go_to(Scene *x, i64 j, i64 n) {
  i64 *token = x->s->token[j];
  token[T_NODE] = n;
  token[T_HELD] = token[T_WAITING] = 0;
  if (n < 0) leave(x, j, RE_end_of_path);
  return n >= 0;
}

static i64 assign(Scene *x, i64 j, i64 n, i64 a, i64 arm) {
  IN;
  i64 *token = s->token[j];
  if (s->assigned_at[a] >= 0) return s->arm[a];
  s->assigned_at[a] = s->now;
  s->arm[a] = arm;
  if (token[T_ASSIGNMENT] < 0) {
    token[T_ASSIGNMENT] = a;
    token[T_ARM] = arm;
  }
  if (s->first_assignment < 0) s->first_assignment = a;
  i64 kept = token[T_ASSIGNMENT];
  token[T_ASSIGNMENT] = a;
  log_step(x, EV_journey_assigned, j, n, 0);
  token[T_ASSIGNMENT] = kept;
  return arm;
}

static void assign_at_entry(Scene *x, i64 j) {
  IN;
  i64 control = journey(g, j, J_CONTROL_ASSIGNMENT), first = journey(g, j, J_FACTORS);
  if (control >= 0) {
    i64 draw = (i64)(uniform(c->key, g->salts[journey(g, j, J_SALT)], 0, 0) * 1000000000.0);
    s->token[j][T_CONTROL] = assign(x, j, -1, control, draw < journey(g, j, J_CONTROL));
  }
  for (i64 f = first; f < first + journey(g, j, J_N_FACTORS); f++) {
    const i64 *factor = &g->p[g->p[H_FACTORS] + FACTOR_WIDTH * f];
    i64 draw = (i64)(uniform(c->key, g->salts[factor[0]], 0, 0) * 1000000000.0), level = 0;
    while (g->p[g->p[H_ARMS] + factor[2] + level] <= draw) level++;
    assign(x, j, -1, factor[1], level);
  }
}

static int may_enter(Scene *x, i64 j) {
  IN;
  const i64 *token = s->token[j];
  if (token[T_ACTIVE]) return 0;
  if (token[T_COUNT] == 0) return 1;
  if (journey(g, j, J_REENTRY) == REENTRY_AFTER) return s->now >= token[T_ENTERED] + journey(g, j, J_AFTER);
  return journey(g, j, J_REENTRY) != REENTRY_NEVER;
}

static void enter(Scene *x, i64 j, i64 where, i64 cart, i64 value) {
  IN;
  i64 *token = s->token[j];
  if (!may_enter(x, j)) return;
  i64 before[4] = {token[T_CART], token[T_VALUE], token[T_ENTERED], token[T_ROW]};
  token[T_CART] = cart;
  token[T_VALUE] = value;
  token[T_ENTERED] = s->now;
  token[T_ROW] = s->rows;
  if (!holds(x, j, where) || !holds(x, j, journey(g, j, J_FILTER))) {
    token[T_CART] = before[0];
    token[T_VALUE] = before[1];
    token[T_ENTERED] = before[2];
    token[T_ROW] = before[3];
    return;
  }
  token[T_ACTIVE] = 1;
  token[T_COUNT]++;
  log_step(x, EV_journey_entered, j, -1, 0);
  assign_at_entry(x, j);
  token[T_NODE] = journey(g, j, J_START);
  token[T_HELD] = token[T_WAITING] = 0;
  wake(x, j, s->now);
}

static i64 message(Scene *x, i64 j, i64 n) {
  IN;
  i64 before = s->rows, outcome = send(x, j, n, x->visits[3 * node(g, n, N_OWNER)]);
  if (outcome == TURN) {
    s->token[j][T_HELD] = 0;
    return node(g, n, N_FALLBACK);
  }
  if (outcome == HELD) return NOWHERE;
  int skipped = s->rows > before && x->rows[s->rows - 1].type == EV_message_skipped;
  return skipped && node(g, n, N_SKIP) >= 0 ? node(g, n, N_SKIP) : port(g, n, 0);
}

static i64 last_time(Scene *x, i64 j, i64 kind) {
  for (i64 r = x->s->rows - 1; r >= x->s->token[j][T_ROW]; r--)
    if (x->rows[r].type == kind && x->rows[r].at >= x->s->token[j][T_ENTERED]) return x->rows[r].at;
  return -1;
}

static i64 wait_for_anchor(Scene *x, i64 j, i64 n, i64 row) {
  i64 *token = x->s->token[j], at_most = setting(x->g, row, D_AT_MOST);
  if (token[T_HELD] == 1) return port(x->g, n, 0);
  token[T_HELD] = token[T_WAITING] = 1;
  token[T_DUE] = row;
  if (at_most >= 0) wake(x, j, x->s->now + at_most);
  return NOWHERE;
}

static i64 delay(Scene *x, i64 j, i64 n) {
  IN;
  if (s->token[j][T_HELD] == 2) return port(g, n, 0);
  i64 row = level_row(x, n), base = s->now, anchor = setting(g, row, D_ANCHOR), jitter = setting(g, row, D_JITTER);
  if (anchor >= 0) {
    base = last_time(x, j, anchor);
    if (base < 0) return wait_for_anchor(x, j, n, row);
  }
  if (jitter > 0) base += (i64)(uniform(c->key, salt_of(g, n), x->visits[3 * n], 15) * (double)(jitter + 1));
  i64 at = most(s->now, local_target(x, j, row, base + setting(g, row, D_FOR)));
  if (at == s->now) return port(g, n, 0);
  s->token[j][T_HELD] = 2;
  s->token[j][T_WAITING] = 0;
  wake(x, j, at);
  return NOWHERE;
}

static i64 wait_until(Scene *x, i64 j, i64 n) {
  IN;
  if (s->token[j][T_HELD] == 1) return port(g, n, node(g, n, N_B));
  s->token[j][T_HELD] = s->token[j][T_WAITING] = 1;
  wake(x, j, s->now + node(g, n, N_C));
  return NOWHERE;
}

static i64 split(Scene *x, i64 j, i64 n) {
  i64 count = node(x->g, n, N_B);
  for (i64 k = 0; k < count; k++)
    if (holds(x, j, node(x->g, n, N_A) + k)) return port(x->g, n, k);
  return port(x->g, n, count);
}

static i64 random_split(Scene *x, i64 j, i64 n) {
  IN;
  i64 count = node(g, n, N_B), arm = 0;
  if (count == 0) return -1;
  i64 draw = (i64)(uniform(c->key, salt_of(g, n), 0, 0) * 1000000000.0);
  while (arm < count - 1 && g->p[g->p[H_ARMS] + node(g, n, N_A) + arm] <= draw) arm++;
  return port(g, n, assign(x, j, n, node(g, n, N_C), arm));
}

static i64 jump(Scene *x, i64 j, i64 n) {
  i64 *seen = &x->visits[3 * n];
  if (seen[2] != x->s->token[j][T_COUNT]) {
    seen[1] = 0;
    seen[2] = x->s->token[j][T_COUNT];
  }
  if (seen[1] >= node(x->g, n, N_A)) return port(x->g, n, 1);
  seen[1]++;
  return port(x->g, n, 0);
}

static i64 step(Scene *x, i64 j, i64 n) {
  switch (node(x->g, n, N_OP)) {
    case OP_MESSAGE: return message(x, j, n);
    case OP_DELAY: return delay(x, j, n);
    case OP_SPLIT: return split(x, j, n);
    case OP_RANDOM: return random_split(x, j, n);
    case OP_WAIT: return wait_until(x, j, n);
    case OP_JUMP: return jump(x, j, n);
    case OP_EXIT: leave(x, j, node(x->g, n, N_A)); return NOWHERE;
    case OP_GOAL: log_step(x, EV_journey_goal_reached, j, n, 0); return port(x->g, n, 0);
    default: return port(x->g, n, 0);
  }
}

static int arrive(Scene *x, i64 j, i64 n) {
  IN;
  if (s->visits_at != s->now) {
    s->visits = 0;
    s->visits_at = s->now;
  }
  s->visits++;
  s->node_visits++;
  if (s->visits > MAX_VISITS || s->rows - s->first_row > ROWS_PER_LIFE - ROWS_FOR_THE_WORLD) {
    leave(x, j, RE_visit_cap);
    return 0;
  }
  if (node(g, n, N_OWNER) == n) {
    x->visits[3 * n]++;
    log_step(x, EV_journey_step_entered, j, n, 0);
  }
  return 1;
}

static void advance(Scene *x, i64 j) {
  IN;
  while (s->now < g->p[H_HORIZON] && !s->stopped) {
    i64 n = s->token[j][T_NODE];
    if (n < 0) {
      leave(x, j, RE_end_of_path);
      return;
    }
    if (s->token[j][T_HELD] == 0 && !arrive(x, j, n)) return;
    i64 onward = step(x, j, n);
    if (onward == NOWHERE || !go_to(x, j, onward)) return;
  }
}

static void hear_exits(Scene *x, i64 j, i64 kind, i64 cart, i64 channel) {
  IN;
  for (i64 k = 0; k < g->p[H_N_EXITS]; k++) {
    const i64 *rule = &g->p[g->p[H_EXITS] + EXIT_WIDTH * k];
    if (rule[0] != j || rule[1] != kind || (rule[2] && !is_same_cart(s, j, cart)) || (rule[3] >= 0 && rule[3] != channel)) continue;
    s->token[j][T_ADS]++;
    if (!s->token[j][T_ACTIVE]) continue;
    if (rule[4]) log_step(x, EV_journey_goal_reached, j, s->token[j][T_NODE], 0);
    leave(x, j, RE_exit_rule);
  }
}

static void hear_waiting(Scene *x, i64 j, i64 kind, i64 cart, i64 n) {
  IN;
  i64 at = s->token[j][T_NODE], op = node(g, at, N_OP);
  if (op == OP_DELAY && g->p[g->p[H_ROWS] + ROW_WIDTH * s->token[j][T_DUE] + D_ANCHOR] == kind) {
    s->token[j][T_GENERATION]++;
    wake(x, j, s->now);
  }
  if (op != OP_WAIT) return;
  for (i64 b = node(g, at, N_A); b < node(g, at, N_A) + node(g, at, N_B); b++) {
    const i64 *branch = &g->p[g->p[H_BRANCHES] + BRANCH_WIDTH * b];
    if (branch[0] != kind || (branch[1] && !is_same_cart(s, j, cart)) || (branch[2] >= 0 && branch[2] != n)) continue;
    s->token[j][T_GENERATION]++;
    if (go_to(x, j, branch[3])) wake(x, j, s->now);
    return;
  }
}

static void hear(Scene *x, i64 kind, i64 cart, i64 channel, i64 n, i64 value) {
  IN;
  for (i64 j = 0; j < g->p[H_N_JOURNEYS]; j++) {
    hear_exits(x, j, kind, cart, channel);
    if (s->token[j][T_ACTIVE] && s->token[j][T_WAITING]) hear_waiting(x, j, kind, cart, n);
    if (journey(g, j, J_ENTRY) == ENTRY_EVENT && journey(g, j, J_TYPE) == kind) enter(x, j, journey(g, j, J_WHERE), journey(g, j, J_KEY) ? cart : -1, value);
  }
}
