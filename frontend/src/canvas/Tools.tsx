// The floating tools: saved state, undo, redo, tidy up; zoom and fit.

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

/** Undo, redo, tidy up, and whether Python has the newest drawing. */
export function EditTools({ board, onTidy }: { board: Store; onTidy: () => void }) {
  const { undo, redo } = board.getState();
  const past = useStore(board, (state) => state.past.length);
  const future = useStore(board, (state) => state.future.length);
  return (
    <Panel position="top-right" className="tools">
      <Saved board={board} />
      <span className="rule" />
      <Tool icon="undo" name="Undo" hint="Undo move (Ctrl+Z)" disabled={!past} onClick={undo} />
      <Tool icon="redo" name="Redo" hint="Redo move (Ctrl+Shift+Z)" disabled={!future} onClick={redo} />
      <span className="rule" />
      <Tool icon="tidy" name="Tidy up" hint="Tidy up: lay every step out again" onClick={onTidy}>
        <span className="wide">Tidy up</span>
      </Tool>
    </Panel>
  );
}

function Saved({ board }: { board: Store }) {
  const saved = useStore(board, ({ acked, seq }) => acked >= seq);
  return (
    <span className={saved ? "saved" : "saved saving"} role="status">
      {saved ? <Icon name="done" size={14} /> : <span className="dot" />}
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
