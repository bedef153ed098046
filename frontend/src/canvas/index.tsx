// The canvas as Streamlit mounts it. A remount finds its store again, with history, viewport and unsent edits.

import type { FrontendRenderer, FrontendRendererArgs } from "@streamlit/component-v2-lib";
import { createRoot, type Root } from "react-dom/client";
import "@xyflow/react/dist/base.css";
import "./canvas.css";
import { Canvas } from "./board/Board";
import { writeMemories } from "./state/memory";
import type { Store } from "./state/board";
import { boardOf } from "./state/store";
import { keepName, whoIsHere } from "./state/who";
import type { CanvasData, CanvasState } from "./wire";

type Args = FrontendRendererArgs<CanvasState, CanvasData>;
type Mount = { root: Root; board: Store; leave: () => void };

const mounts = new WeakMap<Args["parentElement"], Mount>();

const render: FrontendRenderer<CanvasState, CanvasData> = (args) => {
  const { data, parentElement, setStateValue } = args as Args;
  const mount = mounts.get(parentElement) ?? open(parentElement, data.docId);
  turnTo(mount, data.docId);
  const board = mount.board.getState();
  board.attach(({ doc, asks, who, look }) => {
    if (doc) setStateValue("doc", doc);
    if (asks) setStateValue("asks", asks);
    if (who) setStateValue("who", who);
    if (look) setStateValue("look", look);
  });
  board.receive(data);
  keepName(data.name);
  mount.root.render(<Canvas board={mount.board} view={data.view} height={data.height} />);
  return () => close(parentElement);
};

function open(parent: Args["parentElement"], docId: string): Mount {
  const host = parent.querySelector<HTMLElement>(".jb-canvas");
  if (!host) throw new Error("The canvas has no element to draw in.");
  const mount: Mount = { root: createRoot(host), board: boardOf(docId), leave: () => undefined };
  const flush = () => {
    mount.board.getState().flush();
    writeMemories();
  };
  const listeners: [EventTarget, string, EventListener][] = [
    [host, "keydown", keepLetters as EventListener],
    [host, "pointerleave", flush], // a button of the page may be next
    [host, "focusout", flush],
    [window, "pagehide", flush],
    [document, "visibilitychange", flush],
  ];
  listeners.forEach(([target, event, listener]) => target.addEventListener(event, listener));
  mount.leave = () => {
    flush();
    listeners.forEach(([target, event, listener]) => target.removeEventListener(event, listener));
  };
  mounts.set(parent, mount);
  mount.board.getState().introduce(whoIsHere());
  return mount;
}

function turnTo(mount: Mount, docId: string) {
  const next = boardOf(docId);
  if (next !== mount.board) {
    mount.board.getState().flush();
    mount.board.getState().leave();
  }
  mount.board = next;
}

/** Streamlit reruns on a bare `r` and offers to clear caches on `c`: letters typed here stay here. */
function keepLetters(event: KeyboardEvent) {
  const bare = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (bare) event.stopPropagation();
}

function close(parent: Args["parentElement"]) {
  const mount = mounts.get(parent);
  mount?.leave();
  mount?.board.getState().leave();
  mount?.root.unmount();
  mounts.delete(parent);
}

export default render;
