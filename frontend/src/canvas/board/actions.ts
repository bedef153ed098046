// What can be done on the board, by whatever hand: the mouse, a key, a button.

import { copied, pasted } from "../model/clipboard";
import { kindNamed } from "../model/catalogue";
import { added, blankNode, connected, moved, removed, type Spot, tidied, whyNot, withFields } from "../model/edits";
import { ENTRY, isWire, type Journey, type JourneyNode, nodeOf, type Position, portsOf, waysOut, wireEnds, wiresOf } from "../model/journey";
import { plural } from "../text/words";
import type { Desk } from "./desk";
import { motion, reveal } from "./view";

const CLIPBOARD = "journeyboard:clipboard"; // where the browser's own cannot be reached

const MOST_FRAMES = 60; // a second: a card that is not drawn by then never will be

/** Tries once a frame until it succeeds, then goes on; gives up after a second. */
export function whenDrawn(ready: () => boolean, otherwise: () => void = () => undefined, frames = MOST_FRAMES): void {
  if (ready()) return;
  if (frames) requestAnimationFrame(() => whenDrawn(ready, otherwise, frames - 1));
  else otherwise();
}

/** Brings a step into sight and gives it the focus, as soon as it is drawn. */
export function show(desk: Desk, id: string): void {
  const isKnown = () => {
    const room = desk.box.current?.getBoundingClientRect();
    if (!room || !desk.flow.getNode(id)) return false;
    reveal(desk.flow, id, room);
    return true;
  };
  whenDrawn(isKnown);
  focusCard(desk, id);
}

/** Gives a step's card the focus, the board where the card never comes. */
export function focusCard(desk: Desk, id: string): void {
  whenDrawn(() => focusNode(desk, id), () => desk.box.current?.focus({ preventScroll: true }));
}

/** Where a new step goes after a node: its first open way out, else into its first. */
export function spotAfter(journey: Journey, id: string): Spot | undefined {
  const ports = waysOut(journey, id).filter(({ quiet, target }) => !quiet || target);
  const port = ports.find(({ target }) => !target) ?? ports[0];
  return port && { source: id, port: port.name };
}

/** A new step of a kind at a spot; without one, after the selected step, after the entry of an empty journey, or loose. */
export function add(desk: Desk, kind: string, spot?: Spot): void {
  const { journey, selection, commit } = desk.board.getState();
  const node = blankNode(journey, kind);
  const selected = selection.length === 1 && selection[0] ? spotOf(journey, selection[0]) : undefined;
  const at = spot ?? selected ?? (journey.start ? undefined : { source: ENTRY, port: "start" });
  const place = at ? {} : { position: freeSpot(journey, middleOfView(desk)) };
  commit(added(journey, { ...node, ...place }, kindNamed(kind).kind === "note" ? undefined : at), { select: [node.id] });
  show(desk, node.id);
}

function spotOf(journey: Journey, id: string): Spot | undefined {
  if (!isWire(id)) return spotAfter(journey, id);
  const [source, port] = wireEnds(id);
  return { source, port };
}

function middleOfView({ flow, box }: Desk): [number, number] {
  const room = box.current?.getBoundingClientRect();
  const { x, y } = flow.screenToFlowPosition({ x: (room?.left ?? 0) + (room?.width ?? 0) / 2, y: (room?.top ?? 0) + (room?.height ?? 0) / 2 });
  return [Math.round(x - 136), Math.round(y - 40)];
}

/** A spot that no other step was given: one behind the other, they could not be seen. */
function freeSpot(journey: Journey, [x, y]: [number, number]): [number, number] {
  const taken = journey.nodes.some(({ position }) => position && Math.abs(position[0] - x) < 24 && Math.abs(position[1] - y) < 24);
  return taken ? freeSpot(journey, [x + 32, y + 32]) : [x, y];
}

/** A new step dropped on the open board; the first of an empty journey is what the entry leads to. */
export function addLoose(desk: Desk, kind: string, { x, y }: Position): void {
  const { journey, commit } = desk.board.getState();
  const node = blankNode(journey, kind);
  const first = !journey.start && journey.nodes.length === 0 && kind !== "note";
  const there: JourneyNode = { ...node, position: [Math.round(x), Math.round(y)] };
  commit(first ? added(journey, node, { source: ENTRY, port: "start" }) : added(journey, there), { select: [node.id] });
  show(desk, node.id);
}

/** Leads a way out to a step, or says why not. A loose step then stands where the layout wants it. */
export function connect({ board }: Desk, spot: Spot, to: string): boolean {
  const { journey, commit, say } = board.getState();
  const why = whyNot(journey, spot, to);
  if (why) say(why, "error");
  else commit(connected(taken(journey, to), spot, to));
  return !why;
}

function taken(journey: Journey, id: string): Journey {
  const loose = !wiresOf(journey).some((wire) => wire.source === id || wire.target === id);
  return loose ? withFields(journey, id, { position: undefined }) : journey;
}

/** Leads a wire elsewhere, or takes it from one way out to another. */
export function reconnect(desk: Desk, old: Spot, spot: Spot, to: string): void {
  const { journey, commit, say } = desk.board.getState();
  const without = connected(journey, old, null);
  const why = whyNot(without, spot, to);
  if (why) say(why, "error");
  else commit(connected(without, spot, to));
}

/** Removes what is selected; wires are left open, neighbours joined where that is unambiguous. */
export function remove({ board }: Desk): void {
  const { journey, selection, commit, say } = board.getState();
  if (selection.includes(ENTRY)) say("The entry stays: every journey begins somewhere. Select it to choose who enters.");
  const opened = selection.filter(isWire).reduce((now, id) => {
    const [source, port] = wireEnds(id);
    return connected(now, { source, port }, null);
  }, journey);
  commit(removed(opened, selection.filter((id) => !isWire(id) && id !== ENTRY)), { select: [] });
}

const selectedNodes = ({ board }: Desk) => board.getState().selection.filter((id) => !isWire(id) && id !== ENTRY);

/** The selected steps as text; undefined when none is selected. */
export function copy(desk: Desk): string | undefined {
  const ids = selectedNodes(desk);
  if (!ids.length) return undefined;
  const text = copied(desk.board.getState().journey, ids);
  try {
    localStorage.setItem(CLIPBOARD, text);
  } catch {
    // the browser's own clipboard still has it
  }
  desk.board.getState().say(`${plural(ids.length, "step")} copied.`);
  return text;
}

export function cut(desk: Desk): string | undefined {
  const text = copy(desk);
  if (text) remove(desk);
  return text;
}

/** Pastes copied steps; after the selected step where it has an open way out and one step begins what was copied. */
export function paste(desk: Desk, text = localStorage.getItem(CLIPBOARD) ?? ""): void {
  const { journey, commit, say, selection } = desk.board.getState();
  const result = pasted(journey, text);
  if ("problem" in result) return say(result.problem, "error");
  commit(joined(result.journey, result.ids, selection), { select: result.ids });
  if (result.ids[0]) show(desk, result.ids[0]);
  say(`${plural(result.ids.length, "step")} pasted.`);
}

function joined(journey: Journey, ids: string[], selection: string[]): Journey {
  const led = new Set(wiresOf(journey).map(({ target }) => target));
  const roots = ids.filter((id) => !led.has(id) && nodeOf(journey, id)?.kind !== "note");
  const open = selection.length === 1 && selection[0] && !isWire(selection[0]) ? spotAfter(journey, selection[0]) : undefined;
  const free = open && !waysOut(journey, open.source).find(({ name }) => name === open.port)?.target;
  return free && roots.length === 1 && roots[0] ? connected(journey, open, roots[0]) : journey;
}

export function duplicate(desk: Desk): void {
  const { journey, commit } = desk.board.getState();
  const ids = selectedNodes(desk);
  const result = ids.length ? pasted(journey, copied(journey, ids)) : { problem: "" };
  if ("problem" in result) return;
  commit(result.journey, { select: result.ids });
  if (result.ids[0]) show(desk, result.ids[0]);
}

export function selectAll({ board }: Desk): void {
  board.getState().select(board.getState().journey.nodes.map(({ id }) => id));
}

/** Lays every step out again; the zoom stays, and what is selected (else the entry) stays in sight. */
export function tidy(desk: Desk): void {
  const { journey, selection, commit } = desk.board.getState();
  commit(tidied(journey));
  const [id = ENTRY] = selection;
  setTimeout(() => desk.box.current && reveal(desk.flow, id, desk.box.current.getBoundingClientRect()), 2 * motion());
}

/** Puts steps where a hand has left them. */
export function place({ board, layout }: Desk, places: Map<string, Position>): void {
  const { journey, commit } = board.getState();
  const at = layout().places;
  const changed = [...places].filter(([id, to]) => at.get(id)?.x !== to.x || at.get(id)?.y !== to.y);
  commit(moved(journey, new Map(changed)));
}

/** Moves the selected steps by pixels. */
export function nudge(desk: Desk, by: Position): void {
  const at = desk.layout().places;
  const places = selectedNodes(desk).map((id): [string, Position] => [id, { x: (at.get(id)?.x ?? 0) + by.x, y: (at.get(id)?.y ?? 0) + by.y }]);
  place(desk, new Map(places));
}

/** Steps dropped in another lane belong to its stage. */
export function placeInLane({ board, layout }: Desk, ids: string[], x: number): void {
  const lane = layout().lanes.find(({ left, right }) => x >= left && x < right);
  if (!lane) return;
  const { journey, commit } = board.getState();
  commit(ids.reduce((now, id) => withFields(now, id, { stage: lane.stage }), journey));
}

export function fit({ flow }: Desk): void {
  void flow.fitView({ padding: 0.08, maxZoom: 1, duration: motion() });
}

/** Selects a step and brings it into view. */
export function goTo(desk: Desk, id: string): void {
  desk.board.getState().select([id]);
  show(desk, id);
}

function focusNode({ box }: Desk, id: string): boolean {
  const card = box.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
  card?.focus({ preventScroll: true });
  return Boolean(card);
}

/** Whether a step has a way out to add to. */
export const leadsOn = (journey: Journey, id: string) => id === ENTRY || portsOf(nodeOf(journey, id) ?? { id, kind: "note" }).length > 0;
