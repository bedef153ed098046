// Messages: sending (consent, windows, caps), delivery, and what a look at one does.

enum { GO_ON, HELD, TURN };
enum { HOLD, SKIP, IGNORE };

static void wake(Scene *x, i64 j, i64 at) { push(x->s, at, RANK_TOKEN + journey(x->g, j, J_RANK), WAKE, j, x->s->token[j][T_GENERATION], 0, 0, 0); }

static i64 level_row(Scene *x, i64 n) {
  IN;
  i64 combination = node(g, n, N_FACTOR) >= 0 ? most(s->arm[node(g, n, N_FACTOR)], 0) : 0;
  if (node(g, n, N_FACTOR_2) >= 0) combination = combination * node(g, n, N_LEVELS) + most(s->arm[node(g, n, N_FACTOR_2)], 0);
  return node(g, n, N_ROW) + combination * node(g, n, N_VARIANTS);
}

static i64 choose_row(Scene *x, i64 n) {
  IN;
  i64 row = level_row(x, n), variants = node(g, n, N_VARIANTS);
  if (variants == 1) return row;
  i64 draw = (i64)(uniform(c->key, salt_of(g, n), 0, 7) * 1000000000.0), last = row + variants - 1;
  while (row < last && setting(g, row, R_WEIGHT) <= draw) row++;
  return row;
}

static void note(Scene *x, i64 kind, i64 j, i64 n, i64 row, i64 reason, i64 cost) {
  log_row(x, kind, j, node(x->g, n, N_OWNER), setting(x->g, row, R_CHANNEL), setting(x->g, row, R_VARIANT), reason, 0, cost, -1, -1);
}

static i64 skip(Scene *x, i64 j, i64 n, i64 row, i64 reason) {
  note(x, EV_message_skipped, j, n, row, reason, 0);
  return GO_ON;
}

static int is_on(i64 wanted, i64 channel) { return wanted < 0 || wanted == channel || (wanted == CH_SMS && channel == CH_MMS); }

static i64 sent_since(const Life *s, i64 since, i64 channel, i64 purpose) {
  i64 found = 0;
  for (i64 k = s->sends - 1; k >= 0 && s->send_at[k] > since; k--)
    found += is_on(channel, s->send_kind[k] / 2) && (purpose < 0 || s->send_kind[k] % 2 == purpose);
  return found;
}

static int capped(Scene *x, i64 j, i64 channel, i64 purpose) {
  IN;
  for (i64 k = 0; k < g->p[H_N_CAPS]; k++) {
    const i64 *cap = &g->p[g->p[H_CAPS] + CAP_WIDTH * k];
    if (cap[0] >= 0 && cap[0] != j) continue;
    if (cap[0] == ONLY_LESS && !(s->consent & LESS)) continue;
    if (!is_on(cap[3], channel) || (cap[4] >= 0 && cap[4] != purpose)) continue;
    if (sent_since(s, s->now - cap[2], cap[3], cap[4]) >= cap[1]) return 1;
  }
  return 0;
}

static i64 refusal(Scene *x, i64 j, i64 row, i64 channel, i64 purpose) {
  IN;
  if (capped(x, j, channel, purpose)) return RE_frequency_cap;
  i64 smart = journey(g, j, J_SMART);
  if (purpose == 0 && smart > 0 && sent_since(s, s->now - smart, base_channel(channel), 0) > 0) return RE_smart_sending;
  i64 missing = setting(g, row, R_MISSING);
  return missing >= 0 && g->bits[x->i * g->n_bits + missing] ? RE_missing_value : 0;
}

static i64 opening(Scene *x, i64 j, i64 n, i64 channel, i64 purpose) {
  IN;
  if (node(g, n, N_QUIET) == IGNORE || purpose == 1 || !(journey(g, j, J_QUIET_CHANNELS) & (1 << channel))) return s->now;
  return next_open(g, j, c->place, s->now);
}

static i64 hold(Scene *x, i64 j, i64 n, i64 row, i64 at) {
  IN;
  if (at == FOREVER) return skip(x, j, n, row, RE_never_open);
  if (node(g, n, N_QUIET) == SKIP) return skip(x, j, n, row, RE_quiet_hours);
  if (!s->token[j][T_HELD]) {
    s->token[j][T_HELD] = 1;
    s->token[j][T_DUE] = s->now;
  }
  i64 stale = node(g, n, N_STALE);
  if (stale >= 0 && at - s->token[j][T_DUE] > stale) return skip(x, j, n, row, RE_stale);
  note(x, EV_message_queued, j, n, row, RE_quiet_hours, 0);
  wake(x, j, at);
  return HELD;
}

static i64 price(Scene *x, i64 row, i64 channel) {
  IN;
  if (channel == CH_SMS) return c->sms_price * g->parts[x->i * g->n_parts + setting(g, row, R_PARTS)];
  if (channel == CH_MMS) return g->p[H_MMS_PRICE];
  return channel == CH_EMAIL ? g->p[H_EMAIL_PRICE] : g->p[H_PUSH_PRICE];
}

static void dispatch(Scene *x, i64 j, i64 n, i64 row, i64 number) {
  IN;
  i64 channel = setting(g, row, R_CHANNEL), base = base_channel(channel), cost = price(x, row, channel);
  note(x, EV_message_sent, j, n, row, 0, cost);
  tally(s, COST, cost);
  if (s->sends < MAX_SENDS) {
    s->send_at[s->sends] = s->now;
    s->send_kind[s->sends++] = 2 * channel + setting(g, row, R_PURPOSE);
  } else s->overflow++;
  u64 salt = salt_of(g, n);
  int arrives = uniform(c->key, salt, number, 1) < g->w[W_DELIVER + base] && !(base == CH_SMS && !c->reachable);
  i64 seconds = 1 + quantile(g->q, Q_DELIVER, bits(c->key, salt, number, 2));
  push(s, s->now + seconds, RANK_WORLD, arrives ? DELIVER : FAIL, j, n, row, number, 0);
}

static i64 send(Scene *x, i64 j, i64 n, i64 number) {
  IN;
  i64 row = choose_row(x, n), channel = setting(g, row, R_CHANNEL), purpose = setting(g, row, R_PURPOSE);
  if (s->token[j][T_CONTROL]) return skip(x, j, n, row, RE_control_group);
  i64 state = consent_state(s, channel, purpose);
  if (state != 1) {
    if (node(g, n, N_FALLBACK) >= 0) return TURN;
    return skip(x, j, n, row, state == 2 ? RE_opted_out : RE_no_consent);
  }
  i64 reason = refusal(x, j, row, channel, purpose), at = reason ? s->now : opening(x, j, n, channel, purpose);
  if (at > s->now) return hold(x, j, n, row, at);
  if (reason) return skip(x, j, n, row, reason);
  dispatch(x, j, n, row, number);
  return GO_ON;
}

static void deliver(Scene *x, i64 j, i64 n, i64 row, i64 number) {
  IN;
  i64 base = base_channel(setting(g, row, R_CHANNEL));
  note(x, EV_message_delivered, j, n, row, 0, 0);
  tally(s, DELIVERED, 1);
  if (setting(g, row, R_PURPOSE) == 0 && s->delivered < MAX_SENDS) s->pressure_at[s->delivered++] = s->now;
  u64 salt = salt_of(g, n);
  if (base == CH_EMAIL && uniform(c->key, salt, number, 3) < g->w[W_PROXY]) note(x, EV_message_opened, j, n, row, RE_privacy_proxy, 0);
  if (uniform(c->key, salt, number, 4) < g->w[W_NOTICE + base])
    push(s, s->now + 1 + quantile(g->q, Q_LOOK + base, bits(c->key, salt, number, 5)), RANK_WORLD, READ, j, n, row, number, 0);
}

static i64 pressure(Scene *x) {
  IN;
  i64 found = 0;
  for (i64 k = s->delivered - 1; k >= 0 && s->pressure_at[k] > s->now - MONTH; k--) found++;
  return least(31, (i64)((double)most(0, found - FREE) * c->fatigue));
}

static double stage_factor(Scene *x, i64 row) {
  i64 apart = setting(x->g, row, R_SPARE) - x->s->stage;
  return x->g->w[W_STAGE_NEAR + (apart < 0 ? -apart : apart)];
}

static double hour_factor(Scene *x) {
  IN;
  i64 hour = rest(over(s->now + offset_at(g, c->zone, s->now), 3600), 24), apart = hour - c->attention_hour;
  if (apart < 0) apart = -apart;
  return g->w[W_HOUR_NEAR + least(apart, 24 - apart)];
}

static double effect(Scene *x, i64 row) {
  IN;
  double size = g->w[W_ROLE_ORDER + setting(g, row, R_ROLE)] * c->response;
  size *= stage_factor(x, row);
  if (cart_open(x)) size *= g->w[W_ORDER_CART];
  i64 kind = setting(g, row, R_OFFER), depth = kind > 1 ? 1000 : kind > 0 ? setting(g, row, R_OFFER_VALUE) : 0;
  return size * (1.0 + g->w[W_PULL] * c->price_sensitivity * ((double)depth / 1000.0));
}

static double click_chance(Scene *x, i64 row, i64 base) {
  IN;
  double likely = g->w[W_CLICK + base] * g->w[W_ROLE_CLICK + setting(g, row, R_ROLE)] * c->affinity[base];
  likely *= stage_factor(x, row) * hour_factor(x);
  if (cart_open(x)) likely *= g->w[W_CLICK_CART];
  if (setting(g, row, R_PURPOSE) == 0) likely *= g->w[W_FATIGUE + pressure(x)];
  return lesser(likely, 0.95);
}

static void click(Scene *x, i64 j, i64 n, i64 row, i64 number, double pull) {
  IN;
  note(x, EV_message_clicked, j, n, row, 0, 0);
  note(x, EV_page_viewed, j, n, row, 0, 0);
  tally(s, CLICKS, 1);
  s->last_click_node = node(g, n, N_OWNER);
  s->last_click_at = s->now;
  boost(s, g->w[W_AFTER_CLICK] * pull, (i64)g->w[W_ORDER_SECONDS]);
  if (setting(g, row, R_ROLE) == REVIEW_REQUEST && s->orders > 0 && !s->reviewed) {
    i64 days = over(s->now - s->last_order, DAY);
    double likely = days >= 10 && days <= 28 ? g->w[W_REVIEW_ASKED] : g->w[W_REVIEW_EARLY];
    if (uniform(c->key, salt_of(g, n), number, 8) < likely) push(s, s->now + 600, RANK_WORLD, REVIEW, s->orders - 1, 0, 0, 0, 0);
  }
}

static double opt_out_chance(Scene *x, i64 row, i64 base) {
  IN;
  double likely = g->w[W_OPT + base];
  if (setting(g, row, R_PURPOSE) == 1) return likely * g->w[W_OPT_TRANSACTIONAL];
  likely *= g->w[W_PRESSURE + pressure(x)] * c->fatigue;
  if (s->delivered == 1) likely *= g->w[W_OPT_FIRST];
  i64 apart = setting(g, row, R_SPARE) - s->stage;
  for (i64 k = 0; k < (apart < 0 ? -apart : apart); k++) likely *= g->w[W_OPT_DISTANCE];
  return lesser(likely, 0.5);
}

static void opt_out(Scene *x, i64 j, i64 n, i64 row, i64 base) {
  IN;
  int silenced = 0;
  for (i64 purpose = 0; purpose < (base == CH_EMAIL ? 1 : 2); purpose++) {
    i64 place = 2 * (2 * base + purpose);
    if (((s->consent >> place) & 3) == 1) silenced = 1;
    s->consent = (s->consent & ~((i64)3 << place)) | ((i64)2 << place);
  }
  if (!silenced) return;
  log_row(x, EV_consent_unsubscribed, j, node(g, n, N_OWNER), base, setting(g, row, R_VARIANT), 0, 0, 0, -1, -1);
  tally(s, OPT_OUTS, 1);
}

static void answer(Scene *x, i64 j, i64 n, i64 row, i64 number, i64 base) {
  IN;
  u64 salt = salt_of(g, n);
  if (base == CH_SMS && uniform(c->key, salt, number, 9) < g->w[setting(g, row, R_ROLE) == TIP ? W_REPLY_TIP : W_REPLY]) note(x, EV_message_replied, j, n, row, 0, 0);
  if (base == CH_EMAIL && uniform(c->key, salt, number, 10) < g->w[W_COMPLAINT]) note(x, EV_message_complained, j, n, row, 0, 0);
  if (uniform(c->key, salt, number, 11) < opt_out_chance(x, row, base)) opt_out(x, j, n, row, base);
}

static void read_message(Scene *x, i64 j, i64 n, i64 row, i64 number) {
  IN;
  i64 base = base_channel(setting(g, row, R_CHANNEL)), role = setting(g, row, R_ROLE);
  if (base != CH_SMS) note(x, EV_message_opened, j, n, row, 0, 0);
  if (setting(g, row, R_OFFER) > 0) {
    s->offer = setting(g, row, R_OFFER);
    s->offer_value = setting(g, row, R_OFFER_VALUE);
    s->offer_margin = setting(g, row, R_OFFER_MARGIN);
    s->offer_until = s->now + setting(g, row, R_OFFER_VALID);
  }
  if (role == TIP) s->tip_read = 1;
  if (role == STATUS) s->status_read = 1;
  double pull = effect(x, row);
  if (setting(g, row, R_LINK) && uniform(c->key, salt_of(g, n), number, 6) < click_chance(x, row, base)) click(x, j, n, row, number, pull);
  else boost(s, g->w[W_AFTER_LOOK] * pull, (i64)g->w[W_ORDER_SECONDS]);
  answer(x, j, n, row, number, base);
}
