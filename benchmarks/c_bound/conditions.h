// Conditions in flight: short stack programs over what is known of the customer.

static int compare(i64 left, i64 op, i64 right) {
  switch (op) {
    case 0: return left == right;
    case 1: return left != right;
    case 2: return left < right;
    case 3: return left <= right;
    case 4: return left > right;
    default: return left >= right;
  }
}

static i64 consent_state(const Life *s, i64 channel, i64 purpose) { return (s->consent >> (2 * (2 * (channel == CH_MMS ? 0 : channel) + purpose))) & 3; }

static int is_same_cart(const Life *s, i64 j, i64 cart) { return s->token[j][T_CART] >= 0 && s->token[j][T_CART] == cart; }

static i64 count_events(Scene *x, i64 j, i64 kind, i64 within, i64 same_cart) {
  IN;
  i64 first = s->first_row, since = NEVER, found = 0, begin = 0, end = 0;
  if (within == -1) {
    first = s->token[j][T_ROW];
    since = s->token[j][T_ENTERED];
  } else if (within >= 0) since = s->now - within;
  for (i64 r = first; r < s->rows; r++)
    if (x->rows[r].type == kind && x->rows[r].at >= since && (!same_cart || is_same_cart(s, j, x->rows[r].cart))) found++;
  if (same_cart || within == -1) return found;
  if (kind == EV_order_placed) {
    begin = c->history;
    end = c->history_end;
  } else if (kind == EV_order_refunded) {
    begin = c->history_end;
    end = c->refunds_end;
  }
  for (i64 h = begin; h < end; h++) found += g->history[h] >= since;
  return found;
}

static int engaged(Scene *x, i64 n, i64 kind) {
  for (i64 r = x->s->first_row; r < x->s->rows; r++)
    if (x->rows[r].type == kind && x->rows[r].node == n) return 1;
  return 0;
}

static int leaf(Scene *x, i64 j, i64 at) {
  IN;
  i64 a = g->p[at + 1], b = g->p[at + 2], limit = g->p[at + 3];
  switch (g->p[at]) {
    case C_BIT: return g->bits[x->i * g->n_bits + a] != 0;
    case C_CONSENT: return consent_state(s, a / 2, a % 2) == b;
    case C_COUNT: return compare(count_events(x, j, a, b, g->p[at + 4] / 8), g->p[at + 4] % 8, limit);
    case C_ENGAGED: return engaged(x, a, b) == (limit != 0);
    case C_SLOT: return g->p[g->p[H_TRUTHS] + b + s->slot[a]] != 0;
    case C_TRIGGER: return compare(s->token[j][T_VALUE], b, limit);
    case C_ORDERS: return compare((c->orders + s->orders) * 1000, b, limit);
    case C_RECENCY: return compare(s->last_order > NEVER ? s->now - s->last_order : FOREVER, b, limit);
    default: return compare(s->stage, b, limit);
  }
}

static int holds(Scene *x, i64 j, i64 condition) {
  IN;
  if (condition < 0) return 1;
  i64 entry = g->p[H_CONDITIONS] + 2 * condition, first = g->p[H_CODES] + CODE_WIDTH * g->p[entry], top = 0;
  for (i64 k = 0; k < g->p[entry + 1]; k++) {
    i64 at = first + CODE_WIDTH * k, code = g->p[at];
    if (code == C_NOT) s->stack[top - 1] = 1 - s->stack[top - 1];
    else if (code == C_ALL || code == C_ANY) {
      i64 parts = g->p[at + 1], total = 0;
      for (i64 n = 0; n < parts; n++) total += s->stack[--top];
      s->stack[top++] = code == C_ALL ? total == parts : total > 0;
    } else s->stack[top++] = leaf(x, j, at);
  }
  return s->stack[0] != 0;
}
