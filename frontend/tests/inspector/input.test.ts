// A file holds only what differs from what an unset field means.

import { describe, expect, it } from "vitest";
import { inputOf, isShown } from "../../src/canvas/inspector/input";
import { numberIn } from "../../src/canvas/inspector/number";
import { CATALOGUE, type Field } from "../../src/canvas/model/catalogue";
import type { Data, Json } from "../../src/canvas/model/journey";

/** What a mapping holds after a field of it was set. */
function after(field: Field, data: Data, value: Json | undefined): Data {
  let held = data;
  inputOf(field, data, (update) => (held = update(held)), "node").change(value);
  return held;
}

const line: Field = { path: "title", label: "Title", widget: "line" };
const purpose: Field = { path: "purpose", label: "Purpose", widget: "choice", fallback: "marketing" };

describe("a field", () => {
  it("is not there while it says what it means unset", () => {
    expect(after(line, { title: "x" }, "")).toEqual({});
    expect(after(purpose, { purpose: "transactional" }, "marketing")).toEqual({});
    expect(after({ ...line, path: "weekdays", widget: "pills" }, { weekdays: ["monday"] }, [])).toEqual({});
  });

  it("is there when it differs, also when it says nothing where unset means something", () => {
    expect(after(purpose, {}, "")).toEqual({ purpose: null });
    expect(after({ ...line, fallback: "control" }, {}, "")).toEqual({ title: "" });
    expect(after({ ...line, widget: "pills", path: "channels", fallback: ["sms"] }, {}, [])).toEqual({ channels: [] });
  });

  it("that must be set is always written", () => {
    expect(after({ ...line, required: true }, {}, "")).toEqual({ title: "" });
  });

  it("names its undo step only while somebody types", () => {
    const steps: (string | undefined)[] = [];
    const { change } = inputOf(line, {}, (_, typing) => steps.push(typing), "node");
    change("a", true);
    change("b");
    expect(steps).toEqual(["node.title", undefined]);
  });

  it("is shown where the one beside it gives it a meaning, or it is set all the same", () => {
    const allow: Field = { path: "reentry.allow", label: "", widget: "choice", fallback: "never" };
    const later: Field = { path: "reentry.after", label: "", widget: "duration", when: { path: "reentry.allow", among: ["after"] } };
    expect(isShown(later, {}, [allow, later])).toBe(false);
    expect(isShown(later, { reentry: { allow: "after" } }, [allow, later])).toBe(true);
    expect(isShown(later, { reentry: { allow: "never", after: "1 day" } }, [allow, later])).toBe(true);
  });

  it("of every kind can be found in its blank without anything but its own names", () => {
    for (const { blank, groups, outs } of CATALOGUE.kinds) {
      const known = [...groups.flatMap(({ fields }) => fields.map(({ path }) => path)), ...outs.flatMap(({ each }) => each ?? [])];
      expect(known).toEqual(expect.arrayContaining(Object.keys(blank)));
    }
  });
});

describe("a number", () => {
  it.each([["12", 12], [" 1,5 ", 1.5], ["20 %", 20], [".5", 0.5], ["-3", -3], ["7.", 7]])("is read from %j", (text, value) => {
    expect(numberIn(text, {})).toEqual({ value });
  });

  it.each([
    ["12a", {}, /not a number/],
    ["1e9", {}, /not a number/],
    ["Infinity", {}, /not a number/],
    ["1.5", { whole: true }, /whole number/],
    ["-1", { low: 0 }, /0 at least/],
    ["101", { high: 100 }, /100 at most/],
    ["", { required: true }, /Write a number/],
  ])("is not read from %j with %j, and the reason is said", (text, limits, reason) => {
    expect(numberIn(text, limits)).toEqual({ wrong: expect.stringMatching(reason) });
  });

  it("may be left out where none is needed", () => expect(numberIn(" ", {})).toEqual({ value: undefined }));
});
