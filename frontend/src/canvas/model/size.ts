// How much room a card and its ways out take; by structure alone, so that typing or counting never moves another card.

import type { Card } from "./scene";

export type Size = { width: number; height: number };

export const CARD_WIDTH = 272;
const HEAD = 58;
const EXCERPT_LINE = 18;
const COUNTS = 54;
const CHANGES = 15;
const BADGES = 27;
/** Between the card and its row of ports, and the height of a port. */
export const PORT_STUB = 18;
const PORT = 24;
const PORT_ROW = PORT_STUB + PORT + 4;
const PORT_GAP = 10;
const LINES: Record<string, number> = { exit: 0, goal: 0, delay: 1, jump: 1, webhook: 1, random_split: 1 };

/** Lines of text a card has room for, by its kind. */
export const linesOf = ({ kind }: Pick<Card, "kind">) => LINES[kind] ?? 2;

/** Ports get a row of their own below the card as soon as one of them has a name to show. */
export const hasPortRow = (card: Card) => card.ports.some((port) => port.label !== "");

export function portWidth(label: string): number {
  return label ? Math.min(196, Math.max(56, 2 * Math.round(label.length * 3.6 + 14))) : 24;
}

/** The middle of each port, measured from the left edge of the whole node. */
export function portOffsets(card: Card): number[] {
  if (!hasPortRow(card)) return card.ports.map((_, i) => (CARD_WIDTH * (i + 1)) / (card.ports.length + 1));
  let left = (sizeOf(card).width - rowWidth(card)) / 2;
  return card.ports.map((port) => {
    const width = portWidth(port.label);
    left += width + PORT_GAP;
    return left - PORT_GAP - width / 2;
  });
}

function rowWidth(card: Card): number {
  return card.ports.reduce((sum, port) => sum + portWidth(port.label) + PORT_GAP, -PORT_GAP);
}

export function sizeOf(card: Card): Size {
  const row = hasPortRow(card);
  return { width: row ? Math.max(CARD_WIDTH, rowWidth(card)) : CARD_WIDTH, height: cardHeight(card) + (row ? PORT_ROW : 0) };
}

/** The card alone, without its row of ports. */
export function cardHeight(card: Card): number {
  const lines = linesOf(card);
  return HEAD + (lines ? lines * EXCERPT_LINE + 12 : 0) + (card.badges.length ? BADGES : 0) + (card.counted ? COUNTS : 0) + (card.counted === "live" ? CHANGES : 0);
}

/** Where the ways out end, measured from the top. */
export const portBottom = (card: Card) => cardHeight(card) + (hasPortRow(card) ? PORT_STUB + PORT : 0);
