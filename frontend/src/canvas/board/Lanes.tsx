// Stage lanes behind the cards.

import { ViewportPortal } from "@xyflow/react";
import { inBothModes, stageHue } from "../map/hues";
import type { Lane } from "../model/lanes";

export function Lanes({ lanes }: { lanes: Lane[] }) {
  return (
    <ViewportPortal>
      {lanes.map(({ stage, left, right, top, bottom }) => (
        <div key={stage} className="lane" style={{ transform: `translate(${left}px, ${top}px)`, width: right - left, height: bottom - top }}>
          <span style={{ borderColor: inBothModes(stageHue(stage)) }}>{stage}</span>
        </div>
      ))}
    </ViewportPortal>
  );
}
