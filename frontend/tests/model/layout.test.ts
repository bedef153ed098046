import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withFields } from "../../src/canvas/model/edits";
import { layOut, layOutInLanes, sizeOf } from "../../src/canvas/model/layout";
import type { Journey, Position } from "../../src/canvas/model/journey";
import { sceneOf } from "../../src/canvas/model/scene";
import { stagesOf } from "../../src/canvas/model/stages";
import { journeyOf, node, someJourney } from "./journeys";

const scene = (journey: Journey) => sceneOf(journey, { says: {}, badges: {}, counted: false });
const fork = journeyOf(
  node("s", { kind: "split", branches: [{ name: "yes", next: "b" }], everyone_else: "a" }),
  node("a"),
  node("b"),
  node("n", { kind: "note" }),
);

describe("the layout", () => {
  test("is the same for the same journey, with the first way out on the left", () => {
    const { places } = layOut(scene(fork));
    expect(layOut(scene(fork)).places).toEqual(places);
    expect(places.get("b")!.x).toBeLessThan(places.get("a")!.x);
  });
  test("does not move a card when a text is typed", () => {
    const typed = withFields(fork, "a", { title: "A much longer title than before", body: "Hello ".repeat(60) });
    expect(layOut(scene(typed)).places).toEqual(layOut(scene(fork)).places);
  });
  test("leaves a moved card where it is and the others where they were", () => {
    const moved = withFields(fork, "a", { position: [900, 40] });
    expect(layOut(scene(moved)).places).toEqual(new Map(layOut(scene(fork)).places).set("a", { x: 900, y: 40 }));
  });
  test("puts a loose note beside the journey", () => {
    const { places } = layOut(scene(fork));
    expect(places.get("n")!.x).toBeGreaterThan(Math.max(places.get("a")!.x, places.get("b")!.x) + 272);
  });
  test("crosses no wires where branches can stand side by side", () => {
    const heads = ["b", "c", "d"];
    const branches = heads.map((id, i) => ({ name: `${i + 1}`, next: id }));
    const rows = heads.map((id) => node(id, { next: `${id}2` }));
    const tails = ["d2", "c2", "b2"].map((id) => node(id));
    const { places } = layOut(scene(journeyOf(node("s", { kind: "split", branches }), ...tails, ...rows)));
    const left = (ids: string[]) => ids.map((id) => places.get(id)!.x);
    expect(left(heads)).toEqual(left(heads).toSorted((a, b) => a - b));
    expect(left(["b2", "c2", "d2"])).toEqual(left(["b2", "c2", "d2"]).toSorted((a, b) => a - b));
  });
  test("never lays one card over another, in rows and in lanes", () => {
    fc.assert(
      fc.property(someJourney, (drawn) => {
        const journey = { ...drawn, nodes: drawn.nodes.map(({ position: _, ...rest }) => rest as (typeof drawn.nodes)[0]) };
        expect(overlaps(journey, layOut(scene(journey)).places)).toEqual([]);
        expect(overlaps(journey, layOutInLanes(scene(journey), stagesOf(journey)).places)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
  test("of five thousand steps takes a moment", () => {
    const nodes = Array.from({ length: 5_000 }, (_, i) => node(`n${i}`, i < 4_999 ? { next: `n${i + 1}` } : {}));
    const { places } = layOut(scene(journeyOf(...nodes)));
    expect(places.size).toBe(5_001);
  });
});

function overlaps(journey: Journey, places: Map<string, Position>): string[] {
  const boxes = scene(journey).cards.map((card) => ({ id: card.id, ...places.get(card.id)!, ...sizeOf(card) }));
  return boxes.flatMap((a, i) =>
    boxes.slice(i + 1).filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height).map((b) => `${a.id} over ${b.id}`),
  );
}

describe("stages", () => {
  test("are a node's own, else that of the step before it", () => {
    const journey = journeyOf(node("a", { stage: "purchase", next: "b" }), node("b", { next: "c" }), node("c", { stage: "loyalty" }));
    expect(Object.fromEntries(stagesOf(journey))).toEqual({ entry: "purchase", a: "purchase", b: "purchase", c: "loyalty" });
  });
  test("stand below everything that leads to them in lanes, the end last", () => {
    const journey = journeyOf(
      node("s", { kind: "random_split", arms: [{ name: "a", weight: 1, next: "text" }, { name: "control", weight: 1, next: "end" }] }),
      node("text", { next: "wait" }),
      node("wait", { kind: "delay", next: "end" }),
      node("end", { kind: "exit" }),
    );
    const { places } = layOutInLanes(scene(journey), stagesOf(journey));
    const ways: [string, string][] = [["entry", "s"], ["s", "text"], ["text", "wait"], ["wait", "end"]];
    ways.forEach(([above, below]) => expect(places.get(above)!.y).toBeLessThan(places.get(below)!.y));
  });
  test("put every card into the lane of its stage", () => {
    const journey = journeyOf(node("a", { stage: "purchase", next: "b" }), node("b", { stage: "loyalty" }));
    const { places, lanes } = layOutInLanes(scene(journey), stagesOf(journey));
    const laneAt = (id: string) => lanes.find(({ left, right }) => places.get(id)!.x >= left && places.get(id)!.x < right)?.stage;
    expect([laneAt("entry"), laneAt("a"), laneAt("b")]).toEqual(["purchase", "purchase", "loyalty"]);
  });
});
