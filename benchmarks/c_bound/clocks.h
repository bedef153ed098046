// Local clocks and send windows.

static i64 offset_at(const Ground *g, i64 zone, i64 at) {
  i64 first = g->p[H_OFFSETS] + 2 * g->p[g->p[H_ZONES] + 2 * zone];
  i64 last = first + 2 * (g->p[g->p[H_ZONES] + 2 * zone + 1] - 1);
  while (last > first && g->p[last] > at) last -= 2;
  return g->p[last + 1];
}

static i64 at_local(const Ground *g, i64 zone, i64 clock) {
  i64 first = g->p[H_OFFSETS] + 2 * g->p[g->p[H_ZONES] + 2 * zone];
  i64 count = g->p[g->p[H_ZONES] + 2 * zone + 1];
  for (i64 k = 0; k < count; k++) {
    i64 entry = first + 2 * k, offset = g->p[entry + 1];
    i64 end = k + 1 < count ? g->p[entry + 2] + offset : FOREVER;
    if (end > clock) return k > 0 ? most(clock - offset, g->p[entry]) : clock - offset;
  }
  return clock;
}

static i64 next_open(const Ground *g, i64 windows, i64 place, i64 at) {
  i64 window = g->p[g->p[H_PLACES] + windows * g->p[H_N_PLACES] + place];
  if (window < 0) return at;
  i64 low = g->p[g->p[H_WINDOWS] + 2 * window], high = low + g->p[g->p[H_WINDOWS] + 2 * window + 1];
  i64 end = high, base = g->p[H_INTERVALS];
  while (low < high) {
    i64 middle = (low + high) / 2;
    if (g->p[base + 2 * middle + 1] > at) high = middle;
    else low = middle + 1;
  }
  return low == end ? FOREVER : most(at, g->p[base + 2 * low]);
}

static i64 local_target(Scene *x, i64 j, i64 row, i64 at) {
  IN;
  i64 zone = journey(g, j, J_ZONE) >= 0 ? journey(g, j, J_ZONE) : c->zone, date = setting(g, row, D_DATE);
  if (date >= 0) at = most(at, at_local(g, zone, date));
  i64 clock = setting(g, row, D_TIME), days = setting(g, row, D_WEEKDAYS);
  if (clock < 0 && days == 127) return at;
  i64 local = at + offset_at(g, zone, at), midnight = local - rest(local, DAY);
  for (i64 d = 0; d < 9; d++) {
    if (!(days & (1 << rest(over(midnight, DAY) + g->p[H_WEEKDAY] + d, 7)))) continue;
    i64 found = clock >= 0 ? at_local(g, zone, midnight + d * DAY + clock) : d > 0 ? most(at, at_local(g, zone, midnight + d * DAY)) : at;
    if (found >= at) return found;
  }
  return at;
}
