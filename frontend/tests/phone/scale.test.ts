import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scale } from "../../src/phone/scale";

const START = 1_772_600_000;
const after = fc.integer({ min: 0, max: 30_000_000 });
const story = fc.record({ length: fc.integer({ min: 1, max: 30_000_000 }), moments: fc.array(after, { maxLength: 30 }) });
const scaled = ({ length, moments }: { length: number; moments: number[] }) => scale(START, START + length, moments.map((at) => START + at));

describe("the slider's scale", () => {
  test("goes from 0 at the start to 1 at the end and stays within", () => {
    fc.assert(fc.property(story, after, (told, at) => {
      const made = scaled(told);
      expect([made.place(START), made.place(START + told.length)]).toEqual([0, 1]);
      expect(made.place(START - at)).toBe(0);
      expect(made.place(START + at)).toBeLessThanOrEqual(1);
    }));
  });
  test("never turns time round", () => {
    fc.assert(fc.property(story, after, after, (told, one, other) => {
      const made = scaled(told), [early, late] = one < other ? [one, other] : [other, one];
      expect(made.place(START + early)).toBeLessThanOrEqual(made.place(START + late));
    }));
  });
  test("leads from a place to its moment and back", () => {
    fc.assert(fc.property(story, fc.double({ min: 0, max: 1, noNaN: true }), (told, place) => {
      const made = scaled(told);
      expect(made.place(made.moment(place))).toBeCloseTo(place, 3);
    }));
  });
  test("leaves a message an hour in some room before three weeks of silence", () => {
    const made = scale(START, START + 1_814_400, [START + 3600]);
    expect(made.place(START + 3600)).toBeGreaterThan(0.2);
  });
});
