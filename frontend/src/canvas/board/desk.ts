// What the parts of a board share: its store, the drawing's own handle, the layout in hand, and what is opened over it.

import type { ReactFlowInstance } from "@xyflow/react";
import { createContext, useContext, type RefObject } from "react";
import type { Spot } from "../model/edits";
import type { Layout } from "../model/layout";
import type { Scene } from "../model/scene";
import type { Store } from "../state/board";
import type { StepNode } from "./flow";

/** A box opened over the board: the list of kinds to add (at a spot, or loose), the search, the sheet of keys. */
export type Opened = { box: "add"; spot?: Spot } | { box: "search" } | { box: "keys" } | null;

export type Desk = {
  board: Store;
  flow: ReactFlowInstance<StepNode>;
  box: RefObject<HTMLDivElement | null>;
  scene: () => Scene;
  layout: () => Layout;
  open: (opened: Opened) => void;
};

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("this is drawn inside a board only");
  return desk;
}
