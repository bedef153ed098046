import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { layOut } from "../src/canvas/layout";
import { merge3 } from "../src/canvas/merge";
import { createBoard, type Send } from "../src/canvas/store";
import type { CanvasData, Graph, JourneyNode } from "../src/canvas/types";

const node = (id: string, fields: Partial<JourneyNode> = {}): JourneyNode => ({
  id, kind: "sms", family: "message", title: id, label: "SMS", icon: "sms", stage: null, excerpt: "", x: null, y: null,
  ports: [{ name: "next", label: "" }], badges: [], ...fields,
});
const graphOf = (...nodes: JourneyNode[]): Graph => ({ nodes, edges: [] });
const A = node("a");
const B = node("b");
const START = graphOf(A, B);
const moveA = graphOf({ ...A, x: 8, y: 16 }, B);
const titleA = graphOf({ ...A, title: "Hello" }, B);
const both = graphOf({ ...A, title: "Hello", x: 8, y: 16 }, B);

describe("merging", () => {
  test("takes my move and their title of the same node", () => {
    expect(merge3(START, moveA, titleA)).toEqual(both);
  });
  test("lets my own edit win over theirs of the same field", () => {
    const mine = graphOf({ ...A, title: "Mine" }, B);
    expect(merge3(START, mine, titleA).nodes[0]?.title).toBe("Mine");
  });
  test("does not bring back a node they deleted because I moved it", () => {
    expect(merge3(START, moveA, graphOf(B))).toEqual(graphOf(B));
  });
  test("keeps a node they deleted whose content I changed", () => {
    expect(merge3(START, titleA, graphOf(B)).nodes.map(({ id }) => id)).toEqual(["b", "a"]);
  });
  test("keeps my deletion, drops its wires and takes their new node", () => {
    const theirs = { nodes: [A, B, node("c")], edges: [{ source: "a", port: "next", target: "b" }, { source: "b", port: "next", target: "c" }] };
    expect(merge3(START, graphOf(B), theirs)).toEqual({ nodes: [B, node("c")], edges: [theirs.edges[1]] });
  });
});

const data = (more: Partial<CanvasData> = {}): CanvasData => ({
  docId: "d", epoch: "e", rev: 0, ack: { clientId: "", seq: 0 }, graph: START, overlay: {}, shown: { turn: 0, ids: [] }, height: 600, ...more,
});

function opened() {
  const store = createBoard();
  const send = vi.fn<Send>();
  store.getState().attach(send);
  store.getState().receive(data());
  const ack = (seq: number) => ({ clientId: store.getState().clientId, seq });
  return { board: () => store.getState(), send, ack };
}

describe("the board", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("sends the whole drawing once, 120 ms after the last edit", () => {
    const { board, send } = opened();
    board().commit(titleA);
    vi.advanceTimersByTime(100);
    board().commit(both);
    vi.advanceTimersByTime(119);
    expect(send).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(send).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ docId: "d", epoch: "e", seq: 2, baseRev: 0, graph: both }), null);
  });
  test("never lets an older answer touch the drawing, and sends again", () => {
    const { board, send, ack } = opened();
    board().commit(moveA);
    board().flush();
    board().receive(data({ overlay: { a: { line: "1 sent" } } }));
    expect(board().graph).toEqual(moveA);
    expect(board().overlay.a?.line).toBe("1 sent");
    vi.advanceTimersByTime(500);
    expect(send).toHaveBeenCalledTimes(2);
    board().receive(data({ ack: ack(1), graph: moveA }));
    vi.advanceTimersByTime(60_000);
    expect(send).toHaveBeenCalledTimes(2);
  });
  test("adopts a newer revision when nothing is pending", () => {
    const { board, send } = opened();
    board().receive(data({ rev: 1, graph: titleA }));
    vi.advanceTimersByTime(1_000);
    expect(board().graph).toEqual(titleA);
    expect(send).not.toHaveBeenCalled();
  });
  test("merges a newer revision under pending edits and sends on its base", () => {
    const { board, send } = opened();
    board().commit(moveA);
    board().receive(data({ rev: 1, graph: titleA }));
    vi.advanceTimersByTime(120);
    expect(send).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ baseRev: 1, graph: both }), null);
  });
  test("is saved when merging leaves nothing of its own to send", () => {
    const { board, send } = opened();
    board().commit(moveA);
    board().receive(data({ rev: 1, graph: graphOf(B) }));
    vi.advanceTimersByTime(1_000);
    expect(board().acked).toBe(board().seq);
    expect(send).not.toHaveBeenCalled();
  });
  test("merges against what Python last acknowledged, not against older drawings", () => {
    const { board, ack } = opened();
    board().commit(titleA);
    board().flush();
    board().commit(both);
    board().receive(data({ rev: 1, ack: ack(1), graph: graphOf({ ...A, title: "Theirs" }, B) }));
    expect(board().graph.nodes[0]).toMatchObject({ title: "Theirs", x: 8 });
  });
  test("keeps unsent edits and renumbers when Python lives anew", () => {
    const { board, send } = opened();
    const before = board().clientId;
    board().commit(moveA);
    board().receive(data({ epoch: "f", rev: 0 }));
    vi.advanceTimersByTime(120);
    expect(board().clientId).not.toBe(before);
    expect(send).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ epoch: "f", seq: 1, graph: moveA }), null);
  });
  test("forgets everything when another journey opens", () => {
    const { board } = opened();
    board().commit(moveA);
    board().receive(data({ docId: "other", graph: titleA }));
    expect(board()).toMatchObject({ graph: titleA, past: [], selection: [], seq: 0 });
  });
  test("undo takes back my move and keeps what Python changed since", () => {
    const { board, ack } = opened();
    board().commit(moveA);
    board().flush();
    board().receive(data({ rev: 1, ack: ack(1), graph: both }));
    board().undo();
    expect(board().graph).toEqual(titleA);
    board().redo();
    expect(board().graph).toEqual(both);
  });
  test("takes a selection from Python once, and then the user's", () => {
    const { board, send } = opened();
    board().receive(data({ shown: { turn: 1, ids: ["b"] } }));
    expect(board().selection).toEqual(["b"]);
    board().select(["a"]);
    board().receive(data({ shown: { turn: 1, ids: ["b"] } }));
    expect(board().selection).toEqual(["a"]);
    vi.advanceTimersByTime(30);
    expect(send).toHaveBeenCalledExactlyOnceWith(null, { docId: "d", epoch: "e", turn: 1, ids: ["a"] });
  });
});

describe("the layout", () => {
  const split = node("s", { ports: [{ name: "yes", label: "Yes" }, { name: "no", label: "No" }] });
  const wires = [{ source: "s", port: "yes", target: "b" }, { source: "s", port: "no", target: "a" }];
  const graph: Graph = { nodes: [split, A, B, node("n", { kind: "note", family: "note", ports: [] })], edges: wires };

  test("is the same for the same graph, with the first port on the left", () => {
    const { places } = layOut(graph);
    expect(layOut(graph).places).toEqual(places);
    expect(places.get("b")!.x).toBeLessThan(places.get("a")!.x);
  });
  test("leaves a moved card where it is and the others where they were", () => {
    const moved = { ...graph, nodes: graph.nodes.map((one) => (one.id === "a" ? { ...one, x: 900, y: 40 } : one)) };
    const before = layOut(graph).places;
    expect(layOut(moved).places).toEqual(new Map(before).set("a", { x: 900, y: 40 }));
  });
  test("puts a loose note beside the journey", () => {
    const { places } = layOut(graph);
    expect(places.get("n")!.x).toBeGreaterThan(Math.max(places.get("a")!.x, places.get("b")!.x) + 272);
  });
  test("crosses no wires where branches can stand side by side", () => {
    const rows = ["b", "c", "d"].map((id) => node(id));
    const tails = ["x", "y", "z"].map((id) => node(id));
    const three = node("s", { ports: ["1", "2", "3"].map((name) => ({ name, label: name })) });
    const heads = rows.map(({ id }, i) => ({ source: "s", port: `${i + 1}`, target: id }));
    const ends = rows.map(({ id }, i) => ({ source: id, port: "next", target: tails[i]!.id }));
    const { places } = layOut({ nodes: [three, ...tails, ...rows], edges: [...heads, ...ends] });
    const left = (ids: string[]) => ids.map((id) => places.get(id)!.x);
    expect(left(["b", "c", "d"])).toEqual([...left(["b", "c", "d"])].sort((a, b) => a - b));
    expect(left(["x", "y", "z"])).toEqual([...left(["x", "y", "z"])].sort((a, b) => a - b));
  });
});
