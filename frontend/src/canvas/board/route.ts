// The line of a wire: soft curves between rows, straight beside the cards it passes.

import type { Position } from "../model/journey";
import { CARD_WIDTH, type Passage } from "../model/layout";

const LOOP_ROOM = 26;
const CLEAR = CARD_WIDTH / 2 + 20;
const MIN_DROP = 24;

/** SVG path from a port, straight to the `floor` of its row, down to a card; or around the outside where it leads back up. */
export function routeOf(from: Position, to: Position, passages: Passage[], floor = from.y): string {
  if (to.y < from.y + MIN_DROP) return loopOf(from, to, passages);
  const start = { x: from.x, y: between(from.y, floor, to.y - MIN_DROP) };
  const stops = passages.filter(({ top, bottom }) => top > start.y - 1 && bottom < to.y + 1);
  let at = start;
  const parts = stops.map(({ x, top, bottom }) => {
    const part = `${curve(at, { x, y: top })} L ${x} ${bottom}`;
    at = { x, y: bottom };
    return part;
  });
  return [`M ${from.x} ${from.y} L ${start.x} ${start.y}`, ...parts, curve(at, to)].join(" ");
}

const between = (low: number, value: number, high: number) => Math.max(low, Math.min(value, high));

function curve(from: Position, to: Position): string {
  const bend = Math.min(Math.max((to.y - from.y) / 2, MIN_DROP / 2), 90);
  return `C ${from.x} ${from.y + bend} ${to.x} ${to.y - bend} ${to.x} ${to.y}`;
}

function loopOf(from: Position, to: Position, passages: Passage[]): string {
  const side = sideOf(from, to, passages);
  const low = from.y + LOOP_ROOM;
  const high = to.y - LOOP_ROOM;
  return [
    `M ${from.x} ${from.y}`,
    `C ${from.x} ${low + 16} ${side} ${low + 16} ${side} ${low - 44}`,
    `L ${side} ${high + 44}`,
    `C ${side} ${high - 16} ${to.x} ${high - 16} ${to.x} ${to.y}`,
  ].join(" ");
}

/** Where a loop climbs: on the side the layout kept free for it, clear of both cards. */
function sideOf(from: Position, to: Position, passages: Passage[]): number {
  const lanes = passages.map(({ x }) => x);
  const left = lanes.length > 0 && Math.min(...lanes) < Math.min(from.x, to.x);
  return left ? Math.min(from.x - CLEAR, to.x - CLEAR, ...lanes) : Math.max(from.x + CLEAR, to.x + CLEAR, ...lanes);
}
