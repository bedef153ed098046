// The scene in React Flow's own terms.

import { type Edge, MarkerType, type Node, type NodeHandle, Position } from "@xyflow/react";
import { ENTRY, type Position as Place, wireId } from "../model/journey";
import { changeOf, flowOf } from "../model/figures";
import { type Layout, type Passage, portOffsets, sizeOf } from "../model/layout";
import { portBottom } from "../model/size";
import type { Card, Scene } from "../model/scene";
import type { Change, Figures } from "../wire";

export type StepNode = Node<{ card: Card }, "step">;
/** `count`: how many went along it; `share`: of all entries; `change`: since the saved revision. */
export type WireEdge = Edge<{ passages: Passage[]; floor: number; lit: boolean; count?: number; share?: number; change?: Change }, "wire">;

/** Nodes for React Flow; an unchanged one stays the same object, and one that a hand holds stays under it. */
export function stepNodes(scene: Scene, at: Map<string, Place>, selection: string[], old: StepNode[]): StepNode[] {
  const known = new Map(old.map((node) => [node.id, node]));
  const chosen = new Set(selection);
  return scene.cards.map((card) => {
    const before = known.get(card.id);
    const position = before?.dragging ? before.position : (at.get(card.id) ?? { x: 0, y: 0 });
    const selected = chosen.has(card.id);
    const stays = before && before.data.card === card && before.selected === selected && before.position.x === position.x && before.position.y === position.y;
    return stays ? before : { ...before, ...fixed(card), draggable: mayMove(card, selected), position, selected };
  });
}

/** A finger that swipes over cards means to pan: it moves only those it has selected. */
const isCoarse = globalThis.matchMedia?.("(pointer: coarse)").matches ?? false;
/** False where it may not; else the board decides. */
const mayMove = ({ id }: Card, selected: boolean) => (id === ENTRY || (isCoarse && !selected) ? false : undefined);

/** With its measures given, a card need not be drawn to be known: of a long journey most never are. */
function fixed(card: Card) {
  const { width, height } = sizeOf(card);
  const size = { width, height, measured: { width, height }, handles: handlesOf(card) };
  return { id: card.id, type: "step" as const, data: { card }, ...size, ariaRole: "group" as const, ariaLabel: named(card) };
}

const HANDLE = 9; // as in canvas.css
const BORDER = 1; // a handle is placed inside its card's or port's border

function handlesOf(card: Card): NodeHandle[] {
  const { width } = sizeOf(card);
  const dot = { width: HANDLE, height: HANDLE };
  const into = { ...dot, type: "target" as const, position: Position.Top, x: (width - HANDLE) / 2, y: BORDER - HANDLE / 2 };
  const offsets = portOffsets(card);
  const y = portBottom(card) - BORDER - HANDLE / 2;
  const out = card.ports.map(({ name }, i) => ({ ...dot, id: name, type: "source" as const, position: Position.Bottom, x: (offsets[i] ?? 0) - HANDLE / 2, y }));
  return hasWayIn(card) ? [into, ...out] : out;
}

/** Whether anything may lead there. */
export const hasWayIn = ({ id, kind }: Card) => id !== ENTRY && kind !== "note";

function named({ label, title, stage, excerpt }: Card): string {
  return [`${label}: ${title}`, stage, excerpt].filter(Boolean).join(". ");
}

/** Wires for React Flow; those of a selected step are lit, and last, so that they lie on top. */
export function wireEdges(scene: Scene, layout: Layout, selection: string[], figures: Figures | null): WireEdge[] {
  const placed = new Set(scene.cards.filter(({ position }) => position).map(({ id }) => id));
  const chosen = new Set(selection);
  const edges = scene.wires.map((wire) => {
    const id = wireId(wire);
    const selected = chosen.has(id);
    const lit = selected || chosen.has(wire.source) || chosen.has(wire.target);
    const free = layout.lanes.length === 0 && (placed.has(wire.source) || placed.has(wire.target));
    const count = flowOf(figures, wire);
    const data = {
      passages: free ? [] : (layout.passages.get(id) ?? []),
      floor: free ? 0 : (layout.floors.get(wire.source) ?? 0),
      lit,
      count,
      share: count === undefined || !figures?.entries ? undefined : count / figures.entries,
      change: changeOf(figures, wire),
    };
    return { id, source: wire.source, target: wire.target, sourceHandle: wire.port, type: "wire" as const, selected, data, markerEnd: arrow(lit) };
  });
  return edges.sort((a, b) => Number(a.data.lit) - Number(b.data.lit));
}

function arrow(lit: boolean) {
  return { type: MarkerType.ArrowClosed, width: 14, height: 14, color: lit ? "var(--jb-accent)" : "var(--jb-wire)" };
}
