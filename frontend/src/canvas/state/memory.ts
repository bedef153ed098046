// What outlives a reload of the page: the undo list, the view, and edits Python has not confirmed, kept by the browser's tab.

import type { Journey } from "../model/journey";
import type { Patch } from "../model/patch";

export type Viewport = { x: number; y: number; zoom: number };
export type Memory = { past: Patch[]; future: Patch[]; viewport?: Viewport; pending: { base: Journey; journey: Journey } | null };

const PAUSE = 250; // ms in which several changes are written once
const name = (docId: string) => `journeyboard:${docId}`;
const waiting = new Map<string, Memory>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Keeps it soon, or at once when the page is left. */
export function remember(docId: string, memory: Memory): void {
  waiting.set(docId, memory);
  timer ??= setTimeout(writeMemories, PAUSE);
}

export function writeMemories(): void {
  clearTimeout(timer);
  timer = undefined;
  waiting.forEach((memory, docId) => write(docId, memory));
  waiting.clear();
}

/** A full or forbidden store costs the oldest steps, never the edit itself. */
function write(docId: string, memory: Memory): void {
  for (let steps = memory.past.length; ; steps = Math.floor(steps / 2)) {
    const past = steps ? memory.past.slice(-steps) : [];
    try {
      return sessionStorage.setItem(name(docId), JSON.stringify({ ...memory, past }));
    } catch {
      if (!steps) return;
    }
  }
}

export function recall(docId: string): Memory | null {
  const waits = waiting.get(docId);
  if (waits) return waits;
  try {
    const text = sessionStorage.getItem(name(docId));
    return text ? (JSON.parse(text) as Memory) : null;
  } catch {
    return null;
  }
}
