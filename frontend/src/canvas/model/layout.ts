// Where cards stand and how wires run: laid out top to bottom in the order of the file, by stage lanes, or moved by hand.

import { type Arranged, type Box, fewestCrossings, topOf } from "./arrange";
import { ENTRY, type Position, type Wire, wireId } from "./journey";
import { inLanes, type Lane, type Passage } from "./lanes";
import { rowByRow } from "./rows";
import type { Card, Scene } from "./scene";
import { sizeOf } from "./size";

export type { Passage } from "./lanes";
export { CARD_WIDTH, hasPortRow, portOffsets, portWidth, type Size, sizeOf } from "./size";

/** `floors`: by node, the bottom of the tallest card of its row, down to which its wires run straight. */
export type Layout = { places: Map<string, Position>; passages: Map<string, Passage[]>; floors: Map<string, number>; lanes: Lane[] };

const TOO_MANY = 400; // cards above which dagre would keep the page waiting
const LOOSE_GAP = 24;

/** Top-left corners and the passages of wires, the same for the same scene; moved cards keep their place. */
export function layOut(scene: Scene): Layout {
  const loose = looseCards(scene);
  const tied = { ...scene, cards: scene.cards.filter((card) => !loose.includes(card)) };
  const drawn = scene.cards.length > TOO_MANY ? rowByRow(tied) : bestArranged(tied);
  const beside = besideOf(loose, drawn.width);
  const boxOf = ({ id }: Card) => beside.get(id) ?? (drawn.boxes.get(id) as Box);
  const places = new Map(scene.cards.map((card) => [card.id, card.position ?? cornerOf(boxOf(card))]));
  return { places, ...alleys(scene, drawn), lanes: [] };
}

/** Stages side by side, rows from top to bottom; places by hand do not count there. */
export function layOutInLanes(scene: Scene, stages: Map<string, string>): Layout {
  const { boxes, lanes, passages } = inLanes(scene, stages);
  const places = new Map([...boxes].map(([id, box]) => [id, cornerOf(box)]));
  return { places, passages, floors: rowFloors(boxes), lanes };
}

const cornerOf = ({ x, y, width, height }: Box) => ({ x: Math.round(x - width / 2), y: Math.round(y - height / 2) });

let latest: { key: string; drawn: Arranged } | undefined;

/** Kept while only texts and places change, since those change often. */
function bestArranged(scene: Scene): Arranged {
  const shape = scene.cards.map(({ id, kind, ports, badges, counted }) => [id, kind, badges.length > 0, counted, ports.map(({ label }) => label)]);
  const key = JSON.stringify([shape, scene.wires]);
  if (latest?.key !== key) latest = { key, drawn: fewestCrossings(scene) };
  return latest.drawn;
}

/** Cards without any wire: notes, and what was not connected yet. */
function looseCards({ cards, wires }: Scene): Card[] {
  const wired = new Set(wires.flatMap((wire) => [wire.source, wire.target]));
  return cards.filter(({ id }) => !wired.has(id) && id !== ENTRY);
}

/** Loose cards stand in a column right of the journey. */
function besideOf(loose: Card[], width: number): Map<string, Box> {
  let top = 0;
  return new Map(
    loose.map((card) => {
      const size = sizeOf(card);
      const y = top + size.height / 2;
      top += size.height + LOOSE_GAP;
      return [card.id, { ...size, x: width + 2 * LOOSE_GAP + size.width / 2, y }];
    }),
  );
}

function alleys({ wires }: Scene, { boxes, bends }: Arranged): Pick<Layout, "passages" | "floors"> {
  const rows = rowsOf(boxes);
  const passages = new Map(wires.map((wire: Wire) => [wireId(wire), (bends.get(wireId(wire)) ?? []).flatMap((bend) => passing(bend, rows))]));
  return { passages, floors: rowFloors(boxes) };
}

function rowFloors(boxes: Map<string, Box>): Map<string, number> {
  const rows = rowsOf(boxes);
  return new Map([...boxes].map(([id, box]) => [id, rows.get(topOf(box)) ?? 0]));
}

function passing({ x, y }: Position, rows: Map<number, number>): Passage[] {
  const bottom = rows.get(Math.round(y));
  return bottom === undefined ? [] : [{ x, top: y, bottom }];
}

/** Top of each row of cards to the bottom of its tallest card. */
function rowsOf(boxes: Map<string, Box>): Map<number, number> {
  const rows = new Map<number, number>();
  for (const box of boxes.values()) rows.set(topOf(box), Math.max(rows.get(topOf(box)) ?? 0, box.y + box.height / 2));
  return rows;
}
