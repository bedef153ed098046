// The lock screen: the clock, the day, and what came in the last day, newest on top.

import { avatar, element, mute } from "../element";
import { drawing } from "../icons";
import { note } from "./messages";
import { CHANNEL_NAMES } from "../moments";
import type { Message } from "../types";

const LASTS = 86_400;
const MOST = 4;

/** The whole screen at a moment. */
export function lockScreen(messages: Message[], sender: string, now: { at: number; time: string; day: string }): HTMLElement {
  const fresh = messages.filter((message) => now.at - (message.at ?? now.at) < LASTS && onLockScreen(message)).toReversed();
  const cards = fresh.slice(0, MOST).map((message) => element("li", "item", card(message, sender, now.at)));
  const more = fresh.length > MOST && element("li", "more", `${fresh.length - MOST} more`);
  const face = element("div", "face", element("span", "date", now.day), element("span", "hours", now.time));
  const tools = mute(element("div", "lock-tools", element("span", "", drawing("torch")), element("span", "", drawing("camera"))));
  return element("div", "lock", face, element("ol", "cards", ...cards, more), tools);
}

/** Skipped pushes say so here; other channels say it in their own place. */
function onLockScreen({ kind, side, state }: Message): boolean {
  if (side === "customer" || kind === "ads") return false;
  return kind === "push" || !["skipped", "held", "failed"].includes(state ?? "");
}

function card(message: Message, sender: string, now: number): HTMLElement {
  if (message.state === "skipped" || message.state === "held") return note(message);
  const name = message.from_name || sender;
  const top = element("div", "app", avatar(name), element("span", "name", name), element("span", "when", ago(now - (message.at ?? now))));
  const title = message.subject && element("b", "", message.subject);
  const text = message.kind === "email" ? message.preheader || message.text : message.text;
  return element("div", `push-card ${message.kind}`, top, title, element("span", "line", text || CHANNEL_NAMES[message.kind]));
}

function ago(seconds: number): string {
  if (seconds < 60) return "now";
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min ago` : `${Math.floor(seconds / 3600)} h ago`;
}
