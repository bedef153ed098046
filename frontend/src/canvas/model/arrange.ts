// The arrangement of cards by dagre, top to bottom: of several tries the one with the fewest crossed wires.

import dagre from "@dagrejs/dagre";
import { type Position, type Wire, wireId } from "./journey";
import type { Scene } from "./scene";
import { portOffsets, type Size, sizeOf } from "./size";

export type Box = Position & Size; // x and y are the middle
/** Where cards stand, and where each long wire bends on its way past other rows. */
export type Arranged = { boxes: Map<string, Box>; bends: Map<string, Position[]>; width: number };
type Options = { constraints?: Neighbours[]; disableOptimalOrderHeuristic?: boolean };
type Neighbours = { left: string; right: string };

const BRANCH_WEIGHT = 3; // keeps what a branch leads to right below it
const THOROUGH = 60; // cards up to which several arrangements are worth their time

export function fewestCrossings(scene: Scene): Arranged {
  const ways: Options[] = [{ disableOptimalOrderHeuristic: true }, { constraints: portOrder(scene) }, {}];
  let best: { drawn: Arranged; crossed: number } | undefined;
  for (const options of scene.cards.length > THOROUGH ? ways.slice(0, 1) : ways) {
    const drawn = arranged(scene, options);
    const crossed = crossings(scene, drawn);
    if (!best || crossed < best.crossed) best = { drawn, crossed };
    if (!crossed) break;
  }
  return best?.drawn ?? arranged(scene, {});
}

function arranged(scene: Scene, options: Options): Arranged {
  const drawing = new dagre.graphlib.Graph({ multigraph: true });
  drawing.setGraph({ rankdir: "TB", nodesep: 44, edgesep: 36, ranksep: 62, rankalign: "top" });
  scene.cards.forEach((card) => drawing.setNode(card.id, { ...sizeOf(card) }));
  const branching = new Set(scene.cards.filter(({ ports }) => ports.length > 1).map(({ id }) => id));
  const wires = inPortOrder(scene);
  wires.forEach((wire) => drawing.setEdge(wire.source, wire.target, { weight: branching.has(wire.source) ? BRANCH_WEIGHT : 1 }, wireId(wire)));
  dagre.layout(drawing, options);
  const bend = (wire: Wire) => (drawing.edge(wire.source, wire.target, wireId(wire)) as { points?: Position[] } | undefined)?.points ?? [];
  return {
    boxes: new Map(drawing.nodes().map((id) => [id, drawing.node(id) as Box])),
    bends: new Map(wires.map((wire) => [wireId(wire), bend(wire).slice(1, -1)])),
    width: (drawing.graph() as { width?: number }).width ?? 0,
  };
}

export const topOf = ({ y, height }: Box) => Math.round(y - height / 2);

/** How many pairs of wires cross between two rows; loops run outside and do not count. */
function crossings(scene: Scene, drawn: Arranged): number {
  const gaps = new Map<number, [number, number][]>();
  for (const wire of inPortOrder(scene)) {
    const stops = stopsOf(wire, scene, drawn);
    stops.slice(1).forEach(({ x, y }, i) => gaps.set(y, [...(gaps.get(y) ?? []), [stops[i]?.x ?? x, x]]));
  }
  const crossed = (lines: [number, number][]) => lines.flatMap((a, i) => lines.slice(i + 1).filter((b) => (a[0] - b[0]) * (a[1] - b[1]) < 0));
  return [...gaps.values()].reduce((sum, lines) => sum + crossed(lines).length, 0);
}

function stopsOf(wire: Wire, scene: Scene, { boxes, bends }: Arranged): Position[] {
  const card = scene.cards.find(({ id }) => id === wire.source);
  const source = boxes.get(wire.source) as Box;
  const to = boxes.get(wire.target) as Box;
  const port = card ? portOffsets(card)[card.ports.findIndex(({ name }) => name === wire.port)] : undefined;
  const from = { x: source.x - source.width / 2 + (port ?? source.width / 2), y: topOf(source) };
  const between = (bends.get(wireId(wire)) ?? []).map(({ x, y }) => ({ x, y: Math.round(y) }));
  const end = { x: to.x, y: topOf(to) };
  return end.y > from.y ? [from, ...between, end] : [];
}

/** The first port leads left: what neighbouring ports lead to stands in their order. */
function portOrder(scene: Scene): Neighbours[] {
  const wires = inPortOrder(scene);
  return wires.flatMap((wire, i) => {
    const next = wires[i + 1];
    const siblings = next?.source === wire.source && next.target !== wire.target;
    return siblings ? [{ left: wire.target, right: next.target }] : [];
  });
}

/** Wires in the order of the file: by card, then by port. */
function inPortOrder({ cards, wires }: Scene): Wire[] {
  const rank = new Map(cards.flatMap(({ id, ports }, i) => ports.map((port, k) => [wireId({ source: id, port: port.name }), i * 1000 + k])));
  const known = new Set(cards.map(({ id }) => id));
  const place = (wire: Wire) => rank.get(wireId(wire)) ?? Infinity;
  return wires.filter(({ source, target }) => known.has(source) && known.has(target)).sort((a, b) => place(a) - place(b));
}
