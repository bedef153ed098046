// Weights always sum to 100, whatever is done to them.

import { describe, expect, it } from "vitest";
import { evenly, grown, moved, percents, shrunk } from "../../src/canvas/inspector/weights";

/** A small repeatable source of random numbers. */
function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
}

const tenths = (shares: number[]) => shares.reduce((total, share) => total + Math.round(share * 10), 0);
const random = dice(7);
const CASES = Array.from({ length: 300 }, () => {
  const count = 1 + Math.floor(random() * 8);
  const weights = Array.from({ length: count }, () => (random() < 0.2 ? 0 : random() * 10 ** Math.floor(random() * 4)));
  return { weights, index: Math.floor(random() * count), to: Math.round(random() * 1200) / 10 - 10 };
});

describe("shares", () => {
  it("sum to 100 and are never negative, whatever the weights", () => {
    for (const { weights } of CASES) {
      expect(tenths(percents(weights))).toBe(1000);
      expect(Math.min(...percents(weights))).toBeGreaterThanOrEqual(0);
    }
  });

  it("sum to 100 after one is set, and that one is as it was set where there are others", () => {
    for (const { weights, index, to } of CASES) {
      const after = moved(percents(weights), index, to);
      expect(tenths(after)).toBe(1000);
      expect(Math.min(...after)).toBeGreaterThanOrEqual(0);
      if (weights.length > 1) expect(after[index]).toBeCloseTo(Math.min(100, Math.max(0, to)), 5);
    }
  });

  it("sum to 100 after one is added or taken away", () => {
    for (const { weights, index } of CASES) {
      expect(tenths(grown(percents(weights)))).toBe(1000);
      if (weights.length > 1) expect(tenths(shrunk(percents(weights), index))).toBe(1000);
    }
  });

  it("keep the order of the others when one is set", () => {
    for (const { weights, index, to } of CASES) {
      const before = percents(weights);
      const after = moved(before, index, to);
      const others = before.map((share, i) => ({ share, now: after[i] ?? 0, i })).filter(({ i }) => i !== index);
      for (const a of others) for (const b of others) if (a.share > b.share && b.share > 0) expect(a.now).toBeGreaterThanOrEqual(b.now);
    }
  });

  it("read weights of any sum", () => {
    expect(percents([8, 2])).toEqual([80, 20]);
    expect(percents([1, 1, 1])).toEqual([33.4, 33.3, 33.3]);
    expect(percents([0, 0])).toEqual([50, 50]);
    expect(percents([])).toEqual([]);
  });

  it("stay whole while everybody types whole percents", () => {
    expect(moved([50, 50], 0, 80)).toEqual([80, 20]);
    expect(moved([50, 25, 25], 0, 25)).toEqual([25, 38, 37]);
    expect(moved([50, 50], 0, 12.5)).toEqual([12.5, 87.5]);
  });

  it("can be split evenly, the first taking what does not divide", () => {
    expect(evenly(2)).toEqual([50, 50]);
    expect(evenly(3)).toEqual([34, 33, 33]);
    expect(evenly(7)).toEqual([15, 15, 14, 14, 14, 14, 14]);
  });

  it("make room for one more in proportion, and take it back", () => {
    expect(grown([50, 50])).toEqual([34, 33, 33]);
    expect(shrunk([34, 33, 33], 2)).toEqual([51, 49]);
    expect(shrunk([100, 0], 0)).toEqual([100]);
  });

  it("give the only one everything", () => {
    expect(moved([100], 0, 20)).toEqual([100]);
    expect(grown([])).toEqual([100]);
  });
});
