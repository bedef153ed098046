// Copied steps as text, for this journey, another one, or another tab; foreign text is refused with a reason.

import { kindNamed } from "./catalogue";
import { freeId, turned } from "./edits";
import { ENTRY, type Data, type Journey, type JourneyNode, type Json } from "./journey";

const MARK = "journeyboard/steps";
const MOST = 500;
const OFFSET = 40;

/** The steps as text; wires that lead out of the selection are left behind. */
export function copied(journey: Journey, ids: string[]): string {
  const nodes = journey.nodes.filter(({ id }) => ids.includes(id));
  return JSON.stringify({ [MARK]: 1, nodes: nodes.map((node) => turned(node, (_, to) => (to && ids.includes(to) ? to : null))) }, null, 1);
}

export type Pasted = { journey: Journey; ids: string[] } | { problem: string };

/** The journey with copied steps added under new names, their wires among themselves kept. */
export function pasted(journey: Journey, text: string): Pasted {
  const nodes = stepsIn(text);
  if (typeof nodes === "string") return { problem: nodes };
  const names = newNames(journey, nodes);
  const fresh = nodes.map((node) => renamed(node, names));
  return { journey: { ...journey, nodes: [...journey.nodes, ...fresh] }, ids: fresh.map(({ id }) => id) };
}

function stepsIn(text: string): JourneyNode[] | string {
  if (!text.trim()) return "There is nothing to paste. Copy a step first.";
  const data = parsed(text);
  if (!isRecord(data) || data[MARK] === undefined) return "What was copied is no step of a journey. Copy steps on a board, here or in another tab.";
  if (data[MARK] !== 1) return "These steps were copied in a newer version. Reload this page, then copy them again.";
  const nodes = data.nodes;
  if (!Array.isArray(nodes) || !nodes.length || !nodes.every(isStep)) return "The copied steps are damaged. Copy them again.";
  if (nodes.length > MOST) return `${nodes.length} steps are too many to paste at once. Copy at most ${MOST}.`;
  return nodes.map(known);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isStep = (value: unknown): value is JourneyNode =>
  isRecord(value) && typeof value.kind === "string" && typeof value.id === "string" && /^[A-Za-z0-9_-]{1,64}$/.test(value.id) && value.id !== ENTRY;

/** A kind this version does not know is kept as an unsupported step around what came. */
function known(node: JourneyNode): JourneyNode {
  if (kindNamed(node.kind).kind === node.kind) return node;
  const { id, kind, title, ...source } = node;
  return { id, kind: "unsupported", source_kind: kind, source: { kind, ...source }, ...(typeof title === "string" ? { title } : {}) };
}

function newNames(journey: Journey, nodes: JourneyNode[]): Map<string, string> {
  const taken = new Set([ENTRY, ...journey.nodes.map(({ id }) => id)]);
  return new Map(
    nodes.map(({ id }) => {
      const name = taken.has(id) ? freeId(journey, id, taken) : id;
      taken.add(name);
      return [id, name];
    }),
  );
}

function renamed(node: JourneyNode, names: Map<string, string>): JourneyNode {
  const wired = turned(node, (_, to) => (to ? (names.get(to) ?? null) : null));
  const asked = withNamesIn(wired, names) as JourneyNode;
  const at = node.position ? { position: [node.position[0] + OFFSET, node.position[1] + OFFSET] as [number, number] } : {};
  return { ...asked, id: names.get(node.id) ?? node.id, ...at };
}

/** Conditions and waits that ask about a copied step ask about its copy. */
function withNamesIn(value: Json | undefined, names: Map<string, string>): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => withNamesIn(item, names) as Json);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, key === "node" && typeof item === "string" ? (names.get(item) ?? item) : withNamesIn(item, names)]);
  return Object.fromEntries(entries) as Data;
}
