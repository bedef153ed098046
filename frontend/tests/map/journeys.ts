// Journeys for the tests of the map and of pictures: those of sample_data, and small ones made by hand.

import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Data, Journey, JourneyNode } from "../../src/canvas/model/journey";

export const SAMPLES = ["bad_example", "checkout_rescue", "fatigue_weekly", "post_purchase", "win_back"];

export function sample(name: string): Journey {
  const path = new URL(`../../../sample_data/journeys/${name}.journey.yaml`, import.meta.url);
  const { nodes, start, ...settings } = parse(readFileSync(path, "utf8")) as { nodes: Record<string, Data>; start?: string };
  return { settings, start: start ?? null, nodes: Object.entries(nodes).map(([id, node]) => ({ id, ...node }) as JourneyNode) };
}

/** Steps one after another, as “id: fields”, the entry before the first. */
export function chain(steps: Record<string, Data>): Journey {
  const ids = Object.keys(steps);
  const nodes = ids.map((id, i) => ({ id, kind: "sms", ...(ids[i + 1] ? { next: ids[i + 1] } : {}), ...steps[id] }) as JourneyNode);
  return { settings: { name: "A chain" }, start: ids[0] ?? null, nodes };
}
