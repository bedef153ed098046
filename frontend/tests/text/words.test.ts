import { describe, expect, test } from "vitest";
import { count, percent, plural, spoken } from "../../src/canvas/text/words";

describe("numbers in words", () => {
  test("say one part and two parts", () => {
    expect([0, 1, 2, 1_200].map((n) => plural(n, "part"))).toEqual(["0 parts", "1 part", "2 parts", "1,200 parts"]);
  });
  test("take another plural where the noun has one", () => {
    expect(plural(2, "reply", "replies")).toBe("2 replies");
  });
  test("have commas between thousands", () => {
    expect([7, 12_345, 1_234_567.8].map(count)).toEqual(["7", "12,345", "1,234,568"]);
  });
});

describe("a rate", () => {
  test("has one decimal", () => {
    expect(percent(123, 1_000)).toBe("12.3 %");
    expect(percent(0, 5)).toBe("0.0 %");
    expect(percent(25, 2)).toBe("1,250.0 %");
  });
  test("is a dash where there is nothing to divide by", () => {
    expect([percent(1, 0), percent(1, undefined)]).toEqual(["—", "—"]);
  });
});

describe("a value of the file", () => {
  test("is spoken without its dots and underscores", () => {
    expect(["order.placed", "opt_out.all_channels", "sms"].map(spoken)).toEqual(["order placed", "opt out all channels", "sms"]);
  });
  test("is “not set” when it is empty", () => {
    expect(spoken("")).toBe("not set");
  });
});
