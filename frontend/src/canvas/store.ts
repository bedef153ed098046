// The browser's half of the drawing: it lives outside the mount, so history, viewport and unsent edits survive one.

import { createStore, type StoreApi } from "zustand/vanilla";
import { merge3, same } from "./merge";
import type { CanvasData, DocState, Graph, Overlay, SelectionState } from "./types";

export type Send = (doc: DocState | null, selection: SelectionState | null) => void;
export type Viewport = { x: number; y: number; zoom: number };
/** One edit made here. Undoing takes back only what it changed, so Python's later changes stay. */
export type Step = { before: Graph; after: Graph };

export type Board = {
  docId: string;
  epoch: string;
  clientId: string;
  rev: number;
  seq: number;
  acked: number;
  graph: Graph;
  base: Graph; // the last graph both sides agreed on
  overlay: Overlay;
  selection: string[];
  turn: number;
  past: Step[];
  future: Step[];
  viewport?: Viewport;
  commit: (graph: Graph) => void;
  undo: () => void;
  redo: () => void;
  select: (ids: string[]) => void;
  look: (viewport: Viewport) => void;
  receive: (data: CanvasData) => void;
  flush: () => void;
  attach: (send: Send) => void;
};
export type Store = StoreApi<Board>;

const EDIT_PAUSE = 120; // ms after the last edit before the drawing is sent
const SELECT_PAUSE = 30;
const MAX_STEPS = 100;
const MAX_WAIT = 8_000;
const EMPTY: Graph = { nodes: [], edges: [] };

const newClient = () => Math.random().toString(36).slice(2, 10); // crypto.randomUUID needs https

export function createBoard(): Store {
  return createStore<Board>((set, get) => {
    let send: Send | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let unsent = { doc: false, selection: false };
    let sent: { seq: number; graph: Graph }[] = [];
    let resends = 0;

    const schedule = (pause: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => get().flush(), pause);
    };

    const edit = (graph: Graph, history: Partial<Board>) => {
      if (same(graph, get().graph)) return set(history);
      set({ graph, seq: get().seq + 1, ...history });
      resends = 0;
      unsent.doc = true;
      schedule(EDIT_PAUSE);
    };

    const sendAgain = () => {
      unsent.doc = true;
      schedule(Math.min(EDIT_PAUSE * 2 ** resends++, MAX_WAIT));
    };

    const agree = (acked: number) => {
      const agreed = sent.filter((draft) => draft.seq <= acked).at(-1);
      sent = sent.filter((draft) => draft.seq > acked);
      set(agreed ? { acked, base: agreed.graph } : { acked });
    };

    const renumber = (data: CanvasData) => {
      sent = [];
      unsent = { doc: false, selection: get().selection.length > 0 };
      set({ epoch: data.epoch, rev: data.rev, clientId: newClient(), seq: 0, acked: 0, base: data.graph });
    };

    const adopt = (graph: Graph) => set({ graph, base: graph });

    const rebase = (base: Graph, mine: Graph, theirs: Graph) => {
      const merged = merge3(base, mine, theirs);
      sent = [];
      adopt(theirs);
      edit(merged, {});
      if (same(merged, theirs)) settle();
    };

    const settle = () => {
      unsent.doc = false;
      set({ acked: get().seq });
    };

    const openDocument = (data: CanvasData) => {
      renumber(data);
      adopt(data.graph);
      unsent.selection = false;
      const { ids: selection, turn } = data.shown;
      set({ docId: data.docId, past: [], future: [], selection, turn, viewport: undefined });
    };

    const meetNewEpoch = (data: CanvasData) => {
      const { base, graph, seq, acked } = get();
      renumber(data);
      set({ turn: data.shown.turn });
      if (seq > acked) rebase(base, graph, data.graph);
      else adopt(data.graph);
      if (unsent.selection) schedule(EDIT_PAUSE);
    };

    const meetNewRevision = (data: CanvasData) => {
      const { base, graph, seq, acked } = get();
      set({ rev: data.rev });
      if (seq > acked) rebase(base, graph, data.graph);
      else adopt(data.graph);
    };

    const meetSameEpoch = (data: CanvasData) => {
      if (data.ack.clientId === get().clientId) agree(Math.max(get().acked, data.ack.seq));
      if (data.rev > get().rev) meetNewRevision(data);
      else if (get().acked < get().seq) sendAgain(); // an older answer never touches the drawing
    };

    const takeShown = ({ shown }: CanvasData) => {
      if (shown.turn > get().turn) set({ turn: shown.turn, selection: shown.ids });
    };

    return {
      docId: "",
      epoch: "",
      clientId: newClient(),
      rev: -1,
      seq: 0,
      acked: 0,
      graph: EMPTY,
      base: EMPTY,
      overlay: {},
      selection: [],
      turn: 0,
      past: [],
      future: [],

      commit: (after) => {
        const { graph: before, past } = get();
        if (!same(before, after)) edit(after, { past: [...past, { before, after }].slice(-MAX_STEPS), future: [] });
      },
      undo: () => {
        const { past, future, graph } = get();
        const step = past.at(-1);
        if (step) edit(merge3(step.after, step.before, graph), { past: past.slice(0, -1), future: [step, ...future] });
      },
      redo: () => {
        const { past, future, graph } = get();
        const step = future[0];
        if (step) edit(merge3(step.before, step.after, graph), { past: [...past, step], future: future.slice(1) });
      },
      select: (ids) => {
        if (same(ids, get().selection)) return;
        set({ selection: ids });
        unsent.selection = true;
        schedule(unsent.doc ? EDIT_PAUSE : SELECT_PAUSE);
      },
      look: (viewport) => set({ viewport }),
      attach: (next) => {
        send = next;
      },
      flush: () => {
        clearTimeout(timer);
        if (!send || (!unsent.doc && !unsent.selection)) return;
        const { docId, epoch, clientId, seq, rev, graph, selection, turn } = get();
        const doc = unsent.doc ? { docId, epoch, clientId, seq, baseRev: rev, graph } : null;
        const chosen = unsent.selection ? { docId, epoch, turn, ids: selection } : null;
        if (doc) sent = [...sent.filter((draft) => draft.seq !== seq), { seq, graph }];
        unsent = { doc: false, selection: false };
        send(doc, chosen);
      },
      receive: (data) => {
        if (data.docId !== get().docId) openDocument(data);
        else if (data.epoch !== get().epoch) meetNewEpoch(data);
        else meetSameEpoch(data);
        takeShown(data);
        set({ overlay: unchanged(get().overlay, data.overlay) });
      },
    };
  });
}

/** The new overlay, with the old entry wherever it says the same, so that only changed cards redraw. */
function unchanged(old: Overlay, next: Overlay): Overlay {
  const entries = Object.entries(next).map(([id, entry]) => [id, same(old[id], entry) ? old[id] : entry]);
  return same(old, next) ? old : Object.fromEntries(entries);
}

const boards = new Map<string, Store>();

/** The one store of a document, made when first asked for. */
export function boardOf(docId: string): Store {
  const known = boards.get(docId) ?? createBoard();
  boards.set(docId, known);
  return known;
}
