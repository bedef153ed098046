// What differs between two journeys, node by node and field by field: undo steps and merges are made of it.

import { ENTRY, type Data, type Journey, type JourneyNode, type Json } from "./journey";
import { rewired } from "./edits";

type Change = [before: Json, after: Json];
/** Changes by node id and field (`entry`: the journey's own); null stands for a field that is not set. */
export type Patch = { [item: string]: { [field: string]: Change } };

/** The field that says behind which node one stands; it is no field of the file. */
const PLACE = "#after";

export const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);
export const isEmpty = (patch: Patch) => Object.keys(patch).length === 0;

/** What turns `before` into `after`. */
export function difference(before: Journey, after: Journey): Patch {
  const old = itemsById(before);
  const now = itemsById(after);
  const patch: Patch = {};
  for (const id of new Set([...old.keys(), ...now.keys()])) {
    if (old.get(id) === now.get(id)) continue;
    const changes = changesOf(old.get(id), now.get(id));
    if (Object.keys(changes).length) patch[id] = changes;
    if (old.has(id) !== now.has(id)) patch[id] = { ...changes, [PLACE]: [placeOf(before, id), placeOf(after, id)] };
  }
  return patch;
}

function itemsById(journey: Journey): Map<string, Data> {
  const own: [string, Data] = [ENTRY, { ...journey.settings, start: journey.start ?? undefined }];
  return new Map([own, ...journey.nodes.map((node): [string, Data] => [node.id, node])]);
}

function changesOf(old: Data = {}, now: Data = {}): Record<string, Change> {
  const fields = new Set([...Object.keys(old), ...Object.keys(now)]);
  const changed = [...fields].filter((field) => field !== "id" && !same(old[field] ?? null, now[field] ?? null));
  return Object.fromEntries(changed.map((field) => [field, [old[field] ?? null, now[field] ?? null]]));
}

function placeOf({ nodes }: Journey, id: string): string | null {
  return nodes[nodes.findIndex((node) => node.id === id) - 1]?.id ?? null;
}

/** The journey after a patch, or before it when taken `back`; other people's changes of other fields stay. */
export function applied(journey: Journey, patch: Patch, back = false): Journey {
  const side = back ? 0 : 1;
  let next = journey;
  for (const [id, changes] of Object.entries(patch)) {
    const values = Object.fromEntries(Object.entries(changes).map(([field, change]) => [field, change[side]]));
    next = id === ENTRY ? withOwn(next, values) : withNode(next, id, values);
  }
  return withoutLooseWires(next);
}

function withOwn(journey: Journey, values: Record<string, Json>): Journey {
  const { start = journey.start, ...settings } = values;
  return { ...journey, start: typeof start === "string" ? start : null, settings: set(journey.settings, settings) };
}

function withNode(journey: Journey, id: string, { [PLACE]: after, ...values }: Record<string, Json>): Journey {
  const { nodes } = journey;
  const index = nodes.findIndex((node) => node.id === id);
  if (values.kind === null) return { ...journey, nodes: nodes.filter((node) => node.id !== id) };
  if (index >= 0) return { ...journey, nodes: nodes.with(index, set(nodes[index] as JourneyNode, values) as JourneyNode) };
  if (!values.kind) return journey; // somebody else has removed it
  const at = nodes.findIndex((node) => node.id === after) + 1;
  return { ...journey, nodes: nodes.toSpliced(after === null ? 0 : at || nodes.length, 0, set({ id }, values) as JourneyNode) };
}

function set(data: Data, values: Record<string, Json>): Data {
  return Object.fromEntries(Object.entries({ ...data, ...values }).filter(([, value]) => value !== null && value !== undefined));
}

function withoutLooseWires(journey: Journey): Journey {
  const ids = new Set(journey.nodes.map(({ id }) => id));
  return rewired(journey, (_, __, target) => (target && ids.has(target) ? target : null));
}

/** Takes what I changed since `base` from `mine` and everything else from `theirs`. */
export function merged(base: Journey, mine: Journey, theirs: Journey): Journey {
  const patch = difference(base, mine);
  const there = new Set(theirs.nodes.map(({ id }) => id));
  for (const node of mine.nodes) {
    const changes = patch[node.id];
    // A move alone does not bring back what the other side deleted; changed content does.
    if (changes && !there.has(node.id) && Object.keys(changes).some((field) => field !== "position")) patch[node.id] = wholly(mine, node);
  }
  return applied(theirs, patch);
}

function wholly(journey: Journey, node: JourneyNode): Patch[string] {
  const fields = Object.entries(node).filter(([field]) => field !== "id");
  const whole = fields.map(([field, value]): [string, Change] => [field, [null, value ?? null]]);
  return { ...Object.fromEntries(whole), [PLACE]: [null, placeOf(journey, node.id)] };
}
