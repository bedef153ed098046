// Stage lanes: awareness to advocacy side by side, the steps of each below one another in the order they are met.

import type { Box } from "./arrange";
import { CATALOGUE } from "./catalogue";
import { type Wire, wireId } from "./journey";
import { grouped } from "./groups";
import { depths } from "./rows";
import type { Card, Scene } from "./scene";
import { CARD_WIDTH, sizeOf } from "./size";

/** Where a long wire passes rows of cards it does not stop at: straight through, at `x`. */
export type Passage = { x: number; top: number; bottom: number };
export type Lane = { stage: string; left: number; right: number; top: number; bottom: number };

const MARGIN = 28;
const ACROSS = 32;
const DOWN = 56;
const HEADER = 56;
const EMPTY_WIDTH = 230;

/** Boxes of all cards and the lanes around them; a stage without steps is a narrow lane. */
export function inLanes(scene: Scene, stages: Map<string, string>): { boxes: Map<string, Box>; lanes: Lane[]; passages: Map<string, Passage[]> } {
  const rows = rowsOf(scene);
  const tops = topsOf(rows);
  const bottom = (tops.at(-1) ?? 0) + MARGIN;
  const boxes = new Map<string, Box>();
  let left = 0;
  const lanes = CATALOGUE.stages.map((stage) => {
    const width = placeLane(rows, tops, (card) => stages.get(card.id) === stage, left, boxes);
    const lane = { stage, left, right: left + width, top: -HEADER, bottom };
    left += width;
    return lane;
  });
  const passages = new Map(scene.wires.map((wire, i) => [wireId(wire), alongLane(wire, i, boxes, rows, tops, lanes)]));
  return { boxes, lanes, passages };
}

/** A wire that passes rows it does not stop at runs along the edge of its lane, clear of the cards. */
function alongLane({ source, target }: Wire, i: number, boxes: Map<string, Box>, rows: Card[][], tops: number[], lanes: Lane[]): Passage[] {
  const from = rows.findIndex((row) => row.some(({ id }) => id === source));
  const to = rows.findIndex((row) => row.some(({ id }) => id === target));
  const x = boxes.get(source)?.x ?? 0;
  const lane = lanes.find(({ left, right }) => x >= left && x < right);
  if (!lane || to <= from + 1) return [];
  return [{ x: lane.right - 6 - (i % 4) * 5, top: tops[from + 1] ?? 0, bottom: (tops[to] ?? 0) - DOWN }];
}

/** Cards row by row, those nobody reaches last. */
function rowsOf(scene: Scene): Card[][] {
  const depth = depths(scene);
  const lost = Math.max(0, ...depth.values()) + 1;
  const rows = [...grouped(scene.cards, ({ id }) => depth.get(id) ?? lost)].sort(([a], [b]) => a - b);
  return rows.map(([, cards]) => cards);
}

/** The top of each row and, last, the bottom of all. */
function topsOf(rows: Card[][]): number[] {
  const heights = rows.map((row) => Math.max(...row.map((card) => sizeOf(card).height)) + DOWN);
  return heights.reduce((tops, height) => [...tops, (tops.at(-1) ?? 0) + height], [0]);
}

/** Puts one stage's cards into its lane and returns the lane's width. */
function placeLane(rows: Card[][], tops: number[], mine: (card: Card) => boolean, left: number, boxes: Map<string, Box>): number {
  const widths = rows.map((row) => row.filter(mine).reduce((sum, card) => sum + sizeOf(card).width + ACROSS, -ACROSS));
  const inner = Math.max(...widths, 0);
  const width = inner ? Math.max(inner, CARD_WIDTH) + 2 * MARGIN : EMPTY_WIDTH;
  rows.forEach((row, i) => {
    let x = left + (width - (widths[i] ?? 0)) / 2;
    for (const card of row.filter(mine)) {
      const size = sizeOf(card);
      boxes.set(card.id, { ...size, x: x + size.width / 2, y: (tops[i] ?? 0) + size.height / 2 });
      x += size.width + ACROSS;
    }
  });
  return width;
}
