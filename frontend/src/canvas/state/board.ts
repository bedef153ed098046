// What a board is: the state of one drawing in the browser, and what can be done with it.

import type { StoreApi } from "zustand/vanilla";
import type { Journey } from "../model/journey";
import type { Patch } from "../model/patch";
import type { Ask, AsksState, CanvasData, Choices, DocState, LookState, Overlay, WhoState } from "../wire";
import type { Viewport } from "./memory";

export type Sent = { doc?: DocState; asks?: AsksState; who?: WhoState; look?: LookState };
export type Send = (sent: Sent) => void;
/** How an edit is made: `as` names a field being typed into, so that its edits are one step; `select` what is selected then. */
export type How = { as?: string; select?: string[] };
export type Notice = { words: string; level: "info" | "error"; at: number };

export type Board = {
  docId: string;
  epoch: string;
  clientId: string;
  rev: number;
  seq: number;
  acked: number;
  journey: Journey;
  base: Journey; // the last one both sides agreed on
  refused: string | null;
  readOnly: boolean;
  overlay: Overlay;
  choices: Choices;
  selection: string[]; // node ids and wire ids
  turn: number;
  past: Patch[];
  future: Patch[];
  asks: AsksState["items"];
  notice: Notice | null;
  viewport?: Viewport;
  commit: (journey: Journey, how?: How) => void;
  /** Ends the step of a field that was being typed into. */
  settle: () => void;
  undo: () => void;
  redo: () => void;
  select: (ids: string[]) => void;
  look: (viewport: Viewport) => void;
  ask: (ask: Ask) => void;
  say: (words: string, level?: Notice["level"]) => void;
  introduce: (who: WhoState) => void;
  receive: (data: CanvasData) => void;
  /** While a hand drags a card or a wire: what lies over the drawing stays as it is, and is renewed at `release`. */
  hold: () => void;
  release: () => void;
  flush: () => void;
  attach: (send: Send) => void;
  /** The board is not shown any more: nothing is fetched for it. */
  leave: () => void;
};
export type Store = StoreApi<Board>;
