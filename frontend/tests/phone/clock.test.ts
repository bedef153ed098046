import { describe, expect, test } from "vitest";
import { clockIn } from "../../src/phone/clock";

const at = (moment: string) => Date.parse(moment) / 1000;

describe("the phone's clock", () => {
  test("shows the customer's wall, before and after the clocks change", () => {
    const clock = clockIn("America/New_York");
    expect(clock(at("2026-03-08T06:59:59Z"))).toEqual({ time: "01:59", day: "Sunday 8 March", short: "Sun 8 Mar" });
    expect(clock(at("2026-03-08T07:00:00Z")).time).toBe("03:00");
  });
  test("writes midnight as 00:00", () => {
    expect(clockIn("UTC")(at("2026-03-08T00:00:00Z")).time).toBe("00:00");
  });
  test("falls back to UTC for a zone that the browser does not know", () => {
    expect(clockIn("Mars/Olympus")(at("2026-03-08T12:34:00Z")).time).toBe("12:34");
  });
});
