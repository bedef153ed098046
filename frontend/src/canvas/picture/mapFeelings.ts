// The printed map's curve of feelings.

import { middleOf } from "../map/columns";
import { curveThrough, faceOf, FEELINGS, type Feeling, feelingName, heightOf } from "../map/feelings";
import { FEELING_HUES } from "../map/hues";
import type { Look } from "./look";
import { type Band, LABELS, type PlannedRow } from "./mapPlan";
import { strokes } from "./shapes";
import { textBlock } from "./text";
import { element, type Markup, together } from "./xml";

const RADIUS = 12;
const EDGE = 20;
const SCALE = { size: 9.5 };

export function drawFeelings(row: PlannedRow, { index, columns, width }: Band, look: Look): Markup {
  const hues = `felt-${index}`;
  const yOf = (feeling: Feeling) => row.top + EDGE + heightOf(feeling) * (row.height - 2 * EDGE);
  const points = columns.flatMap((column) => (column.touchpoint ? [{ x: LABELS + middleOf(column), feeling: column.touchpoint.feeling }] : []));
  const felt = points.flatMap(({ x, feeling }) => (feeling === null ? [] : [{ x, y: yOf(feeling), feeling }]));
  const scale = FEELINGS.map((feeling) => level(feeling, yOf(feeling), width, look));
  const unset = points.filter(({ feeling }) => feeling === null).map(({ x }) => dot(x, yOf(0), look));
  return together(rainbow(hues, yOf(2), yOf(-2)), ...scale, curve(felt, hues), ...unset, ...felt.map((point) => face(point, look)));
}

function level(feeling: Feeling, y: number, width: number, look: Look): Markup {
  const line = element("path", { d: `M ${LABELS} ${y} H ${width}`, stroke: look.line, "stroke-dasharray": feeling ? "2 4" : undefined });
  const isNamed = feeling !== 2; // there stands the row's own name
  const words = textBlock([isNamed ? feelingName(feeling) : ""], SCALE, { x: LABELS - 8, y: y - 7, width: LABELS, fill: look.quiet, anchor: "end" });
  return together(line, words);
}

/** Green where people are delighted, red where they are upset. */
function rainbow(id: string, top: number, bottom: number): Markup {
  const stops = FEELINGS.map((feeling) => element("stop", { offset: heightOf(feeling), "stop-color": FEELING_HUES[feeling].light }));
  const ends = { id, gradientUnits: "userSpaceOnUse", x1: 0, x2: 0, y1: top, y2: bottom };
  return element("defs", {}, element("linearGradient", ends, ...stops));
}

function curve(points: { x: number; y: number }[], hues: string): Markup {
  return element("path", { d: curveThrough(points), fill: "none", stroke: `url(#${hues})`, "stroke-width": 2.6, "stroke-linecap": "round" });
}

const dot = (cx: number, cy: number, look: Look) => element("circle", { cx, cy, r: 4, fill: look.card, stroke: look.quiet, "stroke-dasharray": "2 2" });

function face({ x, y, feeling }: { x: number; y: number; feeling: Feeling }, look: Look): Markup {
  const colour = FEELING_HUES[feeling].light;
  const head = element("circle", { cx: x, cy: y, r: RADIUS, fill: look.card, stroke: colour, "stroke-width": 1.8 });
  return together(head, strokes(faceOf(feeling), { x: x - RADIUS, y: y - RADIUS, size: 2 * RADIUS }, colour, 1.9));
}
