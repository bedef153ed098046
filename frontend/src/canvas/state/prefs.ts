// How this browser likes to look at boards: lanes, minimap, panels, denominators; kept for next time.

import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

/** What a rate is a share of. */
export type Per = "previous" | "entries" | "delivered";
export type Prefs = { lanes: boolean; map: boolean; palette: boolean; inspector: boolean; per: Per };

const NAME = "journeyboard:prefs";
const FIRST: Prefs = { lanes: false, map: true, palette: true, inspector: true, per: "previous" };

function stored(): Prefs {
  try {
    return { ...FIRST, ...(JSON.parse(localStorage.getItem(NAME) ?? "{}") as Partial<Prefs>) };
  } catch {
    return FIRST;
  }
}

export const prefs = createStore<Prefs>(stored);

/** Changes a preference now and for next time; a browser that keeps nothing forgets it. */
export function prefer(change: Partial<Prefs>): void {
  prefs.setState(change);
  try {
    localStorage.setItem(NAME, JSON.stringify(prefs.getState()));
  } catch {
    // private windows may forbid it
  }
}

export const usePrefs = <T>(part: (prefs: Prefs) => T): T => useStore(prefs, part);
