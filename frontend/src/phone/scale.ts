// The slider's scale: long silences are shortened, so that every message has room on it.

export type Scale = { place: (moment: number) => number; moment: (place: number) => number; gaps: number };

/** A scale from `start` to `end` with these moments on it; places run from 0 to 1, both ways without loss. */
export function scale(start: number, end: number, moments: number[]): Scale {
  const inside = moments.filter((at) => at > start && at < end);
  const knots = [...new Set([start, ...inside, Math.max(end, start + 1)])].sort((one, other) => one - other);
  const lengths = knots.slice(1).map((knot, i) => Math.log1p((knot - (knots[i] ?? 0)) / 60));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const places = [0];
  lengths.forEach((length, i) => places.push((places[i] ?? 0) + length / total));
  places[places.length - 1] = 1;
  return { place: (at) => between(at, knots, places), moment: (place) => between(place, places, knots), gaps: lengths.length };
}

/** Piecewise straight from one list of rising values to another, kept within its ends. */
function between(value: number, from: number[], to: number[]): number {
  const last = from.length - 1;
  if (value <= (from[0] ?? 0)) return to[0] ?? 0;
  if (value >= (from[last] ?? 0)) return to[last] ?? 0;
  const i = from.findIndex((knot) => knot > value);
  const [low = 0, high = 1] = [from[i - 1], from[i]], [bottom = 0, top = 1] = [to[i - 1], to[i]];
  return bottom + ((value - low) / (high - low)) * (top - bottom);
}
