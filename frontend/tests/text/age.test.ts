import { describe, expect, test } from "vitest";
import { age } from "../../src/canvas/text/age";

const MINUTE = 60_000;

describe("an age", () => {
  test.each([
    [-5_000, "just now"],
    [MINUTE - 1, "just now"],
    [MINUTE, "1 minute ago"],
    [59.9 * MINUTE, "59 minutes ago"],
    [60 * MINUTE, "1 hour ago"],
    [47 * 60 * MINUTE, "1 day ago"],
  ])("of %d ms is %s", (ms, words) => expect(age(ms)).toBe(words));
});
