// How components read the board they are drawn in.

import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { Board, Store } from "./board";

export const BoardContext = createContext<Store | null>(null);

/** The store of the board around this component. */
export function useBoardStore(): Store {
  const board = useContext(BoardContext);
  if (!board) throw new Error("this is drawn inside a board only");
  return board;
}

/** A part of the board; the component is drawn again when that part changes. */
export const useBoard = <T>(part: (board: Board) => T): T => useStore(useBoardStore(), part);
