// Shapes that several pictures draw: the page, icons, pills.

import { STROKES } from "../model/strokes";
import { type Look, tint } from "./look";
import { cut, FAMILY, type Font, textBlock, widthOf } from "./text";
import { type Attributes, element, escaped, type Markup, together } from "./xml";

export type Box = { x: number; y: number; width: number; height: number };

/** The whole picture: its frame, its name for screen readers, its font, its ground. */
export function page({ x, y, width, height }: Box, look: Look, ...parts: Markup[]): string {
  const frame = { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: [x, y, width, height].map((n) => Number(n.toFixed(2))).join(" ") };
  const head = [element("title", {}, escaped(look.title)), ...(look.fontFace ? [element("style", {}, escaped(look.fontFace))] : [])];
  const ground = element("rect", { x, y, width, height, fill: look.ground });
  return element("svg", { ...frame, role: "img", "font-family": FAMILY, "font-size": 12, fill: look.ink }, ...head, ground, ...parts);
}

/** A stroke icon in a field of `size`. */
export function icon(name: string, other: string, x: number, y: number, size: number, colour: string, weight = 1.8): Markup {
  const d = STROKES[name] ?? STROKES[other] ?? STROKES.unsupported;
  return strokes(d ?? "", { x, y, size }, colour, weight);
}

export function strokes(d: string, { x, y, size }: { x: number; y: number; size: number }, colour: string, weight = 1.8): Markup {
  const drawn = { fill: "none", stroke: colour, "stroke-width": weight, "stroke-linecap": "round", "stroke-linejoin": "round" };
  return element("path", { d, transform: `translate(${x} ${y}) scale(${Number((size / 24).toFixed(4))})`, ...drawn });
}

export const rounded = (box: Box, rx: number, attributes: Attributes) => element("rect", { ...box, rx, ...attributes });

/** A small word on a tinted ground, and how wide it is. */
export function pill(word: string, x: number, y: number, colour: string, most: number): { width: number; drawn: Markup } {
  const font: Font = { size: 10.5, weight: 550 };
  const text = cut(word, most - 14, font);
  const width = widthOf(text, font) + 14;
  const ground = rounded({ x, y, width, height: 18 }, 6, { fill: tint(colour, 0.11) });
  return { width, drawn: together(ground, textBlock([text], font, { x: x + width / 2, y: y + 1.6, width, fill: colour, anchor: "middle" })) };
}
