// One step of the journey as a card, its ways out hanging below it.

import { Handle, Position, type Node, type NodeProps } from "@xyflow/react";
import { createContext, memo, useContext } from "react";
import { useStore } from "zustand";
import { Icon } from "./icons";
import { CARD_WIDTH, hasPortRow, portOffsets, portWidth, sizeOf } from "./layout";
import type { Store } from "./store";
import type { JourneyNode, NodeOverlay } from "./types";

export const BoardContext = createContext<Store | null>(null);
export type StepNode = Node<{ node: JourneyNode }, "step">;

function useOverlay(id: string): NodeOverlay | undefined {
  const board = useContext(BoardContext);
  if (!board) throw new Error("a step is drawn inside a board");
  return useStore(board, ({ overlay }) => overlay[id]);
}

function useShare(overlay?: NodeOverlay): number | null {
  const board = useContext(BoardContext) as Store;
  const most = useStore(board, (state) => Math.max(0, ...Object.values(state.overlay).map((one) => one.counts?.entered ?? 0)));
  const entered = overlay?.counts?.entered;
  return entered === undefined || most === 0 ? null : entered / most;
}

export const Step = memo(function Step({ id, data: { node } }: NodeProps<StepNode>) {
  const overlay = useOverlay(id);
  return (
    <div className={`step fam-${node.family} kind-${node.kind}`} style={{ width: sizeOf(node).width }}>
      <div className="card" style={{ width: CARD_WIDTH }}>
        {node.family !== "entry" && <Handle type="target" position={Position.Top} isConnectable={false} />}
        <Head node={node} overlay={overlay} />
        {node.excerpt && <p className="excerpt">{node.excerpt}</p>}
        {node.badges.length > 0 && <Badges badges={node.badges} />}
        <Counts overlay={overlay} />
        {!hasPortRow(node) && <PlainPorts node={node} />}
      </div>
      {hasPortRow(node) && <PortRow node={node} />}
    </div>
  );
});

function Head({ node, overlay }: { node: JourneyNode; overlay?: NodeOverlay }) {
  return (
    <div className="head">
      <span className="tile">
        <Icon name={node.icon} other={node.family} />
      </span>
      <span className="names">
        <span className="title" title={node.title}>{node.title || node.label}</span>
        <span className="sub">
          <span className="kind">{node.label}</span>
          {node.stage && <span className="stage">{node.stage}</span>}
        </span>
      </span>
      <LevelMark overlay={overlay} />
    </div>
  );
}

function LevelMark({ overlay }: { overlay?: NodeOverlay }) {
  if (!overlay?.level) return null;
  const said = (overlay.findings ?? []).map(({ code, message }) => `${code} ${message}`).join("\n");
  return (
    <span className={`level ${overlay.level}`} title={said || overlay.level}>
      <Icon name={overlay.level} size={14} />
      <span className="unseen">{`, ${overlay.level}: ${said}`}</span>
    </span>
  );
}

function Badges({ badges }: { badges: string[] }) {
  return (
    <div className="badges">
      {badges.map((badge) => (
        <span key={badge}>{badge}</span>
      ))}
    </div>
  );
}

function Counts({ overlay }: { overlay?: NodeOverlay }) {
  const share = useShare(overlay);
  if (!overlay?.line) return null;
  return (
    <div className="counts">
      <span>{overlay.line}</span>
      {share !== null && (
        <span className="share" aria-hidden="true">
          <i style={{ width: `${Math.max(share * 100, 1.5)}%` }} />
        </span>
      )}
    </div>
  );
}

const BORDER = 1; // a handle is placed inside the card's border, its wire is drawn from outside it

function PlainPorts({ node }: { node: JourneyNode }) {
  const offsets = portOffsets(node);
  return node.ports.map((port, i) => (
    <Handle key={port.name} id={port.name} type="source" position={Position.Bottom} style={{ left: (offsets[i] ?? 0) - BORDER }} isConnectable={false} />
  ));
}

const STUB = 18;

function PortRow({ node }: { node: JourneyNode }) {
  const { width } = sizeOf(node);
  const offsets = portOffsets(node);
  const middle = width / 2;
  return (
    <div className="ports">
      <svg className="stubs" width={width} height={STUB} aria-hidden="true">
        {offsets.map((x) => (
          <path key={x} d={`M ${middle} 0 C ${middle} ${STUB} ${x} 0 ${x} ${STUB}`} />
        ))}
      </svg>
      {node.ports.map((port, i) => (
        <span key={port.name} className={port.label ? "port" : "port plain"} title={port.label} style={{ width: portWidth(port.label), left: offsets[i], top: STUB }}>
          <span>{port.label}</span>
          <Handle id={port.name} type="source" position={Position.Bottom} isConnectable={false} />
        </span>
      ))}
    </div>
  );
}
