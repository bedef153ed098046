// What has arrived by a moment, and the moments worth stopping at. Seconds since 1970 throughout.

import type { Channel, Message, Note, Story } from "./types";

export type App = "lock" | "messages" | "mail" | "feed";
export const APPS: Record<Channel, App> = { sms: "messages", mms: "messages", email: "mail", push: "lock", ads: "feed" };
export const CHANNEL_NAMES: Record<Channel, string> = { sms: "SMS", mms: "MMS", email: "E-mail", push: "Push", ads: "Ad" };

/** The messages that are on the phone at a moment: come by then, and not waited out. */
export function arrived(messages: Message[], now: number): Message[] {
  return messages.filter(({ at, until }) => (at === undefined || at <= now) && (until === undefined || now < until));
}

/** Whether a message of the brand has really come, instead of a note about it. */
export function came({ side, state }: Message): boolean {
  return side === "brand" && state !== "skipped" && state !== "held" && state !== "failed";
}

/** Every moment at which something happens, each once, in order. */
export function stopsOf(messages: Message[], notes: Note[]): number[] {
  const moments = [...messages.map(({ at }) => at), ...notes.map(({ at }) => at)];
  return [...new Set(moments.filter((at) => at !== undefined))].sort((one, other) => one - other);
}

/** The next stop after a moment; undefined behind the last. */
export function nextStop(stops: number[], now: number): number | undefined {
  return stops.find((at) => at > now);
}

/** The last stop before a moment; undefined before the first. */
export function stopBefore(stops: number[], now: number): number | undefined {
  return stops.findLast((at) => at < now);
}

/** What happened last, in words: the newest message, note or reply by a moment. */
export function lastWords(messages: Message[], story: Story, now: number): string {
  const last = arrived(messages, now).findLast(({ at }) => at !== undefined);
  const note = story.notes.findLast(({ at }) => at <= now);
  if (note && note.at >= (last?.at ?? 0)) return note.text;
  return last ? said(last) : "Nothing has happened yet.";
}

function said(message: Message): string {
  const name = CHANNEL_NAMES[message.kind];
  if (message.side === "customer") return `The customer replies “${message.text}”`;
  switch (message.state) {
    case "skipped": return `${name} not sent: ${message.reason ?? "no reason is known"}`;
    case "held": return `${name} waits: ${message.reason ?? "not due yet"}`;
    case "failed": return `${name} not delivered: ${message.reason ?? "no reason is known"}`;
    default: return `${name} ${message.kind === "ads" ? "begins to run" : "delivered"}`;
  }
}
