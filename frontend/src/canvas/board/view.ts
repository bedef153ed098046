// What part of the drawing is seen: the first view, and bringing a step into sight.

import type { ReactFlowInstance } from "@xyflow/react";
import { ENTRY } from "../model/journey";
import { type Layout, type Size, sizeOf } from "../model/layout";
import type { Card, Scene } from "../model/scene";
import type { Viewport } from "../state/memory";
import type { StepNode } from "./flow";

const SMALLEST_FIRST_ZOOM = 0.7;
const LARGEST_FIRST_ZOOM = 1;
const LARGEST_SCROLLED_ZOOM = 0.9;
const EDGE = 32;

const between = (low: number, value: number, high: number) => Math.max(low, Math.min(value, high));

/** The whole journey where it fits legibly, else its entry at the top. */
export function firstView(scene: Scene, layout: Layout, room: Size): Viewport {
  const bounds = boundsOf(scene, layout);
  const wide = (room.width - 2 * EDGE) / bounds.width;
  const tall = (room.height - 2 * EDGE) / bounds.height;
  if (Math.min(wide, tall) >= SMALLEST_FIRST_ZOOM) {
    const zoom = Math.min(wide, tall, LARGEST_FIRST_ZOOM);
    return { zoom, x: (room.width - bounds.width * zoom) / 2 - bounds.x * zoom, y: EDGE - bounds.y * zoom };
  }
  const zoom = between(SMALLEST_FIRST_ZOOM, wide, LARGEST_SCROLLED_ZOOM);
  const middle = wide >= zoom ? bounds.x + bounds.width / 2 : middleOf(scene.cards.find(({ id }) => id === ENTRY), layout);
  return { zoom, x: room.width / 2 - middle * zoom, y: EDGE - bounds.y * zoom };
}

const place = (card: Card, layout: Layout) => layout.places.get(card.id) ?? { x: 0, y: 0 };

function middleOf(card: Card | undefined, layout: Layout): number {
  return card ? place(card, layout).x + sizeOf(card).width / 2 : 0;
}

function boundsOf({ cards }: Scene, layout: Layout) {
  const lanes = layout.lanes.map(({ left, right, top, bottom }) => ({ x: left, y: top, width: right - left, height: bottom - top }));
  const boxes = [...cards.map((card) => ({ ...place(card, layout), ...sizeOf(card) })), ...lanes];
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - x;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - y;
  return boxes.length ? { x, y, width, height } : { x: 0, y: 0, width: 1, height: 1 };
}

/** Milliseconds a view may take to move: none where the user asked for less motion. */
export const motion = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 220);

const CLEAR = 28; // pixels kept free around a step that was brought into sight

/** How far something must move to lie within the room; its beginning counts where it is larger. */
function shift(start: number, length: number, room: number): number {
  if (start < CLEAR) return CLEAR - start;
  return Math.min(0, Math.max(room - CLEAR - length - start, CLEAR - start));
}

/** Pans, without zooming and no further than needed, until the step can be seen. */
export function reveal(flow: ReactFlowInstance<StepNode>, id: string, room: Size): void {
  const node = flow.getNode(id);
  if (!node) return;
  const { x, y, zoom } = flow.getViewport();
  const size = sizeOf(node.data.card);
  const dx = shift(node.position.x * zoom + x, size.width * zoom, room.width);
  const dy = shift(node.position.y * zoom + y, size.height * zoom, room.height);
  if (dx || dy) void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: motion() });
}
