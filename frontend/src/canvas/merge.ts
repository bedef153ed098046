// Three-way merge of drawings, by item and by field.

import type { Graph, JourneyNode, Wire } from "./types";

type Fields = Record<string, unknown>;

export const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
export const wireId = (wire: Wire) => JSON.stringify([wire.source, wire.port]);
const nodeId = (node: JourneyNode) => node.id;

/** Takes what I changed since `base` from `mine` and everything else from `theirs`. */
export function merge3(base: Graph, mine: Graph, theirs: Graph): Graph {
  const nodes = mergeItems(base.nodes, mine.nodes, theirs.nodes, nodeId);
  const ids = new Set(nodes.map(nodeId));
  const edges = mergeItems(base.edges, mine.edges, theirs.edges, wireId);
  return { nodes, edges: edges.filter((wire) => ids.has(wire.source) && ids.has(wire.target)) };
}

function mergeItems<T extends Fields>(base: T[], mine: T[], theirs: T[], key: (item: T) => string): T[] {
  const before = byKey(base, key);
  const own = byKey(mine, key);
  const other = byKey(theirs, key);
  const kept = theirs.filter((item) => own.has(key(item)) || !before.has(key(item)));
  const joined = kept.map((item) => joinItem(before.get(key(item)), own.get(key(item)), item));
  const added = mine.filter((item) => !other.has(key(item)) && outlives(before.get(key(item)), item));
  return [...joined, ...added];
}

function joinItem<T extends Fields>(base: T | undefined, mine: T | undefined, theirs: T): T {
  if (!mine) return theirs;
  return base ? { ...theirs, ...changes(base, mine) } : mine;
}

/** A move alone does not bring back what the other side deleted; changed content does. */
function outlives(base: Fields | undefined, mine: Fields): boolean {
  return !base || Object.keys(changes(base, mine)).some((field) => field !== "x" && field !== "y");
}

function changes(base: Fields, mine: Fields): Fields {
  const fields = Object.entries(mine).filter(([field, value]) => !same(value, base[field]));
  const moved = fields.some(([field]) => field === "x" || field === "y");
  return { ...Object.fromEntries(fields), ...(moved ? { x: mine.x, y: mine.y } : {}) };
}

function byKey<T>(items: T[], key: (item: T) => string): Map<string, T> {
  return new Map(items.map((item) => [key(item), item]));
}
