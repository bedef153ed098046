import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mapOf, ROWS, touchpointsOf } from "../../src/canvas/map/model";
import type { Data, Journey } from "../../src/canvas/model/journey";
import { lightLook } from "../../src/canvas/picture/look";
import { mapSvg } from "../../src/canvas/picture/mapSvg";
import { planOf } from "../../src/canvas/picture/mapPlan";
import { allowedScale } from "../../src/canvas/picture/png";
import { fileName, printable } from "../../src/canvas/picture/save";
import { someJourney } from "../model/journeys";
import { chain, sample, SAMPLES } from "../map/journeys";
import { faultsOf, fetchedBy, textsOf } from "./wellFormed";

const LOOK = lightLook("A map", "@font-face { font-family: Inter; src: url(data:font/woff2;base64,AAAA) }");
const mapFrom = (journey: Journey) => mapOf(journey, { timing: {}, findings: [] });
const drawn = (journey: Journey) => mapSvg(mapFrom(journey), LOOK);
const long = (count: number) => chain(Object.fromEntries(Array.from({ length: count }, (_, i): [string, Data] => [`n${i}`, { title: `Step ${i}`, body: "Words and more words. ".repeat(6), feeling: (i % 5) - 2 }])));

describe("the map as a picture", () => {
  test.each(SAMPLES)("of %s is whole, needs nothing from elsewhere and holds every word of its titles", (name) => {
    const svg = drawn(sample(name));
    expect(faultsOf(svg)).toEqual([]);
    expect(fetchedBy(svg)).toEqual([]);
    const words = new Set(textsOf(svg).flatMap((text) => text.split(" ")));
    touchpointsOf(mapFrom(sample(name))).flatMap(({ title }) => title.split(" ")).forEach((word) => expect(words).toContain(word));
  });
  test("names every row and every stage", () => {
    const texts = textsOf(drawn(sample("post_purchase")));
    expect(texts).toEqual(expect.arrayContaining([...ROWS.map(({ label }) => label), "Awareness", "Consideration", "Purchase", "Loyalty", "Advocacy"]));
  });
  test.each([0, 1, 5, 12, 40, 90])("of %i touchpoints is one landscape page and all of it lies on it", (count) => {
    const { bands, width, height, page } = planOf(mapFrom(long(count)), LOOK);
    expect(page.width / page.height).toBeCloseTo(Math.SQRT2);
    expect(width).toBeLessThan(page.width);
    expect(height).toBeLessThan(page.height);
    expect(bands.flatMap(({ columns }) => columns).filter(({ touchpoint }) => touchpoint)).toHaveLength(count);
  });
  test("breaks a long map into bands so that it can still be read", () => {
    expect(planOf(mapFrom(long(5)), LOOK).bands).toHaveLength(1);
    expect(planOf(mapFrom(long(40)), LOOK).bands.length).toBeGreaterThan(1);
  });
  test("draws a face for every feeling that is set", () => {
    const faces = drawn(chain({ a: { feeling: 2 }, b: {}, c: { feeling: -1 } })).match(/<circle[^>]*r="12"/g);
    expect(faces).toHaveLength(2);
  });
  test("gives each curve colours of its own name", () => {
    const ids = [...drawn(long(40)).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
  test("shows markup as text", () => {
    const nasty = `</text><script>"&'`;
    const svg = drawn(chain({ a: { title: nasty, job: nasty, risk: nasty, metric: nasty, body: `${nasty}\u0000` } }));
    expect(faultsOf(svg)).toEqual([]);
    expect(svg).not.toContain("<script");
  });
  test("of any journey, with any text in it, is whole and fetches nothing", () => {
    const check = (journey: Journey, text: string) => {
      const nodes = journey.nodes.map((node) => ({ ...node, title: text, body: text, job: text, risk: text }));
      const svg = drawn({ ...journey, settings: { name: text, north_star: text }, nodes });
      expect([faultsOf(svg), fetchedBy(svg)]).toEqual([[], []]);
    };
    fc.assert(fc.property(someJourney, fc.string({ unit: "binary" }), check), { numRuns: 20 });
  });
  test("is printed alone on an A4 page across", () => {
    expect(printable("<svg/>")).toMatch(/@page \{ size: A4 landscape;.*<svg\/>$/);
  });
});

describe("a file", () => {
  test.each([["Checkout rescue", "checkout-rescue.svg"], ["  ../../etc/passwd ", "etc-passwd.svg"], ["Café – Über 50 %", "café-über-50.svg"], ["お試し", "お試し.svg"], ["???", "journey.svg"], ["", "journey.svg"]])("named after %j is %s", (title, name) => {
    expect(fileName(title, "svg")).toBe(name);
  });
  test("of pixels stays within what a browser can draw", () => {
    expect(allowedScale(1000, 800, 2)).toBe(2);
    const scale = allowedScale(30_000, 9_000, 2);
    expect(30_000 * scale).toBeLessThanOrEqual(16_000);
    expect(30_000 * 9_000 * scale ** 2).toBeLessThanOrEqual(64_000_001);
  });
});
