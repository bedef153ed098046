// Where cards stand and how wires run: dagre, top to bottom, in the order of the journey file.

import dagre from "@dagrejs/dagre";
import type { Graph, JourneyNode, Position, Wire } from "./types";
import { wireId } from "./merge";

export type Size = { width: number; height: number };
/** Where a long wire passes a row of cards it does not stop at: straight through, at `x`. */
export type Passage = { x: number; top: number; bottom: number };
/** `floors`: by node, the bottom of the tallest card of its row, down to which its wires run straight. */
export type Layout = { places: Map<string, Position>; passages: Map<string, Passage[]>; floors: Map<string, number> };

export const CARD_WIDTH = 272;
const HEAD = 58;
const EXCERPT_LINE = 18;
const COUNTS = 31;
const BADGES = 27;
const BRANCH_WEIGHT = 3; // keeps what a branch leads to right below it
const PORT_ROW = 46;
const PORT_GAP = 10;
const LOOSE_GAP = 24;

/** Ports get a row of their own below the card as soon as one of them has a name to show. */
export const hasPortRow = (node: JourneyNode) => node.ports.some((port) => port.label !== "");

export function portWidth(label: string): number {
  return label ? Math.min(196, Math.max(56, 2 * Math.round(label.length * 3.6 + 14))) : 24;
}

/** The middle of each port, measured from the left edge of the whole node. */
export function portOffsets(node: JourneyNode): number[] {
  if (!hasPortRow(node)) return node.ports.map((_, i) => (CARD_WIDTH * (i + 1)) / (node.ports.length + 1));
  let left = (sizeOf(node).width - rowWidth(node)) / 2;
  return node.ports.map((port) => {
    const width = portWidth(port.label);
    left += width + PORT_GAP;
    return left - PORT_GAP - width / 2;
  });
}

function rowWidth(node: JourneyNode): number {
  return node.ports.reduce((sum, port) => sum + portWidth(port.label) + PORT_GAP, -PORT_GAP);
}

/** The room a node takes; a line of counts is always allowed for, so that numbers never move cards. */
export function sizeOf(node: JourneyNode): Size {
  const lines = node.excerpt ? (node.excerpt.length > 38 ? 2 : 1) : 0;
  const card = HEAD + (lines ? lines * EXCERPT_LINE + 12 : 0) + (node.badges.length ? BADGES : 0) + COUNTS;
  const row = hasPortRow(node);
  return { width: row ? Math.max(CARD_WIDTH, rowWidth(node)) : CARD_WIDTH, height: card + (row ? PORT_ROW : 0) };
}

/** Top-left corners and the passages of wires, the same for the same graph; moved cards keep their place. */
export function layOut(graph: Graph): Layout {
  const loose = looseNodes(graph);
  const drawn = bestArranged({ ...graph, nodes: graph.nodes.filter((node) => !loose.includes(node)) });
  const beside = besideOf(loose, drawn);
  const boxOf = ({ id }: JourneyNode) => beside.get(id) ?? (drawn.node(id) as Box);
  const places = new Map(graph.nodes.map((node) => [node.id, placeOf(node, boxOf(node))]));
  const rows = rowsOf(drawn);
  const passages = new Map(graph.edges.map((wire) => [wireId(wire), passagesOf(wire, drawn, rows)]));
  const floors = new Map(drawn.nodes().map((id) => [id, rows.get(topOf(drawn, id)) ?? 0]));
  return { places, passages, floors };
}

type Box = Position & Size;
type Drawn = InstanceType<typeof dagre.graphlib.Graph>;

type Options = { constraints?: Neighbours[]; disableOptimalOrderHeuristic?: boolean };
type Neighbours = { left: string; right: string };

let latest: { key: string; drawn: Drawn } | undefined;

/** The arrangement with the fewest crossed wires; kept while only positions change, since moves are frequent. */
function bestArranged(graph: Graph): Drawn {
  const key = JSON.stringify({ ...graph, nodes: graph.nodes.map((node) => ({ ...node, x: null, y: null })) });
  if (latest?.key !== key) latest = { key, drawn: fewestCrossings(graph) };
  return latest.drawn;
}

function fewestCrossings(graph: Graph): Drawn {
  const ways: Options[] = [{ disableOptimalOrderHeuristic: true }, { constraints: portOrder(graph) }, {}];
  let best: { drawn: Drawn; crossed: number } | undefined;
  for (const options of ways) {
    const drawn = arranged(graph, options);
    const crossed = crossings(graph, drawn);
    if (!best || crossed < best.crossed) best = { drawn, crossed };
    if (!crossed) break;
  }
  return best?.drawn ?? arranged(graph, {});
}

function arranged(graph: Graph, options: Options): Drawn {
  const drawing = new dagre.graphlib.Graph({ multigraph: true });
  drawing.setGraph({ rankdir: "TB", nodesep: 44, edgesep: 36, ranksep: 62, rankalign: "top" });
  graph.nodes.forEach((node) => drawing.setNode(node.id, { ...sizeOf(node) }));
  const branching = new Set(graph.nodes.filter((node) => node.ports.length > 1).map(({ id }) => id));
  inPortOrder(graph).forEach((wire) => {
    const weight = branching.has(wire.source) ? BRANCH_WEIGHT : 1;
    drawing.setEdge(wire.source, wire.target, { weight }, wireId(wire));
  });
  dagre.layout(drawing, options);
  return drawing;
}

/** How many pairs of wires cross between two rows; loops run outside and do not count. */
function crossings(graph: Graph, drawn: Drawn): number {
  const rows = rowsOf(drawn);
  const gaps = new Map<number, [number, number][]>();
  for (const wire of inPortOrder(graph)) {
    const stops = stopsOf(wire, graph, drawn, rows);
    stops.slice(1).forEach(({ x, y }, i) => gaps.set(y, [...(gaps.get(y) ?? []), [stops[i]?.x ?? x, x]]));
  }
  const crossed = (lines: [number, number][]) => lines.flatMap((a, i) => lines.slice(i + 1).filter((b) => (a[0] - b[0]) * (a[1] - b[1]) < 0));
  return [...gaps.values()].reduce((sum, lines) => sum + crossed(lines).length, 0);
}

function stopsOf(wire: Wire, graph: Graph, drawn: Drawn, rows: Map<number, number>): Position[] {
  const node = graph.nodes.find(({ id }) => id === wire.source);
  const source = drawn.node(wire.source) as Box;
  const target = drawn.node(wire.target) as Box;
  const port = node ? portOffsets(node)[node.ports.findIndex(({ name }) => name === wire.port)] : undefined;
  const from = { x: source.x - source.width / 2 + (port ?? source.width / 2), y: topOf(drawn, wire.source) };
  const between = passagesOf(wire, drawn, rows).map(({ x, top }) => ({ x, y: Math.round(top) }));
  const to = { x: target.x, y: topOf(drawn, wire.target) };
  return to.y > from.y ? [from, ...between, to] : [];
}

/** The first port leads left: what neighbouring ports lead to stands in their order. */
function portOrder(graph: Graph): Neighbours[] {
  const wires = inPortOrder(graph);
  return wires.flatMap((wire, i) => {
    const next = wires[i + 1];
    const siblings = next?.source === wire.source && next.target !== wire.target;
    return siblings ? [{ left: wire.target, right: next.target }] : [];
  });
}

/** Steps without any wire: notes, and what was not connected yet. */
function looseNodes({ nodes, edges }: Graph): JourneyNode[] {
  const wired = new Set(edges.flatMap((wire) => [wire.source, wire.target]));
  const loose = nodes.filter(({ id, family }) => !wired.has(id) && family !== "entry");
  return edges.length ? loose : [];
}

/** Loose steps stand in a column right of the journey. */
function besideOf(loose: JourneyNode[], drawn: Drawn): Map<string, Box> {
  const { width = 0 } = drawn.graph() as { width?: number };
  let top = 0;
  return new Map(
    loose.map((node) => {
      const size = sizeOf(node);
      const y = top + size.height / 2;
      top += size.height + LOOSE_GAP;
      return [node.id, { ...size, x: width + 2 * LOOSE_GAP + size.width / 2, y }];
    }),
  );
}

function inPortOrder({ nodes, edges }: Graph): Wire[] {
  const known = new Set(nodes.map((node) => node.id));
  const rank = new Map(nodes.flatMap((node) => node.ports.map((port, i) => [wireId({ source: node.id, port: port.name, target: "" }), i])));
  const order = new Map(nodes.map((node, i) => [node.id, i]));
  const place = (wire: Wire) => (order.get(wire.source) ?? 0) * 100 + (rank.get(wireId(wire)) ?? 0);
  return edges.filter((wire) => known.has(wire.source) && known.has(wire.target)).sort((a, b) => place(a) - place(b));
}

function placeOf(node: JourneyNode, at: Box): Position {
  if (node.x !== null && node.y !== null) return { x: node.x, y: node.y };
  return { x: Math.round(at.x - at.width / 2), y: Math.round(at.y - at.height / 2) };
}

function passagesOf(wire: Wire, drawn: Drawn, rows: Map<number, number>): Passage[] {
  const edge = drawn.edge(wire.source, wire.target, wireId(wire)) as { points?: Position[] } | undefined;
  const inner = (edge?.points ?? []).slice(1, -1);
  return inner.flatMap(({ x, y }) => {
    const bottom = rows.get(Math.round(y));
    return bottom === undefined ? [] : [{ x, top: y, bottom }];
  });
}

function topOf(drawn: Drawn, id: string): number {
  const { y, height } = drawn.node(id) as Box;
  return Math.round(y - height / 2);
}

/** Top of each row of cards to the bottom of its tallest card. */
function rowsOf(drawn: Drawn): Map<number, number> {
  const rows = new Map<number, number>();
  for (const id of drawn.nodes()) {
    const { y, height } = drawn.node(id) as Box;
    const top = topOf(drawn, id);
    rows.set(top, Math.max(rows.get(top) ?? 0, y + height / 2));
  }
  return rows;
}
