// Factors change with the steps that change by them, in one edit.

import { describe, expect, it } from "vitest";
import { factorsOf, withFactor, withNewFactor } from "../../src/canvas/inspector/experiments";
import type { Journey } from "../../src/canvas/model/journey";

const BY = { tone: { warm: { body: "Hey" } }, offer: { ten: { role: "incentive" } } };
const JOURNEY: Journey = {
  settings: { experiments: { tone: { plain: 8, warm: 2 }, offer: { none: 50, ten: 50 } } },
  start: null,
  nodes: [{ id: "a", kind: "sms", by: BY }, { id: "b", kind: "exit" }],
};
const [TONE, OFFER] = factorsOf(JOURNEY) as [ReturnType<typeof factorsOf>[0], ReturnType<typeof factorsOf>[0]];

describe("factors", () => {
  it("are read with shares that sum to 100", () => {
    expect(TONE).toEqual({ name: "tone", levels: [{ name: "plain", share: 80 }, { name: "warm", share: 20 }] });
    expect(factorsOf({ settings: {}, start: null, nodes: [] })).toEqual([]);
  });

  it("take the steps along when they are renamed, and keep their place", () => {
    const after = withFactor(JOURNEY, 0, { ...TONE, name: "voice" });
    expect(Object.keys(after.settings.experiments as object)).toEqual(["voice", "offer"]);
    expect(after.nodes[0]?.by).toEqual({ voice: { warm: { body: "Hey" } }, offer: BY.offer });
    expect(after.nodes[1]).toBe(JOURNEY.nodes[1]);
  });

  it("take the steps along when a level is renamed", () => {
    const after = withFactor(JOURNEY, 0, { name: "tone", levels: [{ name: "plain", share: 80 }, { name: "kind", share: 20 }] });
    expect(after.nodes[0]?.by).toEqual({ tone: { kind: { body: "Hey" } }, offer: BY.offer });
  });

  it("take what steps said about them when they or a level are gone", () => {
    expect(withFactor(JOURNEY, 0, undefined).nodes[0]?.by).toEqual({ offer: BY.offer });
    expect(withFactor(JOURNEY, 0, { name: "tone", levels: [{ name: "plain", share: 100 }] }).nodes[0]?.by).toEqual({ tone: {}, offer: BY.offer });
    const none = withFactor(withFactor(JOURNEY, 1, undefined), 0, undefined);
    expect(none.settings).toEqual({});
    expect(none.nodes[0]).toEqual({ id: "a", kind: "sms" });
  });

  it("leave the steps alone when only shares change", () => {
    const after = withFactor(JOURNEY, 1, { ...OFFER, levels: OFFER.levels.map(({ name }, i) => ({ name, share: i ? 30 : 70 })) });
    expect(after.nodes[0]?.by).toEqual(BY);
  });

  it("begin as a control and a test, half and half, under a free name", () => {
    const once = withNewFactor({ settings: { experiments: { factor_2: { a: 1, b: 1 } } }, start: null, nodes: [] });
    expect(factorsOf(once)[1]).toEqual({ name: "factor_3", levels: [{ name: "control", share: 50 }, { name: "test", share: 50 }] });
  });
});
