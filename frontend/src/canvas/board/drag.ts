// Dragging a kind from the palette by mouse, finger or pen: a ghost follows, wires and open ends show where it may land.

import { wireEnds } from "../model/journey";
import type { Kind } from "../model/catalogue";
import type { Spot } from "../model/edits";
import { CARD_WIDTH } from "../model/layout";
import { add, addLoose, leadsOn, spotAfter } from "./actions";
import type { Desk } from "./desk";

export type Drag = { moved: boolean };
type Landing = { spot?: Spot; marked: Element | null; inside: boolean };

const SLACK = 5; // pixels a press may tremble before it is a drag

/** Follows the pointer until it is let go; a press without moving is left to the click. */
export function startDrag(desk: Desk, kind: Kind, first: globalThis.PointerEvent): Drag {
  const drag: Drag = { moved: false };
  const root = desk.box.current?.getRootNode() as ShadowRoot | Document;
  const board = desk.box.current?.closest<HTMLElement>(".board");
  if (!board) return drag;
  let ghost: HTMLElement | null = null;
  let marked: Element | null = null;

  const mark = (next: Element | null) => {
    if (next === marked) return;
    marked?.classList.remove("landing");
    next?.classList.add("landing");
    marked = next;
  };
  const move = (event: globalThis.PointerEvent) => {
    if (!drag.moved && Math.hypot(event.clientX - first.clientX, event.clientY - first.clientY) < SLACK) return;
    drag.moved = true;
    ghost ??= liftGhost(board, kind);
    ghost.style.translate = `${event.clientX}px ${event.clientY}px`;
    mark(landing(desk, root, kind, event).marked);
  };
  const end = (event: globalThis.PointerEvent) => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", end);
    window.removeEventListener("pointercancel", cancel);
    window.removeEventListener("keydown", escape, true);
    const at = drag.moved && event.type === "pointerup" ? landing(desk, root, kind, event) : null;
    mark(null);
    ghost?.remove();
    board.classList.remove("dropping");
    if (at?.inside) land(desk, kind, at, event);
  };
  const cancel = (event: globalThis.PointerEvent) => end(event);
  const escape = (event: globalThis.KeyboardEvent) => {
    if (event.key === "Escape") end(new globalThis.PointerEvent("pointercancel"));
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", end);
  window.addEventListener("pointercancel", cancel);
  window.addEventListener("keydown", escape, true);
  return drag;
}

function liftGhost(board: HTMLElement, kind: Kind): HTMLElement {
  const ghost = document.createElement("div");
  ghost.className = `ghost fam-${kind.family}`;
  ghost.textContent = kind.label;
  board.append(ghost);
  board.classList.add("dropping");
  return ghost;
}

/** Where the pointer would let it fall: a way out, a wire, after a step, or the open board. */
function landing(desk: Desk, root: ShadowRoot | Document, kind: Kind, { clientX, clientY }: { clientX: number; clientY: number }): Landing {
  const under = root.elementFromPoint(clientX, clientY);
  const inside = Boolean(under?.closest(".react-flow")) && !under?.closest(".react-flow__panel");
  if (!under || !inside || kind.kind === "note") return { marked: null, inside };
  const grow = under.closest<HTMLElement>("[data-spot]");
  if (grow) return { spot: spotOf(grow.dataset.spot ?? "[]"), marked: grow, inside };
  const wire = under.closest<HTMLElement>(".react-flow__edge");
  if (wire) return { spot: spotOf(wire.dataset.id ?? "[]"), marked: wire, inside };
  return { ...afterCard(desk, under.closest<HTMLElement>(".react-flow__node")), inside };
}

function spotOf(text: string): Spot {
  const [source, port] = wireEnds(text);
  return { source, port };
}

function afterCard({ board }: Desk, card: HTMLElement | null): Omit<Landing, "inside"> {
  const id = card?.dataset.id;
  const { journey } = board.getState();
  return id && leadsOn(journey, id) ? { spot: spotAfter(journey, id), marked: card } : { marked: null };
}

function land(desk: Desk, kind: Kind, { spot }: Landing, { clientX, clientY }: { clientX: number; clientY: number }): void {
  if (spot) return add(desk, kind.kind, spot);
  const { x, y } = desk.flow.screenToFlowPosition({ x: clientX, y: clientY });
  addLoose(desk, kind.kind, { x: x - CARD_WIDTH / 2, y: y - 32 });
}

