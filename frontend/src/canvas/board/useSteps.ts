// React Flow's nodes, kept in step with the scene; where the layout moves cards they glide.

import { useEffect, useRef, useState } from "react";
import type { Position } from "../model/journey";
import type { Layout } from "../model/layout";
import type { Scene } from "../model/scene";
import { type StepNode, stepNodes } from "./flow";
import { motion } from "./view";

const MOST_GLIDING = 80; // more would cost frames

export function useSteps(scene: Scene, layout: Layout, selection: string[]) {
  const [nodes, setNodes] = useState<StepNode[]>(() => stepNodes(scene, layout.places, selection, []));
  const drawn = useRef(nodes);
  drawn.current = nodes;
  useEffect(() => {
    const draw = (places: Map<string, Position>) => setNodes((old) => stepNodes(scene, places, selection, old));
    // From where cards are drawn, not from where they were laid out: a hand has just put one somewhere.
    const from = new Map(drawn.current.filter(({ dragging }) => !dragging).map(({ id, position }) => [id, position]));
    const moving = [...layout.places].filter(([id, to]) => isElsewhere(from.get(id), to)).length;
    if (!moving || moving > MOST_GLIDING || !motion()) return draw(layout.places);
    return glide(from, layout.places, motion(), draw);
  }, [scene, layout, selection]);
  return [nodes, setNodes] as const;
}

const isElsewhere = (from: Position | undefined, to: Position) => from !== undefined && (from.x !== to.x || from.y !== to.y);

/** Shows the places between two layouts, frame by frame; returns how to stop it, which leaves it at its end. */
function glide(from: Map<string, Position>, to: Map<string, Position>, length: number, show: (places: Map<string, Position>) => void) {
  const start = performance.now();
  let frame = requestAnimationFrame(function next(now) {
    const share = Math.min(1, Math.max(0, (now - start) / length));
    show(share === 1 ? to : between(from, to, 1 - (1 - share) ** 3));
    if (share < 1) frame = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(frame);
}

function between(from: Map<string, Position>, to: Map<string, Position>, share: number): Map<string, Position> {
  return new Map(
    [...to].map(([id, end]) => {
      const start = from.get(id) ?? end;
      return [id, { x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share }];
    }),
  );
}
