// The journey in React Flow's own terms.

import { MarkerType } from "@xyflow/react";
import { wireId } from "./merge";
import { type Layout, sizeOf } from "./layout";
import type { StepNode } from "./Step";
import type { Graph, JourneyNode } from "./types";
import type { WireEdge } from "./WireLine";

/** Nodes for React Flow; one that a hand holds at this moment stays under the hand. */
export function stepNodes(graph: Graph, layout: Layout, selection: string[], old: StepNode[]): StepNode[] {
  const known = new Map(old.map((node) => [node.id, node]));
  return graph.nodes.map((node) => {
    const before = known.get(node.id);
    const selected = selection.includes(node.id);
    const position = before?.dragging ? before.position : (layout.places.get(node.id) ?? { x: 0, y: 0 });
    return { ...before, position, selected, ...fixed(node), domAttributes: { "aria-pressed": selected } };
  });
}

function fixed(node: JourneyNode) {
  const { width } = sizeOf(node);
  return { id: node.id, type: "step" as const, data: { node }, width, ariaRole: "button" as const };
}

/** Wires for React Flow; those of the selected step are lit. */
export function wireEdges(graph: Graph, layout: Layout, selection: string[]): WireEdge[] {
  const moved = new Set(graph.nodes.filter(({ x }) => x !== null).map(({ id }) => id));
  const edges = graph.edges.map((wire) => {
    const lit = selection.includes(wire.source) || selection.includes(wire.target);
    const free = moved.has(wire.source) || moved.has(wire.target);
    const passages = free ? [] : (layout.passages.get(wireId(wire)) ?? []);
    const floor = free ? 0 : (layout.floors.get(wire.source) ?? 0);
    return { id: wireId(wire), source: wire.source, target: wire.target, sourceHandle: wire.port, type: "wire" as const, data: { passages, floor, lit }, markerEnd: arrow(lit) };
  });
  return edges.sort((a, b) => Number(a.data.lit) - Number(b.data.lit));
}

function arrow(lit: boolean) {
  return { type: MarkerType.ArrowClosed, width: 14, height: 14, color: lit ? "var(--jb-accent)" : "var(--jb-wire)" };
}
