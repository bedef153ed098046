import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applied, difference, isEmpty, merged } from "../../src/canvas/model/patch";
import { drawn, journeyOf, node, someGestures, someJourney } from "./journeys";

const A = node("a");
const B = node("b");
const START = journeyOf(A, B);
const movedA = journeyOf({ ...A, position: [8, 16] }, B);
const titled = (title: string) => journeyOf({ ...A, title }, B);

describe("a difference", () => {
  test("leads from one journey to the other and back", () => {
    fc.assert(
      fc.property(someJourney, someGestures, (before, gestures) => {
        const after = drawn(gestures, before);
        const patch = difference(before, after);
        expect(asText(applied(before, patch))).toEqual(asText(after));
        expect(asText(applied(after, patch, true))).toEqual(asText(before));
      }),
    );
  });
  test("is empty only between equal journeys", () => {
    fc.assert(fc.property(someJourney, (journey) => isEmpty(difference(journey, structuredClone(journey)))));
  });
  test("survives JSON, as it must between reloads", () => {
    fc.assert(
      fc.property(someJourney, someGestures, (before, gestures) => {
        const patch = difference(before, drawn(gestures, before));
        expect(JSON.parse(JSON.stringify(patch))).toEqual(patch);
      }),
    );
  });
});

/** Nodes by id: where several came at one place their order may differ. */
const asText = ({ nodes, ...own }: typeof START) => ({ ...own, nodes: Object.fromEntries(nodes.map((one) => [one.id, one])) });

describe("merging", () => {
  test("with nothing of theirs is mine, and with nothing of mine is theirs", () => {
    fc.assert(
      fc.property(someJourney, someGestures, (base, gestures) => {
        const other = drawn(gestures, base);
        expect(asText(merged(base, other, base))).toEqual(asText(other));
        expect(merged(base, base, other)).toEqual(other);
      }),
    );
  });
  test("takes my move and their title of the same node", () => {
    expect(merged(START, movedA, titled("Hello"))).toEqual(journeyOf({ ...A, title: "Hello", position: [8, 16] }, B));
  });
  test("lets my own edit win over theirs of the same field", () => {
    expect(merged(START, titled("Mine"), titled("Theirs")).nodes[0]?.title).toBe("Mine");
  });
  test("does not bring back a node they deleted because I moved it", () => {
    expect(merged(START, movedA, { ...START, start: null, nodes: [B] }).nodes).toEqual([B]);
  });
  test("keeps a node they deleted whose content I changed", () => {
    expect(merged(START, titled("Mine"), { ...START, start: null, nodes: [B] }).nodes.map(({ id }) => id)).toEqual(["a", "b"]);
  });
  test("keeps my deletion, opens its wires and takes their new node", () => {
    const theirs = journeyOf({ ...A, next: "c" }, { ...B, next: "a" }, node("c"));
    const mine = { ...START, start: null, nodes: [B] };
    expect(merged(START, mine, theirs).nodes).toEqual([B, node("c")].map((one) => ({ ...one })));
  });
});
