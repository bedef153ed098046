import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { added, blankNode, connected, removed, whyNot } from "../../src/canvas/model/edits";
import { ENTRY, type Journey, nodeOf, portsOf, waysOut, wiresOf } from "../../src/canvas/model/journey";
import { journeyOf, node, someJourney } from "./journeys";

const exit = node("end", { kind: "exit" });
const line = journeyOf(node("a", { next: "b" }), node("b", { next: "end" }), exit);
const split = node("s", { kind: "split", branches: [{ name: "yes", next: "a" }], everyone_else: "b" });

/** Every wire leads to a node that is there, and ids are used once. */
function isDrawable(journey: Journey): boolean {
  const ids = journey.nodes.map(({ id }) => id);
  return new Set([ENTRY, ...ids]).size === ids.length + 1 && wiresOf(journey).every(({ target }) => ids.includes(target));
}

describe("adding a step", () => {
  test("into a wire leads on to where the wire led, and stands after its source in the file", () => {
    const next = added(line, node("new"), { source: "a", port: "next" });
    expect(next.nodes.map(({ id }) => id)).toEqual(["a", "new", "b", "end"]);
    expect(wiresOf(next)).toContainEqual({ source: "a", port: "next", target: "new" });
    expect(wiresOf(next)).toContainEqual({ source: "new", port: "next", target: "b" });
  });
  test("before the first step makes it what the entry leads to", () => {
    const next = added(line, node("new"), { source: ENTRY, port: "start" });
    expect(next.start).toBe("new");
    expect(nodeOf(next, "new")?.next).toBe("a");
  });
  test("with several ways out, the first leads on", () => {
    const next = added(line, { ...blankNode(line, "split") }, { source: "a", port: "next" });
    expect(portsOf(next.nodes[1]!).map(({ target }) => target)).toEqual(["b", null]);
  });
});

describe("removing a step", () => {
  test("joins its neighbours where one way leads on", () => {
    expect(nodeOf(removed(line, ["b"]), "a")?.next).toBe("end");
  });
  test("leaves the way open where several lead on", () => {
    const forked = { ...journeyOf(node("top", { next: "s" }), split, node("a"), node("b")) };
    expect(nodeOf(removed(forked, ["s"]), "top")?.next).toBeUndefined();
  });
  test("never leads a step to itself", () => {
    const round = journeyOf(node("a", { next: "j" }), node("j", { kind: "jump", to: "a", next: "a" }));
    expect(nodeOf(removed(round, ["j"]), "a")?.next).toBeUndefined();
  });
});

describe("a wire is refused, with the reason,", () => {
  const cases: [string, string, string, RegExp][] = [
    ["to itself", "a", "a", /itself/],
    ["to the entry", "a", ENTRY, /re-entry/],
    ["to a note", "a", "remark", /note/],
    ["back up without a jump", "b", "a", /without end/],
    ["to a step that is gone", "a", "gone", /no such step/],
  ];
  test.each(cases)("%s", (_, source, target, words) => {
    const journey = { ...line, nodes: [...line.nodes, node("remark", { kind: "note" })] };
    expect(whyNot(journey, { source, port: "next" }, target)).toMatch(words);
  });
  test("but a jump may lead back, since it counts its passes", () => {
    const journey = journeyOf(node("a", { next: "j" }), node("j", { kind: "jump" }));
    expect(whyNot(journey, { source: "j", port: "to" }, "a")).toBeNull();
    expect(whyNot(journey, { source: "j", port: "next" }, "a")).toMatch(/without end/);
  });
});

describe("whatever a hand does,", () => {
  test("the journey can be drawn", () => {
    fc.assert(fc.property(someJourney, isDrawable));
  });
  test("allowed wires never close a round trip without a jump", () => {
    fc.assert(
      fc.property(someJourney, (journey) => {
        const onward = wiresOf(journey).filter(({ source, port }) => !(port === "to" && nodeOf(journey, source)?.kind === "jump"));
        const left = new Set([ENTRY, ...journey.nodes.map(({ id }) => id)]);
        for (let before = -1; before !== left.size; ) {
          before = left.size;
          for (const id of [...left]) if (!onward.some(({ source, target }) => target === id && left.has(source))) left.delete(id);
        }
        return left.size === 0; // what is left stands on a round trip
      }),
    );
  });
  test("connecting and opening again is nothing", () => {
    fc.assert(
      fc.property(someJourney, fc.nat(30), (journey, pick) => {
        const open = journey.nodes.flatMap(({ id }) => waysOut(journey, id).flatMap(({ name, target }) => (target ? [] : [{ source: id, port: name }])));
        const spot = open[pick % Math.max(open.length, 1)];
        const target = journey.nodes.find(({ id }) => spot && !whyNot(journey, spot, id));
        if (!spot || !target) return;
        expect(connected(connected(journey, spot, target.id), spot, null)).toEqual(journey);
      }),
    );
  });
});
