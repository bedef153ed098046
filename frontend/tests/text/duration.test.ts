import { describe, expect, test } from "vitest";
import { read, refused, written } from "../../../tests/rules/durations.json";
import { complaint, formatDuration, parseDuration } from "../../src/canvas/text/duration";

const WRONG: Record<string, RegExp> = { wording: /not a duration; write “1 hour”/, range: /between 0 and 10 years/ };

describe("a duration in words", () => {
  test.each(read)("is read as Python reads it: $text", ({ text, seconds }) => {
    expect(parseDuration(text)).toBe(seconds);
    expect(complaint(text)).toBe("");
  });
  test.each(refused)("is refused where Python refuses it, with the reason: $text", ({ text, wrong }) => {
    expect(parseDuration(text)).toBeNull();
    expect(complaint(text)).toMatch(WRONG[wrong]!);
  });
  test.each(written)("is written as Python writes it: $text", ({ seconds, text }) => {
    expect(formatDuration(seconds)).toBe(text);
  });
  test("is read back as it was written", () => {
    for (let seconds = 0; seconds <= 315_360_000; seconds += 98_765) expect(parseDuration(formatDuration(seconds))).toBe(seconds);
  });
  test("is out of range when it has more digits than a number can hold", () => {
    expect(complaint(`${"9".repeat(400)} days`)).toMatch(WRONG.range!);
  });
  test("is refused in well under a second when it is a pasted book", () => {
    const start = performance.now();
    for (const page of ["9", " ", "1 hour and ", "1.", "a", "1 h,", "٣"]) complaint(page.repeat(100_000 / page.length));
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
