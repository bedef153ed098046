// The journey map on one landscape page.

import type { Column } from "../map/columns";
import { stageHue } from "../map/hues";
import type { JourneyMap, Touchpoint } from "../map/model";
import { grouped } from "../model/groups";
import { type Look, tint } from "./look";
import { BUBBLE, MARK, PAD, type Part, stacked, TILE } from "./mapCells";
import { drawFeelings } from "./mapFeelings";
import { type Band, BAND_GAP, type Cells, CHEVRON, HEAD, LABELS, MARGIN, type Plan, planOf, type PlannedRow } from "./mapPlan";
import { icon, page, rounded } from "./shapes";
import { cut, leading, textBlock } from "./text";
import { element, type Markup, together } from "./xml";

const TITLE = { size: 19, weight: 680 };
const AIM = { size: 11.5 };
const STAGE = { size: 12.5, weight: 640 };
const LABEL = { size: 11.2, weight: 620 };

export function mapSvg(map: JourneyMap, look: Look): string {
  const plan = planOf(map, look);
  const left = (plan.page.width - plan.width) / 2;
  const inside = [...head(map, plan, look), ...drawBands(plan, look)];
  return page({ x: 0, y: 0, ...plan.page }, { ...look, ground: look.card }, shifted(left, MARGIN, ...inside));
}

const shifted = (x: number, y: number, ...parts: Markup[]) => element("g", { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }, ...parts);

function head({ aim }: JourneyMap, { width }: Plan, look: Look): Markup[] {
  const title = textBlock([cut(look.title, width, TITLE)], TITLE, { x: 0, y: 0, width, fill: look.ink });
  return [title, textBlock([cut(aim, width, AIM)], AIM, { x: 0, y: 29, width, fill: look.quiet })];
}

function drawBands({ bands, cells }: Plan, look: Look): Markup[] {
  let top = HEAD;
  return bands.map((band) => {
    top += band.height + BAND_GAP;
    const rows = band.rows.map((row) => drawRow(row, band, cells, look));
    return shifted(0, top - band.height - BAND_GAP, ...lanes(band, look), ...rows);
  });
}

/** Each stage: an arrow that points to the next one, and a pale ground down to the last row. */
function lanes({ columns, height }: Band, look: Look): Markup[] {
  return [...grouped(columns, ({ stage }) => stage)].flatMap(([stage, mine]) => {
    const left = LABELS + (mine[0]?.left ?? 0);
    const width = mine.reduce((sum, column) => sum + column.width, 0);
    const ground = { x: left + 2, y: CHEVRON + 6, width: width - 4, height: height - CHEVRON - 6 };
    return [rounded(ground, 8, { fill: tint(stageHue(stage).light, 0.045) }), chevron(stage, left, width, look)];
  });
}

const TIP = 11;

function chevron(stage: string, x: number, width: number, look: Look): Markup {
  const hue = stageHue(stage).light;
  const right = x + width - 3;
  const d = `M ${x + 2} 0 H ${right - TIP} L ${right} ${CHEVRON / 2} L ${right - TIP} ${CHEVRON} H ${x + 2} L ${x + 2 + TIP} ${CHEVRON / 2} Z`;
  const name = stage.charAt(0).toUpperCase() + stage.slice(1);
  const words = textBlock([cut(name, width - 2 * TIP, STAGE)], STAGE, { x: x + width / 2 + 2, y: 8.5, width, fill: look.ink, anchor: "middle" });
  return together(element("path", { d, fill: tint(hue, 0.24), stroke: hue, "stroke-width": 1.2, "stroke-linejoin": "round" }), words);
}

function drawRow(row: PlannedRow, band: Band, cells: Cells, look: Look): Markup {
  const isLast = row.key === band.rows.at(-1)?.key;
  const rule = isLast ? [] : [element("path", { d: `M 0 ${row.top + row.height} H ${band.width}`, stroke: look.line })];
  const label = textBlock([row.label], LABEL, { x: 0, y: row.top + PAD, width: LABELS, fill: look.quiet });
  const inside = row.key === "feeling" ? [drawFeelings(row, band, look)] : band.columns.map((column) => drawCell(row, column, cells, look));
  return together(label, ...inside, ...rule);
}

function drawCell(row: PlannedRow, { left, width: outer, touchpoint }: Column, cells: Cells, look: Look): Markup {
  if (!touchpoint) return together();
  const parts = cells.get(touchpoint.id)?.[row.key] ?? [];
  const [x, y, width] = [LABELS + left + PAD, row.top + PAD, outer - 2 * PAD];
  if (row.key === "touchpoint") return together(tile(touchpoint, x, y, look), texts(parts, x, y + TILE + 6, width, look));
  return row.key === "message" && parts.length ? bubble(parts, x, y, width, look) : texts(parts, x, y, width, look);
}

function tile({ icon: name, family }: Touchpoint, x: number, y: number, look: Look): Markup {
  const colour = look.families[family];
  return together(rounded({ x, y, width: TILE, height: TILE }, 8, { fill: tint(colour, 0.13) }), icon(name, family, x + 5, y + 5, 16, colour));
}

function bubble(parts: Part[], x: number, y: number, width: number, look: Look): Markup {
  const last = stacked(parts).at(-1);
  const height = last ? last.top + last.part.lines.length * leading(last.part.font) + 2 * BUBBLE : 0;
  const ground = rounded({ x, y, width, height }, 10, { fill: look.card, stroke: look.line });
  return together(ground, texts(parts, x + BUBBLE, y + BUBBLE, width - 2 * BUBBLE, look));
}

function texts(parts: Part[], x: number, y: number, width: number, look: Look): Markup {
  const drawn = stacked(parts).map(({ part: { lines, font, fill, level }, top }) => {
    const indent = level ? MARK : 0;
    const words = textBlock(lines, font, { x: x + indent, y: y + top, width: width - indent, fill });
    return level ? together(icon(`${level}_sign`, level, x - 1, y + top + 1, 13, look.levels[level], 2.2), words) : words;
  });
  return together(...drawn);
}
