// The five feelings of a journey map, from upset to delighted, and the curve through them.

export type Feeling = -2 | -1 | 0 | 1 | 2;
type Point = { x: number; y: number };

/** From the top of the row to its bottom. */
export const FEELINGS: Feeling[] = [2, 1, 0, -1, -2];
const WORDS: Record<Feeling, string> = { [2]: "delighted", [1]: "pleased", [0]: "neutral", [-1]: "uneasy", [-2]: "upset" };

/** “pleased (+1)”, or “not set”. */
export function feelingWords(feeling: Feeling | null): string {
  if (feeling === null) return "not set";
  return `${WORDS[feeling]} (${feeling > 0 ? "+" : feeling < 0 ? "−" : ""}${Math.abs(feeling)})`;
}

export const feelingName = (feeling: Feeling) => WORDS[feeling];

/** The nearest feeling to any number; null for what is no number. */
export function asFeeling(value: unknown): Feeling | null {
  if (typeof value !== "number" || Number.isNaN(value)) return null;
  return (Math.max(-2, Math.min(2, Math.round(value))) + 0) as Feeling;
}

/** Where a feeling stands between the top (0) and the bottom (1) of its row; the way back is `feelingAt`. */
export const heightOf = (feeling: Feeling) => (2 - feeling) / 4;
export const feelingAt = (height: number) => asFeeling(2 - 4 * height) as Feeling;

/** A face in a field of 24 by 24: two eyes and a mouth. */
export function faceOf(feeling: Feeling): string {
  const [corner, middle] = [14.8 - feeling * 0.6, 14.8 + feeling * 1.9];
  return `M9 9.6h.01M15 9.6h.01M8.2 ${corner.toFixed(1)}Q12 ${middle.toFixed(1)} 15.8 ${corner.toFixed(1)}`;
}

/** A smooth SVG path that rises and falls only where its points do. */
export function curveThrough(points: Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const slopes = slopesAt(points);
  const pieces = rest.map((to, i) => pieceOf(points[i] as Point, to, slopes[i] ?? 0, slopes[i + 1] ?? 0));
  return [`M ${first.x} ${first.y}`, ...pieces].join(" ");
}

function pieceOf(from: Point, to: Point, leaving: number, arriving: number): string {
  const third = (to.x - from.x) / 3;
  const round = (value: number) => Number(value.toFixed(2));
  return `C ${round(from.x + third)} ${round(from.y + leaving * third)} ${round(to.x - third)} ${round(to.y - arriving * third)} ${to.x} ${to.y}`;
}

/** Flat at every peak and valley and at both ends, else the harmonic mean of both sides, so nothing overshoots. */
function slopesAt(points: Point[]): number[] {
  const steps = points.slice(1).map((to, i) => (to.y - (points[i] as Point).y) / (to.x - (points[i] as Point).x));
  return points.map((_, i) => {
    const [before = 0, after = 0] = [steps[i - 1], steps[i]];
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  });
}
