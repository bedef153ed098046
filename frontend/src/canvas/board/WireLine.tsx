// One wire between two steps, as wide as many went along it.

import { BaseEdge, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { changeMark } from "../model/figures";
import { count as written } from "../text/words";
import type { WireEdge } from "./flow";
import { routeOf } from "./route";

const THIN = 1.6;
const WIDEST = 11;
const REACH = 18; // pixels around a wire that still mean it

export const WireLine = memo(function WireLine({ id, sourceX, sourceY, targetX, targetY, data, markerEnd }: EdgeProps<WireEdge>) {
  const path = routeOf({ x: sourceX, y: sourceY }, { x: targetX, y: targetY }, data?.passages ?? [], data?.floor);
  const className = [targetY < sourceY && "loop", data?.lit && "lit", data?.count === 0 && "dry"].filter(Boolean).join(" ");
  return (
    <>
      {data?.share !== undefined && <path className="stream" d={path} style={{ strokeWidth: THIN + data.share * WIDEST }} />}
      <BaseEdge id={id} path={path} markerEnd={markerEnd} className={className} interactionWidth={REACH} />
      {data?.lit && data.count !== undefined && (
        <text className="flowing" x={targetX + 8} y={targetY - 14}>
          {written(data.count)}
          {data.change && <tspan dx="5" className={data.change.noise ? "since noise" : "since"}>{changeMark(data.change)}</tspan>}
        </text>
      )}
    </>
  );
});
