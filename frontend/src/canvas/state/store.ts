// The browser's half of the drawing: it lives outside the mount, so history, viewport and unsent edits survive one.

import { createStore } from "zustand/vanilla";
import { EMPTY, type Journey } from "../model/journey";
import { applied, difference, isEmpty, merged, type Patch, same } from "../model/patch";
import type { CanvasData, Overlay, WhoState } from "../wire";
import type { Board, Send, Store } from "./board";
import { lookout } from "./lookout";
import { recall, remember } from "./memory";
import { kept, NO_CHOICES, NO_OVERLAY, unchanged } from "./overlay";

export const MAX_STEPS = 100;
const EDIT_PAUSE = 120; // ms after the last edit before the drawing is sent
const MAX_WAIT = 8_000;

const newClient = () => Math.random().toString(36).slice(2, 10); // crypto.randomUUID needs https

export function createBoard(): Store {
  return createStore<Board>((set, get) => {
    let send: Send | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let unsent = { doc: false, asks: false };
    let who: WhoState | undefined;
    let sent: { seq: number; journey: Journey }[] = [];
    let resends = 0;
    let asked = 0;
    let typing: { as: string; origin: Journey } | null = null;
    let held: { overlay: Overlay | null } | null = null;
    const figures = lookout(() => send?.({ look: Date.now() }));

    const schedule = (pause: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => get().flush(), pause);
    };

    const keep = () => {
      const { docId, readOnly, past, future, viewport, seq, acked, refused, base, journey } = get();
      const isKept = seq <= acked && refused === null;
      if (!readOnly) remember(docId, { past, future, viewport, pending: isKept ? null : { base, journey } });
    };

    const edit = (journey: Journey, others: Partial<Board>) => {
      figures.end(); // the answer to the edit says what is in the air then
      set({ journey, seq: get().seq + 1, ...others, selection: living(journey, others.selection ?? get().selection) });
      resends = 0;
      unsent.doc = true;
      keep();
      schedule(EDIT_PAUSE);
    };

    const sendAgain = () => {
      unsent.doc = true;
      schedule(Math.min(EDIT_PAUSE * 2 ** resends++, MAX_WAIT));
    };

    const agree = (acked: number, refused: CanvasData["refused"]) => {
      const agreed = sent.filter((draft) => draft.seq <= acked && draft.seq !== refused?.seq).at(-1);
      sent = sent.filter((draft) => draft.seq > acked);
      set({ acked, refused: refused?.words ?? null, ...(agreed ? { base: agreed.journey } : {}) });
      keep();
    };

    const renumber = (data: CanvasData) => {
      sent = [];
      unsent = { doc: false, asks: get().asks.length > 0 };
      set({ epoch: data.epoch, rev: data.rev, clientId: newClient(), seq: 0, acked: 0, base: data.journey, refused: null });
      if (unsent.asks) schedule(EDIT_PAUSE);
    };

    const adopt = (journey: Journey) => set({ journey, base: journey, selection: living(journey, get().selection) });

    const rebase = (base: Journey, mine: Journey, theirs: Journey) => {
      const both = merged(base, mine, theirs);
      sent = [];
      adopt(theirs);
      if (same(both, theirs)) settleAll();
      else edit(both, {});
    };

    const settleAll = () => {
      unsent.doc = false;
      set({ acked: get().seq });
      keep();
    };

    const openDocument = (data: CanvasData) => {
      renumber(data);
      adopt(data.journey);
      typing = null;
      const memory = data.readOnly ? null : recall(data.docId);
      const { ids: selection, turn } = data.shown;
      set({ docId: data.docId, past: memory?.past ?? [], future: memory?.future ?? [], selection, turn, viewport: memory?.viewport });
      if (memory?.pending) rebase(memory.pending.base, memory.pending.journey, data.journey);
    };

    const meetNewEpoch = (data: CanvasData) => {
      const { base, journey, seq, acked } = get();
      renumber(data);
      set({ turn: data.shown.turn });
      if (seq > acked) rebase(base, journey, data.journey);
      else adopt(data.journey);
    };

    const meetNewRevision = (data: CanvasData) => {
      const { base, journey, seq, acked, past } = get();
      set({ rev: data.rev, refused: null });
      if (seq > acked) rebase(base, journey, data.journey);
      else adopt(data.journey);
      const step = difference(journey, get().journey);
      if (!isEmpty(step)) set({ past: [...past, step].slice(-MAX_STEPS), future: [] });
      typing = null;
      keep();
    };

    const meetSameEpoch = (data: CanvasData) => {
      const mine = data.ack.clientId === get().clientId;
      if (mine) agree(Math.max(get().acked, data.ack.seq), data.refused);
      if (data.rev > get().rev) meetNewRevision(data);
      else if (get().acked < get().seq) sendAgain(); // an older answer never touches the drawing
    };

    const takeShown = ({ shown }: CanvasData) => {
      if (shown.turn > get().turn) set({ turn: shown.turn, selection: shown.ids });
    };

    const takeHeard = ({ heard }: CanvasData) => {
      if (heard.clientId !== asker) return;
      const asks = get().asks.filter(({ n }) => n > heard.n);
      if (asks.length !== get().asks.length) set({ asks });
    };

    const asker = newClient();

    const overlay = (next: Overlay) => set({ overlay: unchanged(get().overlay, next) });

    const step = (from: Patch[], back: boolean): Patch | undefined => {
      const patch = from.at(-1);
      typing = null;
      if (patch) edit(applied(get().journey, patch, back), {});
      return patch;
    };

    return {
      docId: "",
      epoch: "",
      clientId: newClient(),
      rev: -1,
      seq: 0,
      acked: 0,
      journey: EMPTY,
      base: EMPTY,
      refused: null,
      readOnly: false,
      overlay: NO_OVERLAY,
      choices: NO_CHOICES,
      selection: [],
      turn: 0,
      past: [],
      future: [],
      asks: [],
      notice: null,

      commit: (after, { as, select } = {}) => {
        const { journey: before, past, readOnly } = get();
        const selection = select ? { selection: select } : {};
        if (readOnly || isEmpty(difference(before, after))) return set(selection);
        const goesOn = as !== undefined && typing?.as === as;
        const origin = goesOn && typing ? typing.origin : before;
        typing = as === undefined ? null : { as, origin };
        const steps = [...(goesOn ? past.slice(0, -1) : past), difference(origin, after)];
        edit(after, { past: steps.filter((one) => !isEmpty(one)).slice(-MAX_STEPS), future: [], ...selection });
      },
      settle: () => {
        typing = null;
      },
      undo: () => {
        const { past, future } = get();
        const patch = step(past, true);
        if (patch) set({ past: past.slice(0, -1), future: [...future, patch] });
        keep();
      },
      redo: () => {
        const { past, future } = get();
        const patch = step(future, false);
        if (patch) set({ past: [...past, patch], future: future.slice(0, -1) });
        keep();
      },
      select: (ids) => {
        typing = null;
        if (!same(ids, get().selection)) set({ selection: ids });
      },
      look: (viewport) => {
        set({ viewport });
        keep();
      },
      ask: (ask) => {
        asked += 1;
        set({ asks: [...get().asks, { ...ask, n: asked }] });
        unsent.asks = true;
        get().flush();
      },
      say: (words, level = "info") => set({ notice: { words, level, at: Date.now() } }),
      introduce: (next) => {
        who = next;
        schedule(0);
      },
      attach: (next) => {
        send = next;
      },
      leave: () => figures.end(),
      flush: () => {
        clearTimeout(timer);
        if (!send || !(unsent.doc || unsent.asks || who)) return;
        const { docId, epoch, clientId, seq, rev, journey, asks } = get();
        const doc = unsent.doc ? { docId, epoch, clientId, seq, baseRev: rev, journey } : undefined;
        if (doc) sent = [...sent.filter((draft) => draft.seq !== seq), { seq, journey }];
        const questions = unsent.asks ? { docId, clientId: asker, items: asks } : undefined;
        const message = { doc, asks: questions, who };
        unsent = { doc: false, asks: false };
        who = undefined;
        send(message);
      },
      receive: (data) => {
        set({ readOnly: data.readOnly });
        if (data.docId !== get().docId) openDocument(data);
        else if (data.epoch !== get().epoch) meetNewEpoch(data);
        else meetSameEpoch(data);
        takeShown(data);
        takeHeard(data);
        set({ choices: kept(get().choices, data.choices) });
        if (held) held.overlay = data.overlay;
        else overlay(data.overlay);
        figures.watch(Boolean(data.overlay.live?.flying));
      },
      hold: () => {
        held ??= { overlay: null };
      },
      release: () => {
        const late = held?.overlay;
        held = null;
        if (late) overlay(late);
      },
    };
  });
}

/** What of a selection is still there. */
function living(journey: Journey, selection: string[]): string[] {
  const ids = new Set(["entry", ...journey.nodes.map(({ id }) => id)]);
  const left = selection.filter((id) => ids.has(id) || id.startsWith("["));
  return left.length === selection.length ? selection : left;
}

const boards = new Map<string, Store>();

/** The one store of a document, made when first asked for. */
export function boardOf(docId: string): Store {
  const known = boards.get(docId) ?? createBoard();
  boards.set(docId, known);
  return known;
}
