// What stands in the cells of a printed map, and where each of its lines breaks.

import { type Row, type Touchpoint } from "../map/model";
import type { Level } from "../wire";
import { type Look } from "./look";
import { type Font, leading, linesOf } from "./text";

export type Part = { lines: string[]; font: Font; fill: string; level?: Level };
type Wish = { text: string; font: Font; fill: string; most: number; level?: Level };

export const PAD = 9;
export const BUBBLE = 8; // what a message keeps between its text and its bubble
export const TILE = 26;
export const MARK = 16; // the room of a finding's sign before its words
const GAP = 4;
const TITLE: Font = { size: 12.5, weight: 640 };
const STRONG: Font = { size: 11.2, weight: 600 };
const BODY: Font = { size: 11.2 };

/** The texts of a cell, broken for its width. */
export function partsOf(key: Row["key"], touchpoint: Touchpoint, width: number, look: Look): Part[] {
  const room = width - 2 * PAD - (key === "message" ? 2 * BUBBLE : 0);
  return wishesFor(key, touchpoint, look)
    .filter(({ text }) => text.trim())
    .map(({ text, most, ...rest }) => ({ ...rest, lines: linesOf(text, room - (rest.level ? MARK : 0), rest.font, most) }));
}

function wishesFor(key: Row["key"], touchpoint: Touchpoint, look: Look): Wish[] {
  const own = { fill: look.ink, font: BODY };
  switch (key) {
    case "touchpoint":
      return [{ text: touchpoint.title, font: TITLE, fill: look.ink, most: 3 }];
    case "channel":
    case "timing":
      return [{ text: touchpoint[key], font: BODY, fill: look.quiet, most: 4 }];
    case "message":
      return [{ text: touchpoint.headline, font: STRONG, fill: look.ink, most: 2 }, { text: touchpoint.message, ...own, most: 9 }];
    case "risk":
      return [{ text: touchpoint.risk, ...own, most: 8 }, ...remarksOf(touchpoint, look)];
    case "feeling":
      return [];
    default:
      return [{ text: touchpoint[key], ...own, most: 9 }];
  }
}

const remarksOf = ({ remarks }: Touchpoint, { levels }: Look): Wish[] =>
  remarks.map(({ level, message }) => ({ text: message, font: BODY, fill: levels[level], most: 4, level }));

/** The height of a cell's texts with their padding. */
export function heightOf(key: Row["key"], parts: Part[]): number {
  const text = parts.reduce((sum, { lines, font }) => sum + lines.length * leading(font) + GAP, -GAP);
  if (parts.length === 0) return 2 * PAD;
  return text + 2 * PAD + (key === "message" ? 2 * BUBBLE : 0) + (key === "touchpoint" ? TILE + 6 : 0);
}

/** The parts of a cell with the top of each, measured from the first. */
export function stacked(parts: Part[]): { part: Part; top: number }[] {
  let top = 0;
  return parts.map((part) => {
    top += part.lines.length * leading(part.font) + GAP;
    return { part, top: top - part.lines.length * leading(part.font) - GAP };
  });
}
