// The world around: hazards, visits, carts, checkouts, orders, parcels, reviews, refunds and stages.

enum { AWARENESS, CONSIDERATION, PURCHASE, LOYALTY, ADVOCACY };

static void next_threshold(Scene *x) {
  IN;
  s->threshold += (i64)(unit_wait(x, S_THRESHOLD, s->hazard_orders, 0) * (double)HAZARD);
  s->hazard_orders++;
}

static void boost(Life *s, double amount, i64 seconds) {
  i64 rate = (i64)(amount * (double)HAZARD / (double)seconds);
  if (rate <= 0) return;
  if (s->boosts >= MAX_BOOSTS) {
    s->overflow++;
    return;
  }
  s->boost_end[s->boosts] = s->now + seconds;
  s->boost_rate[s->boosts++] = rate;
}

static i64 order_due(const CUSTOMER *c, Life *s, i64 until) {
  while (s->hazard_at < until) {
    i64 end = until, rate = c->own_hazard, kept = 0;
    if (s->hazard_at < s->satisfied_until) {
      rate = c->low_hazard;
      end = least(end, s->satisfied_until);
    }
    for (i64 k = 0; k < s->boosts; k++) {
      if (s->boost_end[k] <= s->hazard_at) continue;
      rate += s->boost_rate[k];
      end = least(end, s->boost_end[k]);
      s->boost_end[kept] = s->boost_end[k];
      s->boost_rate[kept++] = s->boost_rate[k];
    }
    s->boosts = kept;
    if (rate > 0) {
      i64 seconds = (s->threshold - s->hazard + rate - 1) / rate;
      if (seconds <= end - s->hazard_at) {
        s->hazard_at += most(seconds, 1);
        s->hazard = s->threshold;
        return s->hazard_at;
      }
      s->hazard += rate * (end - s->hazard_at);
    }
    s->hazard_at = end;
  }
  return -1;
}

static void plan_visit(Scene *x) {
  IN;
  if (c->visit_gap <= 0.0) return;
  i64 gap = (i64)(unit_wait(x, S_VISIT, s->site_visits, 0) * c->visit_gap) + 60;
  push(s, s->now + gap, RANK_WORLD, VISIT, s->site_visits, 0, 0, 0, 0);
  s->site_visits++;
}

static int cart_open(Scene *x) { return x->s->cart >= 0 && x->s->now < x->s->cart_at + (i64)x->g->w[W_CART_SECONDS]; }

static i64 choose_product(Scene *x, i64 number) {
  IN;
  if (chance(x, S_BASKET, number, 0) < g->w[W_FAVOURITE]) return c->product;
  i64 point = (i64)(chance(x, S_BASKET, number, 1) * 1000000.0), base = g->p[H_PRODUCTS];
  for (i64 k = 0; k < g->p[H_N_PRODUCTS]; k++)
    if (point < g->p[base + PRODUCT_WIDTH * k + 2]) return k;
  return g->p[H_N_PRODUCTS] - 1;
}

static i64 basket_value(Scene *x, i64 product, i64 number) {
  IN;
  double draw = chance(x, S_BASKET, number, 2);
  i64 pieces = draw < g->w[W_THREE] ? 3 : draw < g->w[W_THREE] + g->w[W_TWO] ? 2 : 1;
  return g->p[g->p[H_PRODUCTS] + PRODUCT_WIDTH * product] * pieces;
}

static void visit(Scene *x, i64 number) {
  IN;
  log_world(x, EV_session_started, 0, 0, -1, -1);
  log_world(x, EV_product_viewed, 0, 0, -1, -1);
  if (s->stage == AWARENESS) move_stage(x, CONSIDERATION);
  if (s->shopping < 0 && s->now >= s->satisfied_until && chance(x, S_CART, number, 0) < c->cart_chance) {
    s->shopping = number;
    s->shopping_product = choose_product(x, number);
    s->shopping_value = basket_value(x, s->shopping_product, number);
    push(s, s->now + 1 + wait(x, Q_STEP, S_STEP, number, 0), RANK_WORLD, SHOPPING, number, 0, 0, 0, 0);
  }
  plan_visit(x);
}

static i64 discount_of(Scene *x, i64 value) {
  IN;
  if (s->offer == 0 || s->now >= s->offer_until || chance(x, S_REDEEM, s->orders, 0) >= g->w[W_REDEEM]) return 0;
  i64 kind = s->offer, amount = s->offer_value;
  s->offer = 0;
  if (kind == 1) return over(value * amount, 10000);
  return least(kind == 2 ? amount : g->p[H_SHIPPING], value);
}

static void count_order(Scene *x, i64 product, i64 value, i64 off) {
  IN;
  i64 margin = g->p[g->p[H_PRODUCTS] + PRODUCT_WIDTH * product + 1];
  tally(s, ORDERS, 1);
  tally(s, REVENUE, value - off);
  tally(s, DISCOUNT, off);
  tally(s, MARGIN, over(value * margin, 10000) - over(off * s->offer_margin, 1000));
}

static void place_order(Scene *x, i64 reason) {
  IN;
  i64 cart = -1, product, value;
  if (cart_open(x)) {
    cart = s->cart;
    product = s->cart_product;
    value = s->cart_value;
  } else {
    i64 number = 1000000 + s->orders;
    product = choose_product(x, number);
    value = basket_value(x, product, number);
  }
  i64 off = discount_of(x, value);
  count_order(x, product, value, off);
  i64 order = s->orders++;
  s->last_order = s->now;
  s->satisfied_until = s->now + (i64)g->w[W_SATISFIED];
  s->boosts = 0;
  s->cart = s->shopping = -1;
  s->reviewed = 0;
  log_world(x, EV_order_placed, reason, value - off, order, cart);
  if (s->last_click_node >= 0 && s->now < s->last_click_at + ATTRIBUTION) x->counts[s->last_click_node * N_EVENTS + EV_order_placed]++;
  if (s->stage < PURCHASE) move_stage(x, PURCHASE);
  push(s, s->now + 600 + wait(x, Q_FULFIL, S_FULFIL, order, 0), RANK_WORLD, FULFIL, order, value - off, 0, 0, 0);
  push(s, s->now + (i64)g->w[W_LAPSE], RANK_WORLD, STAGE_CHECK, LOYALTY, order, 0, 0, 0);
}

static void abandon(Scene *x, i64 step) {
  IN;
  s->shopping = -1;
  if (step == 0) return;
  double total = g->w[W_RETURN];
  boost(s, total * g->w[W_RETURN_FIRST], DAY / 4);
  boost(s, total * g->w[W_RETURN_SECOND], 2 * DAY);
  boost(s, total * (1.0 - g->w[W_RETURN_FIRST] - g->w[W_RETURN_SECOND]), 7 * DAY);
}

static void start_checkout(Scene *x, i64 number) {
  IN;
  s->cart = number;
  s->cart_value = s->shopping_value;
  s->cart_product = s->shopping_product;
  s->cart_at = s->now;
  log_world(x, EV_checkout_started, 0, s->cart_value, -1, number);
  if (s->stage < PURCHASE) move_stage(x, PURCHASE);
  push(s, s->now + (i64)g->w[W_CART_SECONDS], RANK_WORLD, STAGE_CHECK, PURCHASE, number, 0, 0, 0);
}

static void shopping_step(Scene *x, i64 number, i64 step) {
  IN;
  if (step == 0) log_world(x, EV_cart_updated, 0, s->shopping_value, -1, number);
  else if (step == 1) start_checkout(x, number);
  else if (step < 5) log_world(x, EV_checkout_progressed, RE_contact + step - 2, s->shopping_value, -1, number);
  else {
    s->shopping = -1;
    place_order(x, RE_checkout);
    return;
  }
  double go_on = g->w[W_CART_TO_START + (step == 0 ? 0 : step - 1)];
  if (step == 1 || chance(x, S_STEP, number, 100 + step) < go_on)
    push(s, s->now + 1 + wait(x, Q_STEP, S_STEP, number, step + 1), RANK_WORLD, SHOPPING, number, step + 1, 0, 0, 0);
  else abandon(x, step);
}

static void fulfil(Scene *x, i64 order, i64 value) {
  IN;
  log_world(x, EV_order_fulfilled, 0, 0, order, -1);
  i64 seconds = wait(x, Q_TRANSIT, S_PARCEL, order, 0), late = chance(x, S_PARCEL, order, 1) < g->w[W_LATE];
  push(s, s->now + 3600 + seconds * (1 + late), RANK_WORLD, PARCEL, order, value, late, 0, 0);
}

static void parcel(Scene *x, i64 order, i64 value, i64 late) {
  IN;
  if (chance(x, S_PARCEL, order, 2) >= g->w[W_NO_SCAN]) log_world(x, EV_order_delivered, 0, 0, order, -1);
  if (s->stage < LOYALTY) move_stage(x, LOYALTY);
  push(s, s->now + DAY + wait(x, Q_REFUND, S_REFUND, order, 0), RANK_WORLD, REFUND, order, value, 0, 0, 0);
  if (chance(x, S_REVIEW, order, 0) < g->w[W_REVIEW_ALONE]) push(s, s->now + DAY + wait(x, Q_REVIEW, S_REVIEW, order, 1), RANK_WORLD, REVIEW, order, 0, 0, 0, 0);
  if (chance(x, S_REFERRAL, order, 0) < g->w[W_REFERRAL]) push(s, s->now + DAY + wait(x, Q_REVIEW, S_REFERRAL, order, 1), RANK_WORLD, REFERRAL, order, 0, 0, 0, 0);
  double ask = late ? g->w[W_SUPPORT_LATE] : g->w[W_SUPPORT];
  if (s->status_read) ask *= g->w[W_STATUS_SUPPORT];
  if (chance(x, S_SUPPORT, order, 0) < ask) push(s, s->now + wait(x, Q_FULFIL, S_SUPPORT, order, 1), RANK_WORLD, SUPPORT, order, 0, 0, 0, 0);
}

static void refund(Scene *x, i64 order, i64 value) {
  IN;
  double likely = g->w[W_REFUND] * (s->tip_read ? g->w[W_TIP_REFUND] : 1.0);
  if (chance(x, S_REFUND, order, 1) < likely) log_world(x, EV_order_refunded, 0, value, order, -1);
}

static void review(Scene *x, i64 kind, i64 order) {
  IN;
  if (kind == EV_review_submitted) {
    if (s->reviewed) return;
    s->reviewed = 1;
  }
  log_world(x, kind, 0, 0, order, -1);
  move_stage(x, ADVOCACY);
}

static void check_stage(Scene *x, i64 stage, i64 number) {
  IN;
  if (stage == PURCHASE) {
    if (s->stage == PURCHASE && s->cart == number) move_stage(x, CONSIDERATION);
  } else if (s->stage >= LOYALTY && s->now >= s->last_order + (i64)g->w[W_LAPSE]) move_stage(x, CONSIDERATION);
}
