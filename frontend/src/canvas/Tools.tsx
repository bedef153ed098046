// The floating tools: saving, tidy up; zoom and fit.

import { Panel, useReactFlow, useStore as useFlowStore } from "@xyflow/react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { Icon } from "./icons";
import type { Store } from "./store";
import { motion } from "./view";

type ToolProps = { icon: string; name: string; hint?: string; disabled?: boolean; onClick: () => void; children?: ReactNode };

function Tool({ icon, name, hint, disabled, onClick, children }: ToolProps) {
  return (
    <button type="button" className="tool" aria-label={name} title={hint ?? name} disabled={disabled} onClick={onClick}>
      <Icon name={icon} size={16} />
      {children}
    </button>
  );
}

/** Tidy up, and a word while Python does not have the newest drawing; undo stands with the page's own. */
export function EditTools({ board, onTidy }: { board: Store; onTidy: () => void }) {
  return (
    <Panel position="top-right" className="tools">
      <Saving board={board} />
      <Tool icon="tidy" name="Tidy up" hint="Tidy up: lay every step out again" onClick={onTidy}>
        <span className="wide">Tidy up</span>
      </Tool>
    </Panel>
  );
}

function Saving({ board }: { board: Store }) {
  const saved = useStore(board, ({ acked, seq }) => acked >= seq);
  return (
    <span className={saved ? "saved" : "saved saving"} role="status">
      {saved ? "Saved" : "Saving…"}
    </span>
  );
}

/** Zoom in, zoom out, the zoom in percent, and the whole journey at once. */
export function ViewTools() {
  const flow = useReactFlow();
  const zoom = useFlowStore((state) => Math.round(state.transform[2] * 100));
  const duration = motion();
  return (
    <Panel position="bottom-left" className="tools">
      <Tool icon="farther" name="Zoom out" onClick={() => void flow.zoomOut({ duration })} />
      <span className="zoom">{zoom} %</span>
      <Tool icon="closer" name="Zoom in" onClick={() => void flow.zoomIn({ duration })} />
      <span className="rule" />
      <Tool icon="fit" name="Fit view" hint="Show the whole journey" onClick={() => void flow.fitView({ padding: 0.08, maxZoom: 1, duration })} />
    </Panel>
  );
}
