import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { copied, pasted } from "../../src/canvas/model/clipboard";
import { type Journey, nodeOf, wiresOf } from "../../src/canvas/model/journey";
import { journeyOf, node, someJourney } from "./journeys";

const branch = journeyOf(
  node("ask", { kind: "split", branches: [{ name: "yes", when: { engaged: { node: "text" } }, next: "text" }] }),
  node("text", { next: "end" }),
  node("end", { kind: "exit" }),
);

function paste(journey: Journey, text: string) {
  const result = pasted(journey, text);
  if ("problem" in result) throw new Error(result.problem);
  return result;
}

describe("a copied branch", () => {
  test("comes with its own wires and names, and asks about its own steps", () => {
    const { journey, ids } = paste(branch, copied(branch, ["ask", "text"]));
    expect(ids).toEqual(["ask_1", "text_1"]);
    expect(nodeOf(journey, "ask_1")?.branches).toEqual([{ name: "yes", when: { engaged: { node: "text_1" } }, next: "text_1" }]);
    expect(nodeOf(journey, "text_1")?.next).toBeUndefined(); // “end” was not copied
  });
  test("keeps its names in a journey that has none of them", () => {
    expect(paste(journeyOf(), copied(branch, ["text"])).ids).toEqual(["text"]);
  });
  test("adds as many steps as were copied and changes none that was there", () => {
    fc.assert(
      fc.property(someJourney, someJourney, (from, into) => {
        const ids = from.nodes.map(({ id }) => id);
        if (!ids.length) return;
        const { journey } = paste(into, copied(from, ids));
        expect(journey.nodes.slice(0, into.nodes.length)).toEqual(into.nodes);
        expect(journey.nodes.length).toBe(into.nodes.length + ids.length);
        const inner = wiresOf(from).filter(({ source }) => source !== "entry");
        expect(wiresOf(journey).length).toBe(wiresOf(into).length + inner.length);
      }),
    );
  });
  test("of a newer version is kept as an unsupported step", () => {
    const text = copied(branch, ["text"]).replace('"sms"', '"hologram"');
    const { journey } = paste(journeyOf(), text);
    expect(journey.nodes[0]).toMatchObject({ id: "text", kind: "unsupported", source_kind: "hologram", title: "text" });
  });
});

describe("what is no copied step is refused in a sentence:", () => {
  const foreign = ["", "hello", "{}", "[1,2]", "null", '{"journeyboard/steps": 2, "nodes": []}', '{"journeyboard/steps": 1, "nodes": "x"}',
    '{"journeyboard/steps": 1, "nodes": [{"kind": 3}]}', '{"journeyboard/steps": 1, "nodes": [{"id": "<img>", "kind": "sms"}]}', "<script>alert(1)</script>"];
  test.each(foreign)("%s", (text) => {
    expect(pasted(branch, text)).toEqual({ problem: expect.stringMatching(/^[A-Z].*\.$/) });
  });
  test("and no text at all makes it fail", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void pasted(branch, text)));
  });
});
