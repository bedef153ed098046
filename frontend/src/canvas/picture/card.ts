// One step of the drawing as a picture: its card and, below it, its named ways out.

import { kindNamed } from "../model/catalogue";
import { ENTRY, type Position } from "../model/journey";
import type { Cell } from "../model/figures";
import { CARD_WIDTH, hasPortRow, portOffsets, portWidth, sizeOf } from "../model/layout";
import type { Card } from "../model/scene";
import { cardHeight, linesOf as roomFor } from "../model/size";
import { type Look, tint } from "./look";
import { icon, pill, rounded } from "./shapes";
import { cut, linesOf, textBlock, widthOf } from "./text";
import { element, type Markup, together } from "./xml";

const PAD = 12;
const INNER = CARD_WIDTH - 2 * PAD;
const TILE = 34;
const NAMES = PAD + TILE + 10;
const FIGURES = 44; // the room sizes keep for the line of figures
const STUB = 18;
const PORT = 24;
const TITLE = { size: 13.5, weight: 620 };
const SMALL = { size: 11.5 };
const EXCERPT = { size: 12.5 };
const FIGURE_GAP = 6;
const COUNTED = { size: 10 };
const COUNT = { size: 11.5, weight: 600 };
const LINE = 18;
const NOTE_PAPER = "#fdf5df";

const cardLeft = (card: Card) => (sizeOf(card).width - CARD_WIDTH) / 2;

/** Where the wire of a way out begins. */
export function portAt(card: Card, port: string, { x, y }: Position): Position {
  const offset = portOffsets(card)[card.ports.findIndex(({ name }) => name === port)] ?? sizeOf(card).width / 2;
  return { x: x + offset, y: y + cardHeight(card) + (hasPortRow(card) ? STUB + PORT : 0) };
}

/** Where wires to the card end. */
export const topAt = (card: Card, { x, y }: Position): Position => ({ x: x + sizeOf(card).width / 2, y });

export function drawCard(card: Card, { x, y }: Position, look: Look, cells: Cell[] = []): Markup {
  const colour = look.families[card.family];
  const inside = [sheet(card, look), tile(card, colour, look), names(card, look), excerpt(card, look), badges(card, colour), figures(card, cells, look)];
  const body = element("g", { transform: `translate(${cardLeft(card)} 0)` }, ...inside);
  const ports = hasPortRow(card) ? [element("g", { transform: `translate(0 ${cardHeight(card)})` }, portRow(card, colour, look))] : [];
  return element("g", { transform: `translate(${x} ${y})` }, body, ...ports);
}

function sheet(card: Card, look: Look): Markup {
  const loose = card.kind === "note" || card.kind === "unsupported";
  const fill = card.kind === "note" ? NOTE_PAPER : look.card;
  const box = { x: 0, y: 0, width: CARD_WIDTH, height: cardHeight(card) };
  const shade = rounded({ ...box, y: 2.5 }, 14, { fill: tint(look.ink, 0.08) });
  const paper = rounded(box, 14, { fill, stroke: tint(look.ink, 0.2), "stroke-dasharray": loose ? "5 4" : undefined });
  return loose ? paper : together(shade, paper);
}

function tile({ id, icon: name, family }: Card, colour: string, look: Look): Markup {
  const box = { x: PAD, y: PAD, width: TILE, height: TILE };
  const round = family === "entry" || family === "end" ? TILE / 2 : 10;
  const hollow = family === "timing" ? { fill: look.card, stroke: tint(colour, 0.45), "stroke-width": 1.5 } : { fill: id === ENTRY ? colour : tint(colour, 0.13) };
  return together(rounded(box, round, hollow), icon(name, family, PAD + 8, PAD + 8, 18, id === ENTRY ? look.card : colour));
}

function names(card: Card, look: Look): Markup {
  const width = CARD_WIDTH - NAMES - PAD;
  const title = textBlock([cut(card.title, width, TITLE)], TITLE, { x: NAMES, y: 11, width, fill: look.ink });
  const label = cut(card.label, width, SMALL);
  const kind = textBlock([label], SMALL, { x: NAMES, y: 29.5, width, fill: look.quiet });
  return together(title, kind, ...(card.stage ? [stage(card.stage, NAMES + widthOf(label, SMALL) + 7, look)] : []));
}

function stage(name: string, x: number, look: Look): Markup {
  const font = { size: 10.5 };
  const word = name.charAt(0).toUpperCase() + name.slice(1);
  const width = widthOf(word, font) + 15;
  const ground = rounded({ x, y: 29, width, height: 17 }, 8.5, { fill: "none", stroke: look.line });
  return together(ground, textBlock([word], font, { x: x + width / 2, y: 30.2, width, fill: look.quiet, anchor: "middle" }));
}

function excerpt(card: Card, look: Look): Markup {
  const words = card.excerpt || (kindNamed(card.kind).family === "message" ? "No text yet" : "");
  const fill = card.family === "message" && card.excerpt ? look.ink : look.quiet;
  const lines = linesOf(words, INNER, EXCERPT, roomFor(card));
  return together(...lines.slice(0, roomFor(card)).map((line, i) => textBlock([line], EXCERPT, { x: PAD, y: 55 + LINE * i, width: INNER, fill })));
}

function badges(card: Card, colour: string): Markup {
  const y = cardHeight(card) - (card.counted ? FIGURES : 0) - 18 - PAD;
  let x = PAD;
  const drawn = card.badges.flatMap((badge) => {
    const left = INNER + PAD - x;
    if (left < 44) return [];
    const made = pill(badge, x, y, colour, left);
    x += made.width + 4;
    return [made.drawn];
  });
  return together(...drawn);
}

/** A line of counts with their rates; where they do not fit side by side the rates stay away. */
function figures(card: Card, cells: Cell[], look: Look): Markup {
  if (cells.length === 0) return together();
  const top = cardHeight(card) - FIGURES;
  const natural = cells.map(figureWidth);
  const spare = INNER - natural.reduce((sum, width) => sum + width + FIGURE_GAP, -FIGURE_GAP);
  const widths = spare < 0 ? cells.map(() => INNER / cells.length - FIGURE_GAP) : natural.map((width) => width + spare / cells.length);
  let x = PAD;
  const drawn = widths.map((width, i) => {
    const { name, count, rate } = cells[i] as Cell;
    x += width + FIGURE_GAP;
    return figure({ name, count, rate: spare < 0 ? "" : rate }, x - width - FIGURE_GAP, top, width, look);
  });
  return together(element("path", { d: `M 0 ${top} H ${CARD_WIDTH}`, stroke: look.line }), ...drawn);
}

const figureWidth = ({ name, count, rate }: Cell) => Math.max(widthOf(name, COUNTED), widthOf(count, COUNT) + 4 + widthOf(rate, COUNTED)) + 1;

function figure({ name, count, rate }: Omit<Cell, "words">, x: number, top: number, width: number, look: Look): Markup {
  const words = textBlock([cut(name, width, COUNTED)], COUNTED, { x, y: top + 6, width, fill: look.quiet });
  const value = textBlock([cut(count, width, COUNT)], COUNT, { x, y: top + 21, width, fill: look.ink });
  const share = textBlock([rate], COUNTED, { x: x + widthOf(count, COUNT) + 4, y: top + 22.5, width, fill: look.quiet });
  return together(words, value, share);
}

function portRow(card: Card, colour: string, look: Look): Markup {
  const middle = sizeOf(card).width / 2;
  const offsets = portOffsets(card);
  const stubs = offsets.map((x) => element("path", { d: `M ${middle} 0 C ${middle} ${STUB} ${x} 0 ${x} ${STUB}`, fill: "none", stroke: look.wire, "stroke-width": 1.6 }));
  const ports = card.ports.map(({ label }, i) => (label ? port(label, offsets[i] ?? middle, colour) : through(offsets[i] ?? middle, look)));
  return together(...stubs, ...ports);
}

function port(label: string, x: number, colour: string): Markup {
  const width = portWidth(label);
  const font = { size: 11.5, weight: 580 };
  const ground = rounded({ x: x - width / 2, y: STUB, width, height: PORT }, PORT / 2, { fill: tint(colour, 0.08), stroke: tint(colour, 0.4) });
  return together(ground, textBlock([cut(label, width - 16, font)], font, { x, y: STUB + 4, width, fill: colour, anchor: "middle" }));
}

/** A way out without a name is a wire from the start. */
const through = (x: number, look: Look) => element("path", { d: `M ${x} ${STUB} V ${STUB + PORT}`, stroke: look.wire, "stroke-width": 1.6 });
