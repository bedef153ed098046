// Keys and the clipboard, heard over the whole board but not where somebody types.

import type { ClipboardEvent, KeyboardEvent } from "react";
import * as act from "./actions";
import { focusCard, whenDrawn } from "./actions";
import { ENTRY, isWire, nodeOf } from "../model/journey";
import type { View } from "../wire";
import type { Desk } from "./desk";
import { type Key, keyFor } from "./keyboard";

const at = (target: EventTarget, selector: string) => (target as HTMLElement).closest(selector) !== null;
const isElsewhere = (target: EventTarget) => at(target, "input, textarea, select, [contenteditable], dialog, .side");
const isPressing = (key: string, target: EventTarget) => (key === "Enter" || key === " ") && at(target, "button, summary, a");

/** A text field has an undo of its own. */
const isWriting = (target: EventTarget) => at(target, "textarea, input:not([type=checkbox], [type=radio], [type=range])");

/** What the element around board and palette listens to. */
export function hands(desk: Desk, readOnly: boolean, view: View) {
  const give = (event: ClipboardEvent, take: (desk: Desk) => string | undefined) => {
    const text = isElsewhere(event.target) ? undefined : take(desk);
    if (!text) return;
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    keepFocus(desk);
  };
  return {
    onKeyDown: (event: KeyboardEvent) => onKey(event, desk, readOnly, view),
    onCopy: (event: ClipboardEvent) => give(event, act.copy),
    onCut: (event: ClipboardEvent) => give(event, readOnly ? act.copy : act.cut),
    onPaste: (event: ClipboardEvent) => {
      if (readOnly || isElsewhere(event.target)) return;
      event.preventDefault();
      act.paste(desk, event.clipboardData.getData("text/plain"));
    },
  };
}

function onKey(event: KeyboardEvent, desk: Desk, readOnly: boolean, view: View): void {
  const key = keyFor(event);
  if (key && at(event.target, ".side")) return onEditorKey(event, key, desk, readOnly);
  if (!key || isElsewhere(event.target) || isPressing(event.key, event.target)) return;
  if ((key.edits && readOnly) || (view === "map" && !key.anywhere)) return;
  event.preventDefault();
  selectFocused(event.target, desk, event.key);
  key.does(desk, event.key);
  keepFocus(desk);
}

/** In the editor, Escape leads back to the card, saving saves, and undo works where no text is written. */
function onEditorKey(event: KeyboardEvent, key: Key, desk: Desk, readOnly: boolean): void {
  if (key.keys.includes("Escape")) focusSelected(desk);
  else if (key.keys.includes("mod+s") && !readOnly) key.does(desk, event.key);
  else if (key.anywhere && key.edits && !readOnly && !isWriting(event.target)) key.does(desk, event.key);
  else return;
  event.preventDefault();
}

function focusSelected(desk: Desk): void {
  const [selected] = desk.board.getState().selection;
  if (selected && !isWire(selected)) focusCard(desk, selected);
  else desk.box.current?.focus({ preventScroll: true });
}

/** A key on a card that has the focus is meant for that card. */
function selectFocused(target: EventTarget, { board }: Desk, key: string): void {
  const id = (target as HTMLElement).closest<HTMLElement>(".react-flow__node")?.dataset.id;
  const { selection, select } = board.getState();
  if (id && !selection.includes(id) && key !== "Escape") select([id]);
}

/** What has the focus may be removed, now or in a moment: then the board takes it, or the next key would go nowhere. */
function keepFocus({ box, board }: Desk): void {
  const takeFocus = () => box.current?.focus({ preventScroll: true });
  const root = box.current?.getRootNode() as DocumentOrShadowRoot | undefined; // the board lives in a shadow root
  const card = root?.activeElement?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  if (card && card !== ENTRY && !nodeOf(board.getState().journey, card)) takeFocus();
  whenDrawn(() => {
    if (document.activeElement === document.body) takeFocus();
    return false; // looked after for a second: removing takes as long as drawing
  });
}
