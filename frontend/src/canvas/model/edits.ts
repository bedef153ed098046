// What a hand does to a journey: each edit takes a journey and returns another.

import { kindNamed } from "./catalogue";
import { grouped } from "./groups";
import { ENTRY, itemsOf, nodeOf, portsOf, type Data, type Journey, type JourneyNode, type Json, type Position, waysOut, wiresOf } from "./journey";

type Turn = (port: string, target: string | null) => string | null;
export type Spot = { source: string; port: string };

/** The node with each of its wires turned. */
export function turned(node: JourneyNode, turn: Turn): JourneyNode {
  return kindNamed(node.kind).outs.reduce((now, out) => {
    if (out.each) return { ...now, [out.each]: itemsOf(now, out.each).map((item) => wired(item, "next", turn(String(item.name), target(item.next)))) };
    const { port = "next", field = port } = out;
    return wired(now, field, turn(port, target(now[field])));
  }, node);
}

const target = (value: Json | undefined) => (typeof value === "string" && value ? value : null);

function wired<T extends Data>(holder: T, field: string, to: string | null): T {
  if (target(holder[field]) === to) return holder;
  const { [field]: _, ...rest } = holder;
  return (to ? { ...holder, [field]: to } : rest) as T;
}

/** The journey with every wire turned; `turn` is given the source, too. */
export function rewired(journey: Journey, turn: (source: string, port: string, target: string | null) => string | null): Journey {
  const nodes = journey.nodes.map((node) => {
    const next = turned(node, (port, to) => turn(node.id, port, to));
    return portsOf(node).some((port, i) => port.target !== portsOf(next)[i]?.target) ? next : node;
  });
  return { ...journey, start: turn(ENTRY, "start", journey.start), nodes };
}

/** A way out led to a node, or left open. */
export function connected(journey: Journey, { source, port }: Spot, to: string | null): Journey {
  return rewired(journey, (from, name, now) => (from === source && name === port ? to : now));
}

export const blankNode = (journey: Journey, kind: string): JourneyNode => ({ ...structuredClone(kindNamed(kind).blank), id: freeId(journey, kind), kind });

/** An id no node has: the name itself, or with the next free number. */
export function freeId(journey: Journey, name: string, taken: Set<string> = idsOf(journey)): string {
  const stem = name.replace(/_\d+$/, "").slice(0, 56);
  let number = 1;
  while (taken.has(`${stem}_${number}`)) number += 1;
  return `${stem}_${number}`;
}

const idsOf = (journey: Journey) => new Set([ENTRY, ...journey.nodes.map(({ id }) => id)]);

/** A new node, put into a wire: what it led to is what the node's first way out leads to. */
export function added(journey: Journey, node: JourneyNode, at?: Spot): Journey {
  if (!at) return { ...journey, nodes: [...journey.nodes, node] };
  const ledTo = waysOut(journey, at.source).find(({ name }) => name === at.port)?.target ?? null;
  const first = portsOf(node)[0]?.name;
  const joined = turned(node, (port, to) => (port === first ? (to ?? ledTo) : to));
  return connected({ ...journey, nodes: placedAfter(journey.nodes, joined, at.source) }, at, node.id);
}

/** New nodes stand after the one that leads to them, so that a file reads from top to bottom. */
function placedAfter(nodes: JourneyNode[], node: JourneyNode, source: string): JourneyNode[] {
  const index = source === ENTRY ? 0 : nodes.findIndex(({ id }) => id === source) + 1 || nodes.length;
  return nodes.toSpliced(index, 0, node);
}

/** Nodes taken out; what led to one leads on to its only neighbour, or is left open. */
export function removed(journey: Journey, ids: string[]): Journey {
  return ids.reduce(withoutOne, journey);
}

function withoutOne(journey: Journey, id: string): Journey {
  const node = nodeOf(journey, id);
  if (!node) return journey;
  const targets = new Set(portsOf(node).flatMap(({ target: to }) => (to && to !== id ? [to] : [])));
  const heir = targets.size === 1 ? ([...targets][0] ?? null) : null;
  const freed = rewired(journey, (source, _, to) => (to !== id ? to : source === heir ? null : heir));
  return { ...freed, nodes: freed.nodes.filter((other) => other.id !== id) };
}

/** One node's fields set; undefined takes a field away. */
export function withFields(journey: Journey, id: string, fields: Data): Journey {
  return { ...journey, nodes: journey.nodes.map((node) => (node.id === id ? (without({ ...node, ...fields }) as JourneyNode) : node)) };
}

/** The journey's own settings set; undefined takes a setting away. */
export function withSettings(journey: Journey, fields: Data): Journey {
  return { ...journey, settings: without({ ...journey.settings, ...fields }) };
}

function without(data: Data): Data {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined && value !== null));
}

/** Nodes put somewhere by hand. */
export function moved(journey: Journey, places: Map<string, Position>): Journey {
  const nodes = journey.nodes.map((node) => {
    const to = places.get(node.id);
    const stays = !to || (node.position?.[0] === to.x && node.position[1] === to.y);
    return stays ? node : { ...node, position: [Math.round(to.x), Math.round(to.y)] as [number, number] };
  });
  return { ...journey, nodes };
}

/** Every place by hand given back to the layout. */
export function tidied(journey: Journey): Journey {
  return { ...journey, nodes: journey.nodes.map(({ position: _, ...node }) => node as JourneyNode) };
}

/** Why a way out may not lead there, or null where it may. */
export function whyNot(journey: Journey, { source, port }: Spot, to: string): string | null {
  if (to === ENTRY) return "Nothing leads back to the entry; people enter again by the re-entry rule.";
  if (to === source) return "A step cannot lead to itself.";
  const node = nodeOf(journey, to);
  if (!node) return "There is no such step.";
  if (kindNamed(node.kind).kind === "note") return "A note is a remark on the board; nobody can pass it.";
  if (!waysOut(journey, source).some(({ name }) => name === port)) return "This way out is not there any more.";
  if (closesLoop(journey, source, port, to)) return "This would send people round without end. Lead back through a Jump, which counts its passes.";
  return null;
}

const isWayBack = (journey: Journey, source: string, port: string) => port === "to" && nodeOf(journey, source)?.kind === "jump";

function closesLoop(journey: Journey, source: string, port: string, to: string): boolean {
  if (isWayBack(journey, source, port)) return false;
  const onward = grouped(wiresOf(journey).filter((wire) => !isWayBack(journey, wire.source, wire.port)), (wire) => wire.source);
  const seen = new Set([to]);
  for (const id of seen) onward.get(id)?.forEach((wire) => seen.add(wire.target));
  return seen.has(source);
}
