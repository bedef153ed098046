// What is drawn of a journey: a card for each node and the wires between them.

import { kindNamed } from "./catalogue";
import { drawnPorts, ENTRY, type Family, type Journey, type JourneyNode, type Position, titleOf, type Wire, wiresOf } from "./journey";
import type { Overlay } from "../wire";
import { spoken } from "../text/words";

export type CardPort = { name: string; label: string };
export type Card = {
  id: string;
  kind: string;
  family: Family;
  title: string;
  label: string;
  icon: string;
  stage: string | null;
  excerpt: string;
  badges: string[];
  ports: CardPort[];
  /** What every card keeps room for: the figures of a run, or live ones with what changed. */
  counted: Counted;
  /** Where a hand has put it; null where the layout places it. */
  position: Position | null;
};
/** Whether there are figures, or will soon be: when they arrive no card grows. */
export const countedIn = ({ figures, live }: Overlay): Counted => (live?.on ? "live" : figures !== null && "run");
export type Scene = { cards: Card[]; wires: Wire[] };

const NONE: string[] = [];
export type Counted = false | "run" | "live";
type Drawn = Pick<Overlay, "says" | "badges"> & { counted: Counted };
type Known = { says: string; badges: string[]; card: Card };
const cards = new WeakMap<JourneyNode, Known>();

/** The journey as drawn; the card of an unchanged node stays the same object, so that it is not drawn again. */
export function sceneOf(journey: Journey, { says, badges, counted }: Drawn): Scene {
  const drawn = journey.nodes.map((node) => cardOf(node, says[node.id] ?? "", badges[node.id] ?? NONE, counted));
  return { cards: [{ ...entryCard(journey, says[ENTRY] ?? "", badges[ENTRY] ?? NONE), counted }, ...drawn], wires: wiresOf(journey) };
}

function cardOf(node: JourneyNode, says: string, badges: string[], counted: Counted): Card {
  const known = cards.get(node);
  if (known && known.says === says && known.badges === badges && known.card.counted === counted) return known.card;
  const card = { ...made(node, says, badges), counted };
  cards.set(node, { says, badges, card });
  return card;
}

function made(node: JourneyNode, says: string, badges: string[]): Omit<Card, "counted"> {
  const { label, icon, family } = kindNamed(node.kind);
  const position = node.position ? { x: node.position[0], y: node.position[1] } : null;
  const ports = drawnPorts(node).map(({ name, label: words }) => ({ name, label: words }));
  const shown = { id: node.id, kind: node.kind, family, title: titleOf(node), label, icon: node.media ? "mms" : icon };
  return { ...shown, stage: node.stage ?? null, excerpt: ownWords(node) || says, badges, ports, position };
}

/** What a message or a note says, known before Python has answered. */
function ownWords(node: JourneyNode): string {
  const words = node.kind === "email" ? node.subject || node.body : node.kind === "note" ? node.text : node.body;
  const kinds = ["sms", "email", "push", "note"];
  return kinds.includes(node.kind) && typeof words === "string" ? words.slice(0, 160) : "";
}

const ENTRY_TITLES: Record<string, string> = { audience: "Audience", date: "On a date", score: "Score crosses" };

function entryCard(journey: Journey, says: string, badges: string[]): Omit<Card, "counted"> {
  const entry = (journey.settings.entry ?? {}) as { kind?: string; event?: string };
  const kind = entry.kind ?? "event";
  const words = spoken(entry.event ?? "checkout.started");
  const title = ENTRY_TITLES[kind] ?? words.charAt(0).toUpperCase() + words.slice(1);
  const fixed = { id: ENTRY, kind: ENTRY, family: "entry" as const, label: "Entry", icon: `entry_${kind}` };
  return { ...fixed, title, stage: null, excerpt: says, badges, ports: [{ name: "start", label: "" }], position: null };
}
