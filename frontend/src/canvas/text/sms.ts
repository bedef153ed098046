// The browser's SMS counter, the twin of src/journeyboard/message/sms.py: both run the cases of tests/rules/sms.

import { basic, extension } from "../../../../src/journeyboard/message/data/gsm7.json";
import { replacements } from "../../../../src/journeyboard/message/data/smart_encoding.json";

export type Encoding = "GSM-7" | "UCS-2";

/** What a text costs to send; units are septets, or UTF-16 code units in UCS-2. */
export type SmsCount = {
  encoding: Encoding;
  units: number;
  parts: number;
  /** Units that one part holds here: fewer in each of several, which lose room to a header. */
  limit: number;
  /** Units still free in the last part. */
  left: number;
  /** The different characters that GSM-7 does not have, in the order of the text. */
  culprits: string[];
  partUnits: number[];
};

const LIMITS: Record<Encoding, { lone: number; several: number }> = {
  "GSM-7": { lone: 160, several: 153 },
  "UCS-2": { lone: 70, several: 67 },
};
const TWO_SEPTETS = new Set(extension);
const GSM_7 = new Set(basic + extension);
const LOOK_ALIKES = new Map(
  Object.entries(replacements).flatMap(([text, codes]) => codes.split(" ").map((code) => [String.fromCodePoint(parseInt(code, 16)), text])),
);
const WINDOW = 512;
const READER = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Counts the parts of a text; neither an escape pair nor a grapheme is split, unless it is longer than a part. */
export function count(text: string, smartEncoding = false): SmsCount {
  const sent = smartEncoding ? smartEncode(text) : text;
  const culprits = unicodeCharacters(sent);
  const encoding = culprits.length > 0 ? "UCS-2" : "GSM-7";
  const partUnits = partsOf(sent, encoding);
  const limit = LIMITS[encoding][partUnits.length > 1 ? "several" : "lone"];
  const left = limit - (partUnits.at(-1) ?? 0);
  return { encoding, units: sum(partUnits), parts: partUnits.length, limit, left, culprits, partUnits };
}

/** The text in composed form, with look-alikes replaced by GSM-7 characters. */
export function smartEncode(text: string): string {
  const replaced = Array.from(text.normalize("NFC"), (char) => LOOK_ALIKES.get(char) ?? char).join("");
  // Replacing may bring a letter and an accent together that were apart before.
  return replaced.normalize("NFC");
}

function unicodeCharacters(text: string): string[] {
  return [...new Set(text)].filter((char) => !GSM_7.has(char));
}

function partsOf(text: string, encoding: Encoding): number[] {
  const { lone, several } = LIMITS[encoding];
  const units = encoding === "GSM-7" ? sum(septets(text)) : text.length;
  if (units <= lone) return units > 0 ? [units] : [];
  return fill(encoding === "GSM-7" ? septets(text) : graphemeUnits(text, several), several);
}

/** A piece that does not fit moves whole to the next part, and its room stays unused. */
function fill(pieces: number[], limit: number): number[] {
  const parts: number[] = [];
  let used = 0;
  for (const units of pieces) {
    if (used + units > limit) {
      parts.push(used);
      used = 0;
    }
    used += units;
  }
  return [...parts, used];
}

function septets(text: string): number[] {
  return Array.from(text, (char) => (TWO_SEPTETS.has(char) ? 2 : 1));
}

/** Code units of what a reader sees as characters; stacked accents can outgrow a part and are taken apart. */
function graphemeUnits(text: string, limit: number): number[] {
  return graphemes(text).flatMap((piece) => (piece === "\r\n" || piece.length > limit ? Array.from(piece, (char) => char.length) : [piece.length]));
}

/** Window by window, since browsers take a time that grows with the square of a segmented text. */
function graphemes(text: string): string[] {
  const found: string[][] = [];
  for (let at = 0, window = WINDOW; at < text.length; ) {
    const seen = Array.from(READER.segment(text.slice(at, at + window)), ({ segment }) => segment);
    // The last one may go on beyond the window, and the one before it too where the window halves a character.
    const whole = at + window < text.length ? seen.slice(0, -2) : seen;
    found.push(whole);
    at += sum(whole.map((piece) => piece.length));
    window = whole.length > 0 ? WINDOW : 2 * window;
  }
  return found.flat();
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
