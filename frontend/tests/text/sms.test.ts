import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { count, smartEncode, type SmsCount } from "../../src/canvas/text/sms";

type Case = { name: string; text: [string, number][]; encoding: string; units: number; parts: number };
type Random = { text: string; plain: SmsCount; smart: SmsCount };

const casesOf = (name: string) => readFileSync(new URL(`../../../tests/rules/sms/${name}`, import.meta.url), "utf8");
const cases: Case[] = parse(casesOf("counts.yaml"));
const smartCases: { name: string; text: string; becomes: string }[] = parse(casesOf("smart_encoding.yaml"));
const randomCases: Random[] = JSON.parse(casesOf("random_counts.json"));

describe("the counter", () => {
  test.each(cases)("counts as the shared case says: $name", ({ text, encoding, units, parts }) => {
    const whole = text.map(([piece, times]) => piece.repeat(times)).join("");
    expect(count(whole)).toMatchObject({ encoding, units, parts });
  });
  test.each(smartCases)("replaces look-alikes as the shared case says: $name", ({ text, becomes }) => {
    expect(smartEncode(text)).toBe(becomes);
  });
  test("agrees with Python in every field of four hundred random texts", () => {
    expect(randomCases).toHaveLength(400);
    for (const { text, plain, smart } of randomCases) {
      expect([text, count(text)]).toEqual([text, plain]);
      expect([text, count(text, true)]).toEqual([text, smart]);
    }
  });
  test("names each character that forces Unicode once, in the order of the text", () => {
    expect(count("ë😀 😀ëç").culprits).toEqual(["ë", "😀", "ç"]);
  });
  test("offers a whole part for an empty text", () => {
    expect(count("")).toEqual({ encoding: "GSM-7", units: 0, parts: 0, limit: 160, left: 160, culprits: [], partUnits: [] });
  });
  test("counts a pasted book in well under a second", () => {
    const start = performance.now();
    expect(count("🇮🇹".repeat(25_000)).units).toBe(100_000);
    expect(count(`e${"\u0301".repeat(99_999)}`).units).toBe(100_000);
    expect(count("ç".repeat(100_000)).parts).toBe(1_493);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
  test("takes half of a surrogate pair as one unit", () => {
    expect(count("a\ud83d")).toMatchObject({ encoding: "UCS-2", units: 2, culprits: ["\ud83d"] });
  });
});
