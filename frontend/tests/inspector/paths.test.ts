// A field is found and set by its path; what is not set is not there.

import { describe, expect, it } from "vitest";
import { freeName, reordered, valueAt, withValue } from "../../src/canvas/inspector/paths";

describe("a path", () => {
  it("reads back what was set", () => {
    expect(valueAt(withValue({ name: "X" }, "goal.event", "order.placed"), "goal.event")).toBe("order.placed");
    expect(valueAt({ a: [1] }, "a.b")).toBeUndefined();
    expect(valueAt({}, "goal.event")).toBeUndefined();
  });

  it("leaves nothing empty behind when its value is taken away", () => {
    expect(withValue({ goal: { event: "x" }, name: "X" }, "goal.event", undefined)).toEqual({ name: "X" });
    expect(withValue({ goal: { event: "x", window: "1 day" } }, "goal.event", undefined)).toEqual({ goal: { window: "1 day" } });
    expect(withValue({}, "goal.event", undefined)).toEqual({});
  });

  it("does not touch what it was given", () => {
    const before = { goal: { event: "x" } };
    withValue(before, "goal.event", "y");
    expect(before).toEqual({ goal: { event: "x" } });
  });
});

describe("items", () => {
  it("move within their list and never out of it", () => {
    expect(reordered(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(reordered(["a", "b", "c"], 2, 1)).toEqual(["a", "c", "b"]);
    expect(reordered(["a", "b"], 0, -1)).toEqual(["a", "b"]);
    expect(reordered(["a", "b"], 1, 2)).toEqual(["a", "b"]);
  });

  it("get a name that is free", () => {
    expect(freeName("arm", ["A", "B"])).toBe("C");
    expect(freeName("branch", ["yes"])).toBe("branch 2");
    expect(freeName("branch", ["branch 2", "branch 3"])).toBe("branch 4");
  });
});
