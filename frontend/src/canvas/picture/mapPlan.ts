// The printed map's measures: columns as wide, and broken into as many bands, as fill one landscape page best.

import { type Column, columnsOf } from "../map/columns";
import { type JourneyMap, type Row, ROWS, touchpointsOf } from "../map/model";
import type { Look } from "./look";
import { heightOf, type Part, partsOf } from "./mapCells";

/** The texts of every cell, by touchpoint and row. */
export type Cells = Map<string, { [row: string]: Part[] }>;
export type PlannedRow = Row & { top: number; height: number };
/** Some of the columns side by side, the first at 0; a long map has several bands below one another. */
export type Band = { index: number; columns: Column[]; rows: PlannedRow[]; width: number; height: number };
export type Plan = { bands: Band[]; cells: Cells; width: number; height: number; page: { width: number; height: number } };

export const MARGIN = 32;
export const LABELS = 104;
export const HEAD = 62; // title and aim
export const CHEVRON = 34;
export const BAND_GAP = 26;
const TOP = CHEVRON + 6;
const RATIO = Math.SQRT2; // of A4 and A3
const WIDTHS = [116, 132, 148, 164, 180, 200, 220, 240, 270, 300];
const MOST_BANDS = 6;
const EMPTY = 124;
const FEELING = { least: 118, most: 230 };

/** The plan in which the text comes out largest on the page. */
export function planOf(map: JourneyMap, look: Look): Plan {
  const plans = WIDTHS.flatMap((width) => {
    const cells = cellsOf(map, width, look);
    const columns = columnsOf(map, { touchpoint: width, empty: EMPTY });
    const most = Math.min(MOST_BANDS, Math.ceil(columns.length / 4));
    return Array.from({ length: Math.max(most, 1) }, (_, i) => planned(columns, i + 1, cells));
  });
  return filled(plans.reduce((best, plan) => (plan.page.width < best.page.width ? plan : best)));
}

function cellsOf(map: JourneyMap, width: number, look: Look): Cells {
  const parts = (touchpoint: Parameters<typeof partsOf>[1]) => Object.fromEntries(ROWS.map(({ key }) => [key, partsOf(key, touchpoint, width, look)]));
  return new Map(touchpointsOf(map).map((touchpoint) => [touchpoint.id, parts(touchpoint)]));
}

function planned(columns: Column[], count: number, cells: Cells): Plan {
  const share = Math.ceil(columns.length / count);
  const chunks = Array.from({ length: Math.ceil(columns.length / share) }, (_, i) => columns.slice(i * share, (i + 1) * share));
  const bands = chunks.map((chunk, index) => bandOf(chunk, index, cells));
  return onPage({ bands, cells, width: Math.max(...bands.map(({ width }) => width)), height: heightOver(bands) });
}

const heightOver = (bands: Band[]) => bands.reduce((sum, { height }) => sum + height + BAND_GAP, HEAD - BAND_GAP);

function bandOf(chunk: Column[], index: number, cells: Cells): Band {
  const start = chunk[0]?.left ?? 0;
  const columns = chunk.map((column) => ({ ...column, left: column.left - start }));
  let top = TOP;
  const rows = ROWS.map((row) => {
    const height = row.key === "feeling" ? FEELING.least : rowHeight(row.key, columns, cells);
    top += height;
    return { ...row, height, top: top - height };
  });
  return { index, columns, rows, width: LABELS + columns.reduce((sum, { width }) => sum + width, 0), height: top };
}

function rowHeight(key: Row["key"], columns: Column[], cells: Cells): number {
  const heights = columns.map(({ touchpoint }) => (touchpoint ? heightOf(key, cells.get(touchpoint.id)?.[key] ?? []) : 0));
  return Math.max(30, ...heights);
}

function onPage(plan: Omit<Plan, "page">): Plan {
  const width = Math.max(plan.width + 2 * MARGIN, (plan.height + 2 * MARGIN) * RATIO);
  return { ...plan, page: { width, height: width / RATIO } };
}

/** Room left at the bottom of the page goes to the rows of feelings. */
function filled(plan: Plan): Plan {
  const share = (plan.page.height - 2 * MARGIN - plan.height) / plan.bands.length;
  const spare = Math.min(share, FEELING.most - FEELING.least);
  const bands = plan.bands.map((band) => stretched(band, spare));
  return { ...plan, bands, height: heightOver(bands) };
}

function stretched(band: Band, spare: number): Band {
  const at = band.rows.findIndex(({ key }) => key === "feeling");
  const rows = band.rows.map((row, i) => ({ ...row, top: row.top + (i > at ? spare : 0), height: row.height + (i === at ? spare : 0) }));
  return { ...band, rows, height: band.height + spare };
}
