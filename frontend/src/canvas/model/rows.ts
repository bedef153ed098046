// Quick arrangements without dagre: rows by the longest way from the entry, for very large journeys and for stage lanes.

import type { Arranged, Box } from "./arrange";
import { grouped } from "./groups";
import { ENTRY, type Wire } from "./journey";
import type { Card, Scene } from "./scene";
import { CARD_WIDTH, sizeOf } from "./size";

const ACROSS = 44;
const DOWN = 62;
const MOST_ACROSS = 12;

/** Steps on the longest way from the entry by node id; what nobody reaches is not in it. */
export function depths({ cards, wires }: Scene): Map<string, number> {
  const onward = grouped(wires, ({ source }) => source);
  const order = downward(onward);
  const rank = new Map(order.map((id, i) => [id, i]));
  const depth = new Map(order.map((id) => [id, 0]));
  const at = (id: string) => depth.get(id) ?? 0;
  // A wire that leads back up in this order closes a loop and pushes nothing down.
  for (const id of order) {
    const later = (onward.get(id) ?? []).filter(({ target }) => (rank.get(target) ?? 0) > (rank.get(id) ?? 0));
    later.forEach(({ target }) => depth.set(target, Math.max(at(target), at(id) + 1)));
  }
  const known = new Set(cards.map(({ id }) => id));
  return new Map([...depth].filter(([id]) => known.has(id)));
}

/** What can be reached from the entry, each node before all it leads to, but for wires that close a loop. */
function downward(onward: Map<string, Wire[]>): string[] {
  const left: string[] = []; // nodes in the order in which the walk leaves them, the deepest first
  const seen = new Set([ENTRY]);
  const path: { id: string; next: number }[] = [{ id: ENTRY, next: 0 }];
  // A list instead of recursion: five thousand steps in a row are deeper than a stack.
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const target = onward.get(top.id)?.[top.next]?.target;
    top.next += 1;
    if (target === undefined) left.push(path.pop()?.id ?? ENTRY);
    else if (!seen.has(target)) {
      seen.add(target);
      path.push({ id: target, next: 0 });
    }
  }
  return left.reverse();
}

/** One row below the other, each row in the order of the file; a row too long to be seen is broken. */
export function rowByRow(scene: Scene): Arranged {
  const depth = depths(scene);
  const lost = Math.max(0, ...depth.values()) + 1;
  const rows = [...grouped(scene.cards, ({ id }) => depth.get(id) ?? lost)].sort(([a], [b]) => a - b);
  const boxes = new Map<string, Box>();
  let top = 0;
  for (const cards of rows.flatMap(([, row]) => broken(row))) top += placeRow(cards, top, boxes) + DOWN;
  return { boxes, bends: new Map(), width: MOST_ACROSS * (CARD_WIDTH + ACROSS) };
}

function broken(row: Card[]): Card[][] {
  return Array.from({ length: Math.ceil(row.length / MOST_ACROSS) }, (_, i) => row.slice(i * MOST_ACROSS, (i + 1) * MOST_ACROSS));
}

/** Places a row's cards around the middle and returns the height of the tallest. */
function placeRow(row: Card[], top: number, boxes: Map<string, Box>): number {
  const sizes = row.map(sizeOf);
  let x = -(sizes.reduce((sum, { width }) => sum + width + ACROSS, -ACROSS) / 2);
  row.forEach(({ id }, i) => {
    const { width, height } = sizes[i] as Box;
    boxes.set(id, { x: x + width / 2, y: top + height / 2, width, height });
    x += width + ACROSS;
  });
  return Math.max(...sizes.map(({ height }) => height));
}
