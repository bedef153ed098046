// The line that follows a hand while it connects; it says at once where it may not lead.

import { type ConnectionLineComponentProps, getBezierPath } from "@xyflow/react";
import { whyNot } from "../model/edits";
import { useBoardStore } from "../state/use";
import type { StepNode } from "./flow";

export function ConnectionLine({ fromX, fromY, fromPosition, toX, toY, toPosition, fromHandle, toNode }: ConnectionLineComponentProps<StepNode>) {
  const board = useBoardStore();
  const [path] = getBezierPath({ sourceX: fromX, sourceY: fromY, sourcePosition: fromPosition, targetX: toX, targetY: toY, targetPosition: toPosition });
  const spot = { source: fromHandle.nodeId, port: fromHandle.id ?? "next" };
  const why = toNode && fromHandle.type === "source" ? whyNot(board.getState().journey, spot, toNode.id) : null;
  return (
    <g>
      <path className={why ? "connecting refused" : "connecting"} d={path} />
      {why && (
        <text className="why" x={toX + 14} y={toY - 10}>
          {why}
        </text>
      )}
    </g>
  );
}
