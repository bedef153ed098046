// Shares of a whole: weights read as percent that always sum to 100, whichever of them is changed.

const TENTHS = 1000; // 100 % in tenths of a percent, so that sums are exact

/** The weights as percent; whole ones where that is exact or the file's own tenths, always summing to 100. */
export function percents(weights: number[]): number[] {
  const total = sum(weights.map(positive));
  if (weights.length === 0) return [];
  return total === 0 ? evenly(weights.length) : shared(weights.map(positive), TENTHS).map(asPercent);
}

/** The same for all, whole percents, the first taking what does not divide. */
export function evenly(count: number): number[] {
  return shared(Array<number>(count).fill(1), TENTHS, 10).map(asPercent);
}

/** One share set; the others keep their proportions within what is left. */
export function moved(shares: number[], index: number, to: number): number[] {
  if (shares.length === 1) return [100];
  const set = Math.min(TENTHS, Math.max(0, Math.round(to * 10)));
  const others = shares.filter((_, i) => i !== index);
  const proportions = sum(others) > 0 ? others : others.map(() => 1);
  const whole = set % 10 === 0 && others.every((share) => Number.isInteger(share));
  const rest = shared(proportions, TENTHS - set, whole ? 10 : 1).map(asPercent);
  return rest.toSpliced(index, 0, asPercent(set));
}

/** One more share, as large as the others are on average; they make room in proportion. */
export function grown(shares: number[]): number[] {
  if (shares.length === 0) return [100];
  return moved([...shares, 0], shares.length, Math.round(100 / (shares.length + 1)));
}

/** One share taken away; the others take its room in proportion. */
export function shrunk(shares: number[], index: number): number[] {
  const others = shares.toSpliced(index, 1);
  return moved([...others, 0], others.length, 0).slice(0, -1);
}

/** A whole divided in proportion into steps of `step`, by the largest remainder. */
function shared(proportions: number[], whole: number, step = 1): number[] {
  if (proportions.length === 0) return [];
  const steps = Math.floor(whole / step);
  const total = sum(proportions);
  const exact = proportions.map((part) => (part / total) * steps);
  const floors = exact.map(Math.floor);
  const order = exact.map((part, i) => ({ i, rest: part - Math.floor(part) })).sort((a, b) => b.rest - a.rest || a.i - b.i);
  const missing = Math.round(steps - sum(floors));
  order.slice(0, missing).forEach(({ i }) => (floors[i] = (floors[i] ?? 0) + 1));
  const parts = floors.map((part) => part * step);
  return parts.with(0, (parts[0] ?? 0) + (whole - steps * step));
}

const positive = (weight: number) => (Number.isFinite(weight) && weight > 0 ? weight : 0);
const asPercent = (tenths: number) => tenths / 10;
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
