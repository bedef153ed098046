// What travels between Python and the browser. The Python twin is ui/canvas/wire.py.

import type { Journey } from "./model/journey";

export type Level = "error" | "warning" | "info";
export type Finding = { code: string; name: string; level: Level; message: string; node: string | null; place: string; source: string; fixable: boolean };
export type Comment = { id: string; node: string; author: string; text: string; at: string; resolved: boolean };
/** How many passed a step: entered, waiting, sent, delivered, skipped, clicked, ordered, opted_out. */
export type Counts = { [count: string]: number };
export type Flow = { source: string; target: string; count: number };
/** How much more a figure is than before, and whether that is within noise. */
export type Change = { by: number; noise: boolean };
/** What differs from a saved revision flown over the same customers; what is the same is absent. */
export type Ghost = { revision: number; entries: Change | null; nodes: { [id: string]: { [count: string]: Change } }; flows: (Change & Omit<Flow, "count">)[] };
/** How live figures came about; `at` is ISO 8601 in UTC. */
export type Flown = { customers: number; seed: number; days: number; at: string };
/** Figures of the last run or, `flown`, live. */
export type Figures = { run: string; stale: boolean; entries: number | null; nodes: { [id: string]: Counts }; flows: Flow[]; flown: Flown | null; ghost: Ghost | null };
/** Whether every edit is flown at once, whether one is in the air, and why it cannot be flown. */
export type Live = { on: boolean; flying: boolean; problem: string };
export type Mark = "added" | "removed" | "changed";

/** What lies over the drawing and never touches it. `says`, `timing` and `badges` are by node id. */
export type Overlay = {
  says: { [id: string]: string };
  /** When a message goes out, such as “1 hour to 12 hours after entry”; a message nobody gets has none. */
  timing: { [id: string]: string };
  badges: { [id: string]: string[] };
  findings: Finding[];
  docs: { [code: string]: string };
  figures: Figures | null;
  live: Live | null; // none where nothing is edited
  comments: Comment[];
  marks: { [id: string]: Mark };
};

/** What the browser cannot know by itself: the brand's audiences and money, and who is drawing. */
export type Choices = {
  segments: { id: string; label: string; help: string }[];
  currency: string;
  brand: string;
  sender: string;
  opt_out_text: string;
  sms_price: number;
  /** Values of an example customer for the mini phone. */
  example: { [name: string]: string };
};
export type View = "board" | "map";

export type CanvasData = {
  docId: string;
  epoch: string; // one life of the Python half
  rev: number; // changes Python made
  ack: { clientId: string; seq: number };
  refused: { seq: number; words: string } | null; // a drawing that cannot be kept, and why
  heard: { clientId: string; n: number }; // the last question that was answered
  journey: Journey;
  overlay: Overlay;
  choices: Choices;
  shown: { turn: number; ids: string[] }; // what Python asked to select, and how often it has asked
  view: View;
  name: string; // what the person at this browser is called, where Python knows it
  readOnly: boolean;
  height: number;
};

export type DocState = { docId: string; epoch: string; clientId: string; seq: number; baseRev: number; journey: Journey };

/** What only Python can do; asked once each, in order, until it was heard. */
export type Ask =
  | { ask: "fix"; code: string; node: string | null; message: string }
  | { ask: "rename"; node: string; to: string }
  | { ask: "comment"; id: string; node: string; text: string }
  | { ask: "resolve"; id: string; resolved: boolean }
  | { ask: "save"; message: string }
  | { ask: "live"; on: boolean };
export type AsksState = { docId: string; clientId: string; items: (Ask & { n: number })[] };
export type WhoState = { browser: string; name: string };
/** When the browser came back for figures that are in the air, so that each time says something new. */
export type LookState = number;
export type CanvasState = { doc: DocState; asks: AsksState; who: WhoState; look: LookState };
