// The comments as they will stand once Python has heard what was asked.

import type { AsksState, Comment } from "../wire";

export type Said = Comment & { pending: boolean };

/** What is written and what is on its way, oldest first. */
export function commentsWith(comments: Comment[], asks: AsksState["items"]): Said[] {
  const known = new Set(comments.map(({ id }) => id));
  const resolved = new Map(asks.flatMap((one) => (one.ask === "resolve" ? [[one.id, one.resolved] as const] : [])));
  const coming = asks.flatMap((one) => (one.ask === "comment" && !known.has(one.id) ? [{ id: one.id, node: one.node, author: "You", text: one.text, at: "", resolved: false, pending: true }] : []));
  const there = comments.map((comment) => ({ ...comment, resolved: resolved.get(comment.id) ?? comment.resolved, pending: resolved.has(comment.id) }));
  return [...there.toSorted((a, b) => a.at.localeCompare(b.at)), ...coming];
}

/** An id for a comment, made here so that it can be shown before Python has answered. */
export const newCommentId = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** “today 14:05”, “3 May 14:05”, with the year where it is another one. */
export function saidAt(at: string, now = new Date()): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return "";
  const clock = time.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (time.toDateString() === now.toDateString()) return `today ${clock}`;
  const year = time.getFullYear() === now.getFullYear() ? undefined : ("numeric" as const);
  return `${time.toLocaleDateString("en-GB", { day: "numeric", month: "short", year })} ${clock}`;
}
