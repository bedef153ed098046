// The journey as the browser holds it: settings, and nodes whose fields are those of the journey file.

import { kindNamed, type Out } from "./catalogue";
import type { Data, Json } from "./data";

export type { Data, Family, Json, Position } from "./data";


/** A node with the fields its file has; what is not set is not there. */
export type JourneyNode = Data & { id: string; kind: string; title?: string; stage?: string; position?: [number, number] };
export type Journey = { settings: Data; start: string | null; nodes: JourneyNode[] };

/** A way out of a node: its name, the label on its wire, and where it leads (null: out of the journey). */
export type Port = { name: string; label: string; target: string | null; quiet?: boolean };
export type Wire = { source: string; port: string; target: string };

/** The entry's name in the drawing; no node may be called so. */
export const ENTRY = "entry";
export const EMPTY: Journey = { settings: {}, start: null, nodes: [] };

export const wireId = ({ source, port }: { source: string; port: string }) => JSON.stringify([source, port]);
export const isWire = (id: string) => id.startsWith("[");
/** Source and port of a wire's id. */
export const wireEnds = (id: string) => JSON.parse(id) as [source: string, port: string];

export const nodeOf = (journey: Journey, id: string) => journey.nodes.find((node) => node.id === id);
export const titleOf = (node: JourneyNode) => node.title || kindNamed(node.kind).label;

/** Every way out of a node in the order they are drawn, also those not drawn while they are open. */
export function portsOf(node: JourneyNode): Port[] {
  return kindNamed(node.kind).outs.flatMap((out) => (out.each ? itemPorts(node, out) : [fixedPort(node, out)]));
}

/** The ways out that are drawn. */
export const drawnPorts = (node: JourneyNode) => portsOf(node).filter(({ quiet, target }) => !quiet || target);

function fixedPort(node: JourneyNode, { port = "next", field = port, label = "", quiet }: Out): Port {
  const words = label.replace(/\{(\w+)\}/g, (_, name: string) => String(node[name] ?? kindNamed(node.kind).blank[name] ?? ""));
  return { name: port, label: words, target: asTarget(node[field]), quiet };
}

function itemPorts(node: JourneyNode, { each = "", weight }: Out): Port[] {
  const items = itemsOf(node, each);
  const total = items.reduce((sum, item) => sum + weightOf(item, weight), 0) || 1;
  return items.map((item) => {
    const name = String(item.name ?? "");
    const share = weight ? ` ${shortest((100 * weightOf(item, weight)) / total)} %` : "";
    return { name, label: name + share, target: asTarget(item.next) };
  });
}

const weightOf = (item: Data, weight?: string) => (weight && typeof item[weight] === "number" ? (item[weight] as number) : 0);
const shortest = (value: number) => String(Number(value.toPrecision(4)));
const asTarget = (value: Json | undefined) => (typeof value === "string" && value ? value : null);

/** A list of parts of a node, such as its branches. */
export function itemsOf(node: Data, field: string): Data[] {
  const items = node[field];
  return Array.isArray(items) ? (items as Data[]) : [];
}

/** Every wire that leads somewhere, the entry's first. */
export function wiresOf(journey: Journey): Wire[] {
  const first = journey.start ? [{ source: ENTRY, port: "start", target: journey.start }] : [];
  const others = journey.nodes.flatMap((node) =>
    portsOf(node).flatMap(({ name, target }) => (target ? [{ source: node.id, port: name, target }] : [])),
  );
  return [...first, ...others];
}

/** The ways out of a node or of the entry. */
export function waysOut(journey: Journey, id: string): Port[] {
  if (id === ENTRY) return [{ name: "start", label: "", target: journey.start }];
  const node = nodeOf(journey, id);
  return node ? portsOf(node) : [];
}

/** Whether a way out leads somewhere. */
export const isWired = (journey: Journey, id: string, port: string) => waysOut(journey, id).some(({ name, target }) => name === port && target !== null);
