// One wire between two steps.

import { BaseEdge, type Edge, type EdgeProps } from "@xyflow/react";
import type { Passage } from "./layout";
import { routeOf } from "./route";

export type WireEdge = Edge<{ passages: Passage[]; floor: number; lit: boolean }, "wire">;

export function WireLine({ id, sourceX, sourceY, targetX, targetY, data, markerEnd }: EdgeProps<WireEdge>) {
  const from = { x: sourceX, y: sourceY };
  const to = { x: targetX, y: targetY };
  const loops = targetY < sourceY;
  const className = [loops && "loop", data?.lit && "lit"].filter(Boolean).join(" ");
  return <BaseEdge id={id} path={routeOf(from, to, data?.passages ?? [], data?.floor)} markerEnd={markerEnd} className={className} interactionWidth={0} />;
}
