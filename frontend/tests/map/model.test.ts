import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mapOf, touchpointsOf } from "../../src/canvas/map/model";
import { CATALOGUE, kindNamed } from "../../src/canvas/model/catalogue";
import { ENTRY, type Journey, wiresOf } from "../../src/canvas/model/journey";
import { someJourney } from "../model/journeys";
import { chain, sample, SAMPLES } from "./journeys";

const NOTHING = { timing: {}, findings: [] };
const idsByStage = (journey: Parameters<typeof mapOf>[0]) =>
  Object.fromEntries(mapOf(journey, NOTHING).stages.map(({ name, touchpoints }) => [name, touchpoints.map(({ id }) => id)]));
const only = (journey: Parameters<typeof mapOf>[0], overlay: Parameters<typeof mapOf>[1] = NOTHING, example = {}) => touchpointsOf(mapOf(journey, overlay, example))[0]!;

describe("the journey map", () => {
  test.each(SAMPLES)("holds every message and goal of %s once", (name) => {
    const journey = sample(name);
    const expected = journey.nodes.filter(({ kind }) => kindNamed(kind).family === "message" || kind === "goal").map(({ id }) => id);
    expect(touchpointsOf(mapOf(journey, NOTHING)).map(({ id }) => id).sort()).toEqual(expected.sort());
  });
  test.each(SAMPLES)("puts what has a stage of its own in %s under that stage", (name) => {
    const journey = sample(name);
    const placed = new Map(mapOf(journey, NOTHING).stages.flatMap((stage) => stage.touchpoints.map(({ id }) => [id, stage.name])));
    journey.nodes.filter(({ id, stage }) => stage && placed.has(id)).forEach(({ id, stage }) => expect(placed.get(id)).toBe(stage));
  });
  test("shows all stages in their order, also those without a step", () => {
    expect(mapOf(chain({ a: { stage: "loyalty" } }), NOTHING).stages.map(({ name }) => name)).toEqual(CATALOGUE.stages);
  });
  test("gives a step without a stage that of the step before it", () => {
    const journey = chain({ a: { stage: "purchase" }, wait: { kind: "delay" }, b: {}, c: { stage: "advocacy" }, d: {} });
    expect(idsByStage(journey)).toMatchObject({ purchase: ["a", "b"], advocacy: ["c", "d"] });
  });
  test("follows the order people meet steps in, whatever the order of the file", () => {
    const journey = chain({ a: {}, b: {}, c: {} });
    expect(idsByStage({ ...journey, nodes: journey.nodes.toReversed() })).toMatchObject({ awareness: ["a", "b", "c"] });
  });
  test("puts steps that more steps lie before behind those that fewer do, within a stage", () => {
    const journey = sample("checkout_rescue");
    const nearest = new Map([[ENTRY, 0]]);
    for (const [id, steps] of nearest) wiresOf(journey).filter(({ source }) => source === id).forEach(({ target }) => nearest.has(target) || nearest.set(target, steps + 1));
    mapOf(journey, NOTHING).stages.forEach(({ touchpoints }) => {
      const steps = touchpoints.map(({ id }) => nearest.get(id) ?? 0);
      expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    });
  });
  test("of any journey holds each of its messages and goals once", () => {
    const check = (journey: Journey) => {
      const expected = journey.nodes.filter(({ kind }) => kindNamed(kind).family === "message" || kind === "goal").map(({ id }) => id);
      expect(touchpointsOf(mapOf(journey, NOTHING)).map(({ id }) => id).sort()).toEqual(expected.sort());
    };
    fc.assert(fc.property(someJourney, check), { numRuns: 50 });
  });
  test("puts a goal last in its stage and what nobody reaches before it", () => {
    const journey = chain({ won: { kind: "goal", next: "after" }, after: { next: undefined }, lost: {} });
    expect(idsByStage(journey)).toMatchObject({ awareness: ["after", "lost", "won"] });
  });
  test("says of a step that nobody gets there, and no time", () => {
    const journey = chain({ a: { next: undefined }, lost: {} });
    const [a, lost] = touchpointsOf(mapOf(journey, { ...NOTHING, timing: { a: "1 hour after entry" } }));
    expect([a?.timing, lost?.timing]).toEqual(["1 hour after entry", "Nobody gets here yet"]);
  });
  test("survives a loop without an end", () => {
    expect(idsByStage(chain({ a: {}, b: { next: "a" } }))).toMatchObject({ awareness: ["a", "b"] });
  });
  test("is empty for an empty journey", () => {
    expect(touchpointsOf(mapOf({ settings: {}, start: null, nodes: [] }, NOTHING))).toEqual([]);
  });
});

describe("a touchpoint", () => {
  test("names its channel and the one it falls back on", () => {
    expect(only(chain({ a: { fallback: { channel: "email", body: "x" } } })).channel).toBe("SMS, else e-mail");
    expect(only(chain({ a: { media: "cat.gif" } }))).toMatchObject({ channel: "MMS", icon: "mms" });
  });
  test("reads as an example customer gets it", () => {
    const journey = chain({ a: { body: "Hi {{ first_name | default: 'you' }}: {{ link }}", link: { url: "https://x.example" } } });
    expect(only(journey, NOTHING, { first_name: "Ana" }).message).toBe("Hi Ana: https://x.example");
  });
  test("carries its own findings and no other's", () => {
    const finding = (node: string | null, message: string) => ({ code: "JB101", name: "x", level: "error" as const, message, node, place: "", source: "", fixable: false });
    const { remarks } = only(chain({ a: {} }), { timing: {}, findings: [finding("a", "mine"), finding("b", "theirs"), finding(null, "all")] });
    expect(remarks.map(({ message }) => message)).toEqual(["mine"]);
  });
  test.each([[2, 2], [-2, -2], [0, 0], [7, 2], [-0.4, 0], ["2", null], [undefined, null], [Number.NaN, null]])("of feeling %s is felt as %s", (written, felt) => {
    expect(only(chain({ a: { feeling: written } })).feeling).toBe(felt);
  });
  test("offers to write only what its kind has", () => {
    expect(only(chain({ a: {} })).fields.sort()).toEqual(["feeling", "job", "metric", "risk"]);
    expect(only(chain({ a: { kind: "goal" } })).fields).not.toContain("job");
  });
  test("shows the journey's aim as the metric of a goal", () => {
    const journey = { ...chain({ a: { kind: "goal" } }), settings: { north_star: "Second orders" } };
    expect(only(journey).metric).toBe("Second orders");
  });
  test("takes fields of a wrong type as not set", () => {
    expect(only(chain({ a: { job: 5, risk: ["x"], metric: null, body: { a: 1 } } }))).toMatchObject({ job: "", risk: "", metric: "", message: "" });
  });
});
