// Text in pictures: SVG breaks no lines, so they are broken here by measured width.

import { element, escaped, type Markup, together } from "./xml";

export type Font = { size: number; weight?: number };
type Measure = (text: string, font: Font) => number;

export const FAMILY = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const LEADING = 1.38;
const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

let pen: CanvasRenderingContext2D | null | undefined;

/** The width of a text as the browser draws it, or about that where there is no browser. */
export const widthOf: Measure = (text, font) => {
  if (pen === undefined) pen = globalThis.document?.createElement("canvas").getContext("2d") ?? null;
  if (!pen) return roughWidth(text, font);
  pen.font = `${font.weight ?? 400} ${font.size}px ${FAMILY}`;
  return pen.measureText(text).width;
};

const roughWidth: Measure = (text, { size, weight = 400 }) => [...text].reduce((sum, sign) => sum + shareOf(sign), 0) * size * (weight > 500 ? 1.06 : 1);

function shareOf(sign: string): number {
  if (/[\p{Extended_Pictographic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(sign) && sign > "ÿ") return 1;
  if (/[\p{M}\p{Cf}]/u.test(sign)) return 0;
  if (/[ijltfrI.,:;'’|!()[\] ]/.test(sign)) return 0.3;
  return /[\p{Lu}mwMW@%&]/u.test(sign) ? 0.7 : 0.56;
}

/** The text in lines no wider than `width`; what goes beyond `most` lines ends in an ellipsis. */
export function linesOf(text: string, width: number, font: Font, most = Infinity): string[] {
  const all = text.split(/\r\n|[\n\r\u2028\u2029]/).flatMap((paragraph) => broken(paragraph, width, font));
  const lines = all.filter((line, i) => line || (i > 0 && i < all.length - 1));
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(" "), width, font)];
}

function broken(paragraph: string, width: number, font: Font): string[] {
  const lines = [""];
  for (const word of paragraph.split(/\s+/).filter(Boolean)) {
    const line = lines.at(-1) ?? "";
    const longer = line ? `${line} ${word}` : word;
    if (widthOf(longer, font) <= width) lines[lines.length - 1] = longer;
    else lines.push(...pieces(word, width, font));
  }
  return lines[0] === "" && lines.length > 1 ? lines.slice(1) : lines;
}

/** A word in as many pieces as its width asks for; a character is never taken apart. */
function pieces(word: string, width: number, font: Font): string[] {
  if (widthOf(word, font) <= width) return [word];
  const found = [""];
  for (const { segment } of graphemes.segment(word)) {
    const longer = (found.at(-1) ?? "") + segment;
    if (found.at(-1) && widthOf(longer, font) > width) found.push(segment);
    else found[found.length - 1] = longer;
  }
  return found;
}

/** One line with an ellipsis where it was cut. */
export function cut(text: string, width: number, font: Font): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (widthOf(line, font) <= width) return line;
  const signs = [...graphemes.segment(line)].map(({ segment }) => segment);
  let [fits, tooMany] = [0, signs.length];
  while (tooMany - fits > 1) {
    const half = Math.floor((fits + tooMany) / 2);
    if (widthOf(`${signs.slice(0, half).join("")}…`, font) <= width) fits = half;
    else tooMany = half;
  }
  return `${signs.slice(0, fits).join("").trimEnd()}…`;
}

export const leading = ({ size }: Font) => size * LEADING;

export type Placed = { x: number; y: number; width: number; fill: string; anchor?: "start" | "middle" | "end" };

/** Lines below one another, the top of the first at `y`; Hebrew and Arabic stand at the right edge. */
export function textBlock(lines: string[], font: Font, { x, y, width, fill, anchor = "start" }: Placed): Markup {
  const height = leading(font);
  const drawn = lines.map((line, i) => {
    const rtl = anchor === "start" && RIGHT_TO_LEFT.test(line);
    const at = { x: rtl ? x + width : x, y: y + height * i + font.size * 1.06, direction: rtl ? "rtl" : undefined };
    return element("text", { ...at, fill, "font-size": font.size, "font-weight": font.weight, "text-anchor": anchor === "start" ? undefined : anchor }, escaped(line));
  });
  return together(...drawn);
}
