// The keys of the board, each with the words of the sheet that lists them; a new key goes here.

import { nodeOf, type Position } from "../model/journey";
import type { Layout } from "../model/layout";
import type { Scene } from "../model/scene";
import { prefer, prefs } from "../state/prefs";
import * as act from "./actions";
import type { Desk } from "./desk";
import { motion } from "./view";

export type Arrow = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";
/** `edits`: not where a journey is only shown; `anywhere`: on the map, too. */
export type Key = { keys: string[]; words: string; edits?: boolean; anywhere?: boolean; does: (desk: Desk, key: string) => void };

const STEP = 16; // pixels a step moves by arrow key
const DIRECTION: Record<Arrow, Position> = { ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 }, ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 } };

export const GROUPS: { title: string; keys: Key[] }[] = [
  {
    title: "Build",
    keys: [
      { keys: ["a", "+"], words: "Add a step after the selected one", edits: true, does: (desk) => desk.open({ box: "add", spot: selectedSpot(desk) }) },
      { keys: ["Enter"], words: "Edit the selected step", does: edit },
      { keys: ["Delete", "Backspace"], words: "Remove what is selected; neighbours are joined", edits: true, does: act.remove },
      { keys: ["mod+d"], words: "Duplicate", edits: true, does: act.duplicate },
      { keys: ["alt+ArrowUp", "alt+ArrowDown", "alt+ArrowLeft", "alt+ArrowRight"], words: "Move the selected steps", edits: true, does: move },
      { keys: ["t"], words: "Tidy up: lay everything out again", edits: true, does: act.tidy },
    ],
  },
  {
    title: "Select",
    keys: [
      { keys: ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"], words: "Go to the next step", does: walk },
      { keys: ["mod+a"], words: "Select all", does: act.selectAll },
      { keys: ["Escape"], words: "Select nothing", anywhere: true, does: ({ board }) => board.getState().select([]) },
      { keys: ["/", "mod+f"], words: "Search a step", does: (desk) => desk.open({ box: "search" }) },
    ],
  },
  {
    title: "Undo and keep",
    keys: [
      { keys: ["mod+z"], words: "Undo", edits: true, anywhere: true, does: ({ board }) => board.getState().undo() },
      { keys: ["mod+shift+z", "mod+y"], words: "Redo", edits: true, anywhere: true, does: ({ board }) => board.getState().redo() },
      { keys: ["mod+s"], words: "Save a revision", edits: true, anywhere: true, does: ({ board }) => board.getState().ask({ ask: "save", message: "" }) },
    ],
  },
  {
    title: "View",
    keys: [
      { keys: ["f"], words: "Show the whole journey", does: act.fit },
      { keys: ["mod+=", "mod++"], words: "Zoom in", does: ({ flow }) => void flow.zoomIn({ duration: motion() }) },
      { keys: ["mod+-"], words: "Zoom out", does: ({ flow }) => void flow.zoomOut({ duration: motion() }) },
      { keys: ["l"], words: "Stage lanes", does: () => prefer({ lanes: !prefs.getState().lanes }) },
      { keys: ["m"], words: "Minimap", does: () => prefer({ map: !prefs.getState().map }) },
      { keys: ["e"], words: "Editor panel", anywhere: true, does: () => prefer({ inspector: !prefs.getState().inspector }) },
      { keys: ["shift+f"], words: "Full screen", anywhere: true, does: fullScreen },
      { keys: ["?"], words: "These keys", anywhere: true, does: (desk) => desk.open({ box: "keys" }) },
    ],
  },
];

/** What the clipboard keys do; the browser itself sends them as events of their own. */
export const CLIPBOARD_KEYS = [
  { keys: ["mod+c"], words: "Copy" },
  { keys: ["mod+x"], words: "Cut" },
  { keys: ["mod+v"], words: "Paste, also from another journey or tab" },
];

const BY_KEY = new Map(GROUPS.flatMap(({ keys }) => keys).flatMap((key) => key.keys.map((name): [string, Key] => [name, key])));

type Pressed = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean };

/** The key that was pressed, by its name in the list. */
export function keyFor({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): Key | undefined {
  const name = key.length === 1 ? key.toLowerCase() : key;
  const held = [ctrlKey || metaKey ? "mod" : "", altKey ? "alt" : ""].filter(Boolean);
  const withShift = shiftKey && /^[a-z]$/.test(name) ? [...held, "shift"] : held;
  return BY_KEY.get([...withShift, name].join("+"));
}

/** The sign of a key as it is printed. */
export function printed(name: string): string {
  const mac = /Mac|iP/.test(globalThis.navigator?.userAgent ?? "");
  const signs: Record<string, string> = { mod: mac ? "⌘" : "Ctrl", alt: mac ? "⌥" : "Alt", shift: "Shift", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", Delete: "Del" };
  const parts = name === "+" ? ["+"] : name.replace("++", "+plus").split("+");
  return parts.map((part) => signs[part] ?? (part === "plus" ? "+" : part.length === 1 ? part.toUpperCase() : part)).join(" ");
}

function selectedSpot({ board }: Desk) {
  const { selection, journey } = board.getState();
  return selection.length === 1 && selection[0] && !selection[0].startsWith("[") ? act.spotAfter(journey, selection[0]) : undefined;
}

/** Opens the editor of what is selected and goes to its first field. */
export function edit({ box, board }: Desk): void {
  if (!board.getState().selection.length) return;
  prefer({ inspector: true });
  requestAnimationFrame(() => {
    const first = box.current?.closest(".board")?.querySelector<HTMLElement>(".side [role=tabpanel] :is(input, textarea, select):not([type=hidden], :disabled)");
    first?.focus();
  });
}

export function fullScreen({ box }: Desk): void {
  const board = box.current?.closest<HTMLElement>(".board");
  const root = board?.getRootNode() as Document | ShadowRoot | undefined;
  if (root?.fullscreenElement) void document.exitFullscreen();
  else void board?.requestFullscreen();
}

function move(desk: Desk, key: string): void {
  const { x, y } = DIRECTION[key as Arrow];
  act.nudge(desk, { x: x * STEP, y: y * STEP });
}

function walk(desk: Desk, key: string): void {
  const { journey, selection } = desk.board.getState();
  const from = selection.at(-1);
  const next = from ? neighbour(desk.scene(), desk.layout(), from, key as Arrow) : (nodeOf(journey, journey.start ?? "")?.id ?? "entry");
  if (next) act.goTo(desk, next);
}

/** The step an arrow key leads to: along its wires up and down, to the nearest card sideways; undefined at the edge. */
export function neighbour(scene: Scene, layout: Layout, id: string, arrow: Arrow): string | undefined {
  return alongWire(scene, id, arrow) ?? nearest(scene, layout, id, DIRECTION[arrow]);
}

function alongWire({ wires }: Scene, id: string, arrow: Arrow): string | undefined {
  if (arrow === "ArrowDown") return wires.find((wire) => wire.source === id)?.target;
  if (arrow === "ArrowUp") return wires.find((wire) => wire.target === id)?.source;
  return undefined;
}

function nearest({ cards }: Scene, layout: Layout, id: string, { x, y }: Position): string | undefined {
  const from = layout.places.get(id);
  if (!from) return undefined;
  const reach = (other: string) => {
    const to = layout.places.get(other) ?? from;
    const ahead = (to.x - from.x) * x + (to.y - from.y) * y;
    const aside = Math.abs((to.x - from.x) * y) + Math.abs((to.y - from.y) * x);
    return ahead > 0 ? ahead + 2 * aside : Infinity;
  };
  const others = cards.map((card) => ({ id: card.id, far: reach(card.id) }));
  return others.filter(({ far }) => far < Infinity).sort((a, b) => a.far - b.far)[0]?.id;
}
