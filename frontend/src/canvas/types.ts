// What travels between Python and the browser. The Python twin is ui/canvas/wire.py.

export type Family = "entry" | "message" | "timing" | "logic" | "end" | "note";
export type Port = { name: string; label: string };
export type Position = { x: number; y: number };

/** A node as drawn. `x` and `y` are null until a hand has moved it: then layout places it. */
export type JourneyNode = {
  id: string;
  kind: string;
  family: Family;
  title: string;
  label: string;
  icon: string;
  stage: string | null;
  excerpt: string;
  x: number | null;
  y: number | null;
  ports: Port[];
  badges: string[];
};
export type Wire = { source: string; port: string; target: string };
export type Graph = { nodes: JourneyNode[]; edges: Wire[] };

export type Level = "error" | "warning" | "info";
export type Finding = { code: string; message: string };
export type NodeOverlay = {
  level?: Level | null;
  findings?: Finding[];
  counts?: Record<string, number>;
  line?: string;
};
export type Overlay = Record<string, NodeOverlay>;

export type CanvasData = {
  docId: string;
  epoch: string; // one life of the Python half
  rev: number; // changes Python made
  ack: { clientId: string; seq: number };
  graph: Graph;
  overlay: Overlay;
  shown: { turn: number; ids: string[] }; // what Python asked to select, and how often it has asked
  height: number;
};

export type DocState = {
  docId: string;
  epoch: string;
  clientId: string;
  seq: number; // edits the browser made
  baseRev: number;
  graph: Graph;
};
export type SelectionState = { docId: string; epoch: string; turn: number; ids: string[] };
export type CanvasState = { doc: DocState; selection: SelectionState };
