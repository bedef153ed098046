// Moving over the journey by arrow keys: along its wires up and down, to the nearest card sideways.

import type { Layout } from "./layout";
import type { Graph, Position } from "./types";

export type Arrow = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";

export const isArrow = (key: string): key is Arrow => ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"].includes(key);

export const DIRECTION: Record<Arrow, Position> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};

/** The step an arrow key leads to, or undefined at the edge of the drawing. */
export function neighbour(graph: Graph, layout: Layout, id: string, arrow: Arrow): string | undefined {
  return alongWire(graph, id, arrow) ?? nearest(graph, layout, id, DIRECTION[arrow]);
}

function alongWire(graph: Graph, id: string, arrow: Arrow): string | undefined {
  if (arrow === "ArrowDown") return graph.edges.find((wire) => wire.source === id)?.target;
  if (arrow === "ArrowUp") return graph.edges.find((wire) => wire.target === id)?.source;
  return undefined;
}

function nearest(graph: Graph, layout: Layout, id: string, { x, y }: Position): string | undefined {
  const from = layout.places.get(id);
  if (!from) return undefined;
  const reach = (other: string) => {
    const to = layout.places.get(other) ?? from;
    const ahead = (to.x - from.x) * x + (to.y - from.y) * y;
    const aside = Math.abs((to.x - from.x) * y) + Math.abs((to.y - from.y) * x);
    return ahead > 0 ? ahead + 2 * aside : Infinity;
  };
  const others = graph.nodes.map((node) => ({ id: node.id, far: reach(node.id) }));
  return others.filter(({ far }) => far < Infinity).sort((a, b) => a.far - b.far)[0]?.id;
}
