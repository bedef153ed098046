import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Journey } from "../../src/canvas/model/journey";
import { layOut, layOutInLanes } from "../../src/canvas/model/layout";
import { sceneOf } from "../../src/canvas/model/scene";
import { stagesOf } from "../../src/canvas/model/stages";
import { boardSvg } from "../../src/canvas/picture/boardSvg";
import { lightLook } from "../../src/canvas/picture/look";
import { someJourney } from "../model/journeys";
import { chain, sample, SAMPLES } from "../map/journeys";
import { faultsOf, fetchedBy, textsOf } from "./wellFormed";

const sceneFrom = (journey: Journey) => sceneOf(journey, { says: {}, badges: {}, counted: false });

function drawn(journey: Journey): string {
  const scene = sceneFrom(journey);
  return boardSvg(scene, layOut(scene), lightLook(String(journey.settings.name)));
}

const plain = (text: string) => text.replace(/…$/, "");
const points = (svg: string) => {
  const paths = [...svg.matchAll(/<path d="(M [^"]*)" fill="none" stroke="#a9a7ae"[^>]*\/><path d="M/g)];
  return paths.flatMap(([, d = ""]) => (d.match(/-?[\d.]+/g) ?? []).map(Number));
};

describe("the drawing as a picture", () => {
  test.each(SAMPLES)("of %s is whole, needs nothing from elsewhere and names every step", (name) => {
    const journey = sample(name);
    const svg = drawn(journey);
    expect(faultsOf(svg)).toEqual([]);
    expect(fetchedBy(svg)).toEqual([]);
    const texts = textsOf(svg);
    sceneFrom(journey).cards.forEach(({ title }) => expect(texts.some((text) => title.startsWith(plain(text)) && text)).toBe(true));
  });
  test("has an arrow for every wire, and all of it lies inside the frame", () => {
    const journey = sample("checkout_rescue");
    const svg = drawn(journey);
    const [left = 0, top = 0, width = 0, height = 0] = (/viewBox="([^"]*)"/.exec(svg)?.[1] ?? "").split(" ").map(Number);
    const all = points(svg);
    const xs = all.filter((_, i) => i % 2 === 0);
    const ys = all.filter((_, i) => i % 2 === 1);
    expect(svg.match(/ Z" fill="#a9a7ae"/g)).toHaveLength(sceneFrom(journey).wires.length);
    expect(Math.min(...xs)).toBeGreaterThan(left);
    expect(Math.max(...xs)).toBeLessThan(left + width);
    expect(Math.min(...ys)).toBeGreaterThan(top);
    expect(Math.max(...ys)).toBeLessThan(top + height);
  });
  test("shows the lanes where the drawing does", () => {
    const journey = sample("post_purchase");
    const scene = sceneFrom(journey);
    const texts = textsOf(boardSvg(scene, layOutInLanes(scene, stagesOf(journey)), lightLook("x")));
    expect(texts).toEqual(expect.arrayContaining(["Awareness", "Consideration", "Purchase", "Loyalty", "Advocacy"]));
  });
  test("carries a run's figures on the cards that have some, where the drawing keeps room for them", () => {
    const scene = sceneFrom(chain({ a: { title: "One" }, b: { title: "Two" } }));
    const counted = { ...scene, cards: scene.cards.map((card) => ({ ...card, counted: "run" as const })) };
    const cellsOf = ({ id }: { id: string }) => (id === "a" ? [{ name: "sent", count: "1,234", rate: "56.7 %", words: "" }] : []);
    const seen = (of: typeof scene) => textsOf(boardSvg(of, layOut(of), lightLook("x"), cellsOf)).filter((text) => ["sent", "1,234", "56.7 %"].includes(text));
    expect(seen(counted)).toEqual(["sent", "1,234", "56.7 %"]);
    expect(seen(scene)).toEqual([]);
  });
  test("shows markup in titles and messages as text", () => {
    const svg = drawn(chain({ a: { title: "<script>x</script>", body: "</text><image href='https://x.example'/> \u0007&" } }));
    expect(faultsOf(svg)).toEqual([]);
    expect(svg).not.toMatch(/<(script|image)/);
    expect(textsOf(svg)).toContain("<script>x</script>");
  });
  test("of any journey, with any text in it, is whole and fetches nothing", () => {
    const check = (journey: Journey, text: string) => {
      const nodes = journey.nodes.map((node) => ({ ...node, title: text, body: text, stage: text }));
      const svg = drawn({ ...journey, settings: { name: text }, nodes });
      expect([faultsOf(svg), fetchedBy(svg)]).toEqual([[], []]);
    };
    fc.assert(fc.property(someJourney, fc.string({ unit: "binary" }), check), { numRuns: 40 });
  });
  test("of an empty journey is the entry alone", () => {
    expect(faultsOf(drawn({ settings: {}, start: null, nodes: [] }))).toEqual([]);
  });
});
