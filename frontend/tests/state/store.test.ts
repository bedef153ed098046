import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Journey, nodeOf } from "../../src/canvas/model/journey";
import { countedIn } from "../../src/canvas/model/scene";
import { writeMemories } from "../../src/canvas/state/memory";
import type { Send } from "../../src/canvas/state/board";
import { createBoard, MAX_STEPS } from "../../src/canvas/state/store";
import type { CanvasData } from "../../src/canvas/wire";
import { done, drawn, journeyOf, node, someGestures, someJourney } from "../model/journeys";

const A = node("a");
const B = node("b");
const START = journeyOf(A, B);
const movedA = journeyOf({ ...A, position: [8, 16] }, B);
const titled = journeyOf({ ...A, title: "Hello" }, B);
const both = journeyOf({ ...A, title: "Hello", position: [8, 16] }, B);
const NO_OVERLAY = { says: {}, timing: {}, badges: {}, findings: [], docs: {}, figures: null, live: null, comments: [], marks: {} };
const CHOICES = { segments: [], currency: "USD", brand: "", sender: "", opt_out_text: "", sms_price: 0, example: {} };

const data = (more: Partial<CanvasData> = {}): CanvasData => ({
  docId: "d", epoch: "e", rev: 0, ack: { clientId: "", seq: 0 }, refused: null, heard: { clientId: "", n: 0 }, journey: START,
  overlay: NO_OVERLAY, choices: CHOICES, shown: { turn: 0, ids: [] }, view: "board", name: "", readOnly: false, height: 600, ...more,
});

function opened(first: Partial<CanvasData> = {}) {
  const store = createBoard();
  const send = vi.fn<Send>();
  store.getState().attach(send);
  store.getState().receive(data(first));
  const ack = (seq: number) => ({ clientId: store.getState().clientId, seq });
  const docs = () => send.mock.calls.flatMap(([{ doc }]) => (doc ? [doc] : []));
  return { board: () => store.getState(), docs, send, ack };
}

const kept = new Map<string, string>();
beforeEach(() => {
  vi.useFakeTimers();
  kept.clear();
  vi.stubGlobal("sessionStorage", { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => kept.set(key, text) });
});
afterEach(() => {
  writeMemories();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the board", () => {
  test("sends the whole journey once, 120 ms after the last edit", () => {
    const { board, docs } = opened();
    board().commit(titled);
    vi.advanceTimersByTime(100);
    board().commit(both);
    vi.advanceTimersByTime(119);
    expect(docs()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(docs()).toEqual([expect.objectContaining({ docId: "d", epoch: "e", seq: 2, baseRev: 0, journey: both })]);
  });
  test("never lets an older answer touch the drawing, and sends again until it is heard", () => {
    const { board, docs, ack } = opened();
    board().commit(movedA);
    board().flush();
    board().receive(data({ overlay: { ...NO_OVERLAY, says: { a: "new words" } } }));
    expect(board().journey).toEqual(movedA);
    expect(board().overlay.says.a).toBe("new words");
    vi.advanceTimersByTime(500);
    expect(docs().length).toBe(2);
    board().receive(data({ ack: ack(1), journey: movedA }));
    vi.advanceTimersByTime(60_000);
    expect(docs().length).toBe(2);
  });
  test("adopts a newer revision when nothing is pending, as one step that can be undone", () => {
    const { board, docs } = opened();
    board().receive(data({ rev: 1, journey: titled }));
    vi.advanceTimersByTime(1_000);
    expect(board().journey).toEqual(titled);
    expect(docs()).toEqual([]);
    board().undo();
    expect(board().journey).toEqual(START);
  });
  test("merges a newer revision under pending edits and sends on its base", () => {
    const { board, docs } = opened();
    board().commit(movedA);
    board().receive(data({ rev: 1, journey: titled }));
    vi.advanceTimersByTime(120);
    expect(docs()).toEqual([expect.objectContaining({ baseRev: 1, journey: both })]);
  });
  test("is in step when merging leaves nothing of its own to send", () => {
    const { board, docs } = opened();
    board().commit(movedA);
    board().receive(data({ rev: 1, journey: { ...START, start: null, nodes: [B] } }));
    vi.advanceTimersByTime(1_000);
    expect(board().acked).toBe(board().seq);
    expect(docs()).toEqual([]);
  });
  test("merges against what Python last acknowledged, not against older drawings", () => {
    const { board, ack } = opened();
    board().commit(titled);
    board().flush();
    board().commit(both);
    board().receive(data({ rev: 1, ack: ack(1), journey: journeyOf({ ...A, title: "Theirs" }, B) }));
    expect(nodeOf(board().journey, "a")).toMatchObject({ title: "Theirs", position: [8, 16] });
  });
  test("keeps unsent edits and renumbers when Python lives anew", () => {
    const { board, docs } = opened();
    const before = board().clientId;
    board().commit(movedA);
    board().receive(data({ epoch: "f", rev: 0 }));
    vi.advanceTimersByTime(120);
    expect(board().clientId).not.toBe(before);
    expect(docs()).toEqual([expect.objectContaining({ epoch: "f", seq: 1, journey: movedA })]);
  });
  test("forgets everything when another journey opens", () => {
    const { board } = opened();
    board().commit(movedA);
    board().receive(data({ docId: "other", journey: titled }));
    expect(board()).toMatchObject({ journey: titled, past: [], selection: [], seq: 0 });
  });
  test("says why a drawing cannot be kept, keeps it all the same, and is well again after the next", () => {
    const { board, ack, docs } = opened();
    board().commit(titled);
    board().flush();
    board().receive(data({ ack: ack(1), refused: { seq: 1, words: "no." } }));
    expect(board()).toMatchObject({ journey: titled, refused: "no." });
    vi.advanceTimersByTime(60_000);
    expect(docs().length).toBe(1);
    board().commit(both);
    board().flush();
    board().receive(data({ ack: ack(2) }));
    expect(board().refused).toBeNull();
  });
  test("still has a refused drawing after a reload of the page", () => {
    const before = opened();
    before.board().commit(titled);
    before.board().flush();
    before.board().receive(data({ ack: before.ack(1), refused: { seq: 1, words: "no." } }));
    writeMemories();
    const { board, docs } = opened({ epoch: "f" });
    expect(board().journey).toEqual(titled);
    vi.advanceTimersByTime(200);
    expect(docs()).toEqual([expect.objectContaining({ epoch: "f", journey: titled })]);
  });
  test("asks each question until it is heard", () => {
    const { board, send } = opened();
    board().ask({ ask: "comment", id: "c", node: "a", text: "Why?" });
    const [{ asks }] = send.mock.lastCall ?? [{}];
    expect(asks?.items).toEqual([{ ask: "comment", id: "c", node: "a", text: "Why?", n: 1 }]);
    expect(board().asks.length).toBe(1);
    board().receive(data({ heard: { clientId: asks?.clientId ?? "", n: 1 } }));
    expect(board().asks).toEqual([]);
  });
  test("read-only, changes nothing and sends nothing", () => {
    const { board, docs } = opened({ readOnly: true });
    board().commit(titled);
    vi.advanceTimersByTime(1_000);
    expect(board().journey).toEqual(START);
    expect(docs()).toEqual([]);
  });
});

describe("the undo list", () => {
  test("takes back my move and keeps what Python changed since", () => {
    const { board, ack } = opened();
    board().commit(movedA);
    board().flush();
    board().receive(data({ rev: 1, ack: ack(1), journey: both }));
    board().undo();
    board().undo();
    expect(board().journey).toEqual(START);
    board().redo();
    board().redo();
    expect(board().journey).toEqual(both);
  });
  test("makes one step of a text that is typed, and a new one after the field was left", () => {
    const { board } = opened();
    for (const title of ["H", "He", "Hel"]) board().commit(journeyOf({ ...A, title }, B), { as: "a.title" });
    expect(board().past.length).toBe(1);
    board().settle();
    board().commit(journeyOf({ ...A, title: "Help" }, B), { as: "a.title" });
    expect(board().past.length).toBe(2);
    board().undo();
    expect(nodeOf(board().journey, "a")?.title).toBe("Hel");
    board().undo();
    expect(board().journey).toEqual(START);
  });
  test("has no step where typing came back to where it began", () => {
    const { board } = opened();
    board().commit(titled, { as: "a.title" });
    board().commit(START, { as: "a.title" });
    expect(board().past).toEqual([]);
  });
  test("leads to the empty board and back to the end, whatever was drawn", () => {
    fc.assert(
      fc.property(someJourney, someGestures, (first, gestures) => {
        const { board } = opened({ docId: `d${Math.random()}`, journey: first });
        for (const gesture of gestures) board().commit(done(board().journey, gesture));
        const end = board().journey;
        for (let left = board().past.length; left; left -= 1) board().undo();
        expect(byId(board().journey)).toEqual(byId(first));
        for (let left = board().future.length; left; left -= 1) board().redo();
        expect(byId(board().journey)).toEqual(byId(end));
      }),
      { numRuns: 60 },
    );
  });
  test(`holds ${MAX_STEPS} steps`, () => {
    const { board } = opened();
    for (let i = 1; i <= MAX_STEPS + 20; i += 1) board().commit(journeyOf({ ...A, title: `${i}` }, B));
    expect(board().past.length).toBe(MAX_STEPS);
  });
  test("survives a reload of the page, with edits that Python has not confirmed", () => {
    const before = opened();
    before.board().commit(titled);
    writeMemories();
    const { board, docs } = opened({ epoch: "f" });
    expect(board().journey).toEqual(titled);
    vi.advanceTimersByTime(200);
    expect(docs()).toEqual([expect.objectContaining({ epoch: "f", journey: titled })]);
    board().undo();
    expect(board().journey).toEqual(START);
  });
  test("gives up its oldest steps, never the edit, where the browser keeps no more", () => {
    vi.stubGlobal("sessionStorage", {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => {
        if (text.length > 3_000) throw new Error("QuotaExceededError");
        kept.set(key, text);
      },
    });
    const before = opened();
    for (let i = 0; i < 90; i += 1) before.board().commit(journeyOf({ ...A, title: `Title ${i}` }, B));
    writeMemories();
    const { board } = opened({ epoch: "f" });
    expect(nodeOf(board().journey, "a")?.title).toBe("Title 89");
    expect(board().past.length).toBeGreaterThan(5);
  });
});

const byId = ({ nodes, ...own }: Journey) => ({ ...own, nodes: Object.fromEntries(nodes.map((one) => [one.id, one])) });

describe("browser and Python", () => {
  test("end with the same journey, whatever is drawn on both sides and however late the answers come", () => {
    fc.assert(
      fc.property(someJourney, fc.array(fc.record({ mine: someGestures, theirs: fc.option(someGestures), late: fc.nat(3) }), { maxLength: 8 }), (first, rounds) => {
        const python = { journey: first, rev: 0, ack: { clientId: "", seq: 0 } };
        const { board, docs } = opened({ docId: `x${Math.random()}`, journey: first });
        const docId = board().docId;
        const answers: CanvasData[] = [];
        let read = 0;
        const hear = () => {
          for (const doc of docs().slice(read)) {
            const known = doc.clientId === python.ack.clientId && doc.seq <= python.ack.seq;
            if (!known && doc.baseRev === python.rev) Object.assign(python, { journey: doc.journey, ack: { clientId: doc.clientId, seq: doc.seq } });
          }
          read = docs().length;
          answers.push(structuredClone(data({ docId, ...python })));
        };
        for (const { mine, theirs, late } of rounds) {
          board().commit(drawn(mine, board().journey));
          board().flush();
          if (theirs) Object.assign(python, { journey: drawn(theirs, python.journey), rev: python.rev + 1 });
          hear();
          if (answers.length > late) answers.splice(0).forEach((answer) => board().receive(answer));
        }
        for (let i = 0; i < 12; i += 1) {
          hear();
          answers.splice(0).forEach((answer) => board().receive(answer));
          vi.advanceTimersByTime(9_000);
        }
        expect(byId(board().journey)).toEqual(byId(python.journey));
      }),
      { numRuns: 80 },
    );
  });
});

describe("live figures", () => {
  const live = (flying: boolean) => ({ ...NO_OVERLAY, live: { on: true, flying, problem: "" } });
  const looks = (send: ReturnType<typeof vi.fn<Send>>) => send.mock.calls.filter(([{ look }]) => look !== undefined).length;
  test("are fetched while they are in the air, less and less often, and no more once they have landed", () => {
    const { board, send } = opened();
    board().receive(data({ overlay: live(true) }));
    vi.advanceTimersByTime(1_000);
    const early = looks(send);
    expect(early).toBeGreaterThan(1);
    vi.advanceTimersByTime(9_000); // Streamlit delivers nothing as long as nothing new is said
    expect(looks(send) - early).toBeLessThan(12);
    board().receive(data({ overlay: live(false) }));
    const all = looks(send);
    vi.advanceTimersByTime(60_000);
    expect(looks(send)).toBe(all);
  });
  test("are not fetched between an edit and its answer, which says what is in the air then", () => {
    const { board, send, ack } = opened();
    board().receive(data({ overlay: live(true) }));
    board().commit(titled);
    vi.advanceTimersByTime(5_000);
    expect(looks(send)).toBe(0);
    board().receive(data({ overlay: live(true), ack: ack(1) }));
    vi.advanceTimersByTime(1_000);
    expect(looks(send)).toBeGreaterThan(0);
  });
  test("are not fetched for a board that is left", () => {
    const { board, send } = opened();
    board().receive(data({ overlay: live(true) }));
    board().leave();
    vi.advanceTimersByTime(60_000);
    expect(looks(send)).toBe(0);
  });
  test("that arrive while something is dragged are drawn when it is let go, the newest only", () => {
    const { board, ack } = opened();
    const before = board().overlay;
    board().hold();
    board().receive(data({ overlay: { ...live(true), says: { a: "one" } } }));
    board().receive(data({ overlay: { ...live(false), says: { a: "two" } } }));
    expect(board().overlay).toBe(before);
    board().commit(movedA);
    board().flush();
    board().receive(data({ ack: ack(1), journey: movedA, overlay: { ...live(false), says: { a: "three" } } }));
    expect(board().acked).toBe(1);
    expect(board().overlay).toBe(before);
    board().release();
    expect(board().overlay.says.a).toBe("three");
    board().receive(data({ ack: ack(1), journey: movedA, overlay: { ...live(false), says: { a: "four" } } }));
    expect(board().overlay.says.a).toBe("four");
  });
  test("need no room of their own when they come: cards have it since the switch was on", () => {
    const figures = { run: "", stale: false, entries: 1, nodes: {}, flows: [], flown: null, ghost: null };
    expect(countedIn(live(true))).toBe("live");
    expect(countedIn({ ...live(false), figures })).toBe("live");
    expect(countedIn({ ...NO_OVERLAY, figures })).toBe("run");
    expect(countedIn(NO_OVERLAY)).toBe(false);
  });
});
