import { describe, expect, test } from "vitest";
import { cameBefore, cellsOf, flowOf } from "../../src/canvas/model/figures";
import type { Figures } from "../../src/canvas/wire";

const figures: Figures = {
  run: "Run “Test”",
  stale: false,
  entries: 1000,
  nodes: { text: { entered: 400, waiting: 0, sent: 380, delivered: 350, clicked: 35, ordered: 7, opted_out: 1 }, wait: { entered: 800, waiting: 40 } },
  flows: [{ source: "entry", target: "wait", count: 800 }, { source: "wait", target: "text", count: 400 }],
};
const wires = [{ source: "entry", port: "start", target: "wait" }, { source: "wait", port: "next", target: "text" }];
const before = cameBefore(figures);
const rates = (id: string, message: boolean, per: "previous" | "entries" | "delivered") => cellsOf(id, figures, message, per, before.get(id)).map(({ name, count, rate }) => `${name} ${count} ${rate}`);

describe("the figures of a card", () => {
  test("are shares of the step before it", () => {
    expect(rates("wait", false, "previous")).toEqual(["in 800 80.0 %", "waiting 40 5.0 %"]);
    expect(rates("text", true, "previous")).toEqual(["sent 380 95.0 %", "clicked 35 10.0 %", "ordered 7 2.0 %", "opt-outs 1 0.3 %"]);
  });
  test("are shares of entries", () => {
    expect(rates("text", true, "entries")).toEqual(["sent 380 38.0 %", "clicked 35 3.5 %", "ordered 7 0.7 %", "opt-outs 1 0.1 %"]);
  });
  test("are shares of delivered, and no share at a step that delivers nothing", () => {
    expect(rates("text", true, "delivered")[1]).toBe("clicked 35 10.0 %");
    expect(rates("wait", false, "delivered")).toEqual(["in 800 —", "waiting 40 —"]);
  });
  test("say numerator and denominator in words", () => {
    expect(cellsOf("text", figures, true, "delivered", undefined)[1]?.words).toBe("35 clicked, 10.0 % of 350 delivered");
  });
  test("are missing without a run, and where nobody came", () => {
    expect(cellsOf("text", null, true, "previous", undefined)).toEqual([]);
    expect(cellsOf("gone", figures, true, "previous", undefined)).toEqual([]);
  });
  test("of a wire are those who took it", () => {
    expect(flowOf(figures, wires[1]!)).toBe(400);
    expect(flowOf(null, wires[1]!)).toBeUndefined();
  });
});
