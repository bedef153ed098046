// Rates on the cards: a count, what it is a share of, and the words that say both.

import type { Change, Counts, Figures } from "../wire";
import { grouped } from "./groups";
import type { Per } from "../state/prefs";
import { ENTRY, type Wire } from "./journey";
import { count, percent } from "../text/words";

export type Cell = { name: string; count: string; rate: string; words: string; change?: string };

const NAMES: Record<string, string> = { entered: "in", waiting: "waiting", sent: "sent", clicked: "clicked", ordered: "ordered", opted_out: "opt-outs" };
/** How a count is told in full, where its name alone would leave a question. */
const WORDS: Record<string, string> = { ordered: "ordered within the goal's window after it was delivered, each order counted at the last message before it", opted_out: "opted out by it" };
const OF_MESSAGE = ["sent", "clicked", "ordered", "opted_out"];
const OF_STEP = ["entered", "waiting"];
/** What each count is a share of when it is compared with the step before it. */
const BEFORE: Record<string, keyof Counts> = { waiting: "entered", sent: "entered", clicked: "delivered", ordered: "delivered", opted_out: "delivered" };
const OF_DELIVERED = ["clicked", "ordered", "opted_out"];
const PER_WORDS: Record<string, string> = { entered: "who came to this step", delivered: "delivered", entries: "entries", before: "who came to the step before" };

/** The figures of one card, or none where nobody came. */
export function cellsOf(id: string, figures: Figures | null, isMessage: boolean, per: Per, before: number | undefined): Cell[] {
  if (id === ENTRY) return entries(figures);
  const counts = figures?.nodes[id];
  if (!figures || !counts) return [];
  return (isMessage ? OF_MESSAGE : OF_STEP).filter((name) => counts[name] !== undefined).map((name) => changed(cell(name, counts, figures, per, before), figures, figures.ghost?.nodes[id]?.[name]));
}

function entries(figures: Figures | null): Cell[] {
  const all = figures?.entries ?? null;
  if (!figures || all === null) return [];
  const one = { name: "entries", count: count(all), rate: "", words: `${count(all)} entries` };
  return [changed(one, figures, figures.ghost?.entries)];
}

function changed(one: Cell, { ghost }: Figures, change: Change | null | undefined): Cell {
  if (!ghost || !change) return one;
  return { ...one, change: changeMark(change), words: `${one.words}; ${changeWords(change, ghost.revision)}` };
}

export const NOISE = "≈";
/** “+312”, “−4”, and “≈” for what is within noise. */
export const changeMark = ({ by, noise }: Change): string => (noise ? NOISE : `${by < 0 ? "−" : "+"}${count(Math.abs(by))}`);

/** The same in words. */
export function changeWords({ by, noise }: Change, revision: number): string {
  const much = `${count(Math.abs(by))} ${by < 0 ? "fewer" : "more"} than in revision ${revision}`;
  if (!noise) return much;
  return by === 0 ? `as many as in revision ${revision}, of other customers` : `${much}, which is within noise`;
}

/** How the way between two steps has changed. */
export function changeOf(figures: Figures | null, { source, target }: Wire): Change | undefined {
  return figures?.ghost?.flows.find((flow) => flow.source === source && flow.target === target);
}

function cell(name: string, counts: Counts, figures: Figures, per: Per, before: number | undefined): Cell {
  const value = counts[name] ?? 0;
  const [of, what] = denominator(name, counts, figures, per, before);
  const rate = of === undefined ? "—" : percent(value, of);
  const share = of === undefined ? "no share of it can be computed" : `${rate} of ${count(of)} ${PER_WORDS[what] ?? what}`;
  return { name: NAMES[name] ?? name, count: count(value), rate, words: `${count(value)} ${WORDS[name] ?? NAMES[name] ?? name}, ${share}` };
}

function denominator(name: string, counts: Counts, figures: Figures, per: Per, before: number | undefined): [number | undefined, string] {
  if (per === "entries") return [figures.entries ?? undefined, "entries"];
  if (per === "delivered") return [OF_DELIVERED.includes(name) ? counts.delivered : undefined, "delivered"];
  const what = BEFORE[name];
  return what ? [counts[what] ?? 0, String(what)] : [before, "before"];
}

/** Who came to the steps from which people went on to each step, by its id: what its own entries are compared with. */
export function cameBefore(figures: Figures | null): Map<string, number> {
  if (!figures) return new Map();
  const came = (id: string) => (id === ENTRY ? (figures.entries ?? 0) : (figures.nodes[id]?.entered ?? 0));
  const into = grouped(figures.flows, ({ target }) => target);
  return new Map([...into].map(([id, flows]) => [id, flows.reduce((sum, { source }) => sum + came(source), 0)]));
}

/** How many took the way between two steps. */
export function flowOf(figures: Figures | null, { source, target }: Wire): number | undefined {
  return figures?.flows.find((flow) => flow.source === source && flow.target === target)?.count;
}
