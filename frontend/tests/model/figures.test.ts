import { describe, expect, test } from "vitest";
import { cameBefore, cellsOf, changeMark, changeOf, changeWords, flowOf } from "../../src/canvas/model/figures";
import type { Figures } from "../../src/canvas/wire";

const figures: Figures = {
  run: "Run “Test”",
  stale: false,
  entries: 1000,
  nodes: { text: { entered: 400, waiting: 0, sent: 380, delivered: 350, clicked: 35, ordered: 7, opted_out: 1 }, wait: { entered: 800, waiting: 40 } },
  flows: [{ source: "entry", target: "wait", count: 800 }, { source: "wait", target: "text", count: 400 }],
  flown: null,
  ghost: null,
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

describe("changes since the saved revision", () => {
  const change = (by: number, noise = false) => ({ by, noise });
  const ghost = { revision: 3, entries: change(2, true), nodes: { text: { clicked: change(12), ordered: change(-1234), opted_out: change(0, true) } }, flows: [{ source: "wait", target: "text", ...change(-40) }] };
  const changed: Figures = { ...figures, ghost };
  const cells = (id: string, message: boolean) => cellsOf(id, changed, message, "previous", undefined);
  test("stand at their figure with a sign, within noise as ≈, and not at all where nothing differs", () => {
    expect(cells("text", true).map(({ name, change: said }) => [name, said])).toEqual([["sent", undefined], ["clicked", "+12"], ["ordered", "−1,234"], ["opt-outs", "≈"]]);
    expect(cells("entry", false)[0]?.change).toBe("≈");
    expect(cells("wait", false).every(({ change: said }) => said === undefined)).toBe(true);
  });
  test("are said in words, with the revision", () => {
    expect(cells("text", true)[1]?.words).toBe("35 clicked, 10.0 % of 350 delivered; 12 more than in revision 3");
    expect(changeWords(change(-5, true), 3)).toBe("5 fewer than in revision 3, which is within noise");
    expect(changeWords(change(0, true), 3)).toBe("as many as in revision 3, of other customers");
    expect(changeMark(change(-5, true))).toBe("≈");
  });
  test("of a wire are those of its way", () => {
    expect(changeOf(changed, wires[1]!)?.by).toBe(-40);
    expect(changeOf(changed, wires[0]!)).toBeUndefined();
    expect(changeOf(figures, wires[1]!)).toBeUndefined();
  });
});
