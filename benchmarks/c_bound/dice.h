// The dice: SplitMix64's finaliser over keys, and a logarithm from plain IEEE operations (see simulation/dice.py).

static inline u64 mix(u64 z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

static inline u64 bits(u64 key, u64 salt, i64 visit, i64 draw) { return mix(key + salt + (u64)visit * 0xD1342543DE82EF95ull + (u64)draw * 0xDA942042E4DD58B5ull); }

static inline double uniform(u64 key, u64 salt, i64 visit, i64 draw) { return (double)(bits(key, salt, visit, draw) >> 11) * (1.0 / 9007199254740992.0); }

static inline double minus_log(double value) {
  union { double d; u64 u; } v = {value};
  i64 e = (i64)(v.u >> 52) - 1022;
  v.u = (v.u & 0x000FFFFFFFFFFFFFull) | 0x3FE0000000000000ull;
  double m = v.d;
  if (m < 0.7071067811865476) {
    m = m + m;
    e -= 1;
  }
  double f = m - 1.0, s = f / (2.0 + f), z = s * s, w = z * z;
  double even = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332));
  double odd = z * (0.6666666666666735130 + w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591)));
  double half = 0.5 * f * f;
  return -((double)e * 0.6931471805599453 - (half - s * (half + even + odd) - f));
}

static inline double exponential(u64 key, u64 salt, i64 visit, i64 draw) { return minus_log(((double)(bits(key, salt, visit, draw) >> 11) + 1.0) * (1.0 / 9007199254740992.0)); }

static inline i64 quantile(const i64 *table, i64 row, u64 random) {
  const i64 *line = table + row * 1025;
  i64 k = (i64)(random >> 54), part = (i64)((random >> 38) & 0xFFFF);
  return line[k] + (((line[k + 1] - line[k]) * part) >> 16);
}

static inline double chance(const Scene *x, i64 salt, i64 visit, i64 draw) { return uniform(x->c->key, x->g->salts[salt], visit, draw); }
static inline i64 wait(const Scene *x, i64 table, i64 salt, i64 visit, i64 draw) { return quantile(x->g->q, table, bits(x->c->key, x->g->salts[salt], visit, draw)); }
static inline double unit_wait(const Scene *x, i64 salt, i64 visit, i64 draw) { return exponential(x->c->key, x->g->salts[salt], visit, draw); }
static inline u64 salt_of(const Ground *g, i64 n) { return g->salts[node(g, n, N_SALT)]; }
