// The conversation: bubbles, link cards, notes, and what the customer can answer.

import { avatar, button, element, mute, named, quietNote } from "../element";
import { drawing } from "../icons";
import { CHANNEL_NAMES } from "../moments";
import type { Message, PhoneLink } from "../types";

export const QUICK = ["STOP", "HELP", "LESS", "START"];

/** The head of the conversation: a way back, who writes. */
export function contact(sender: string): HTMLElement {
  const person = element("div", "person", avatar(sender), element("span", "name", sender));
  return element("div", "contact", drawing("back"), person, drawing("camera"));
}

/** Every message as a list, a day's name over its first. */
export function conversation(messages: Message[]): HTMLElement {
  const items = messages.flatMap((message, i) => {
    const newDay = message.day && message.day !== messages[i - 1]?.day;
    return newDay ? [element("li", "day", message.day), row(message)] : [row(message)];
  });
  return items.length ? element("ol", "list", ...items) : element("p", "nothing", "No messages yet.");
}

function row(message: Message): HTMLElement {
  const waiting = message.state === "skipped" || message.state === "held";
  return element("li", `item ${message.kind} ${message.side} ${message.state ?? "delivered"}`, waiting ? note(message) : bubble(message), footnote(message));
}

/** Why a message did not come, or has not yet. */
export function note(message: Message): HTMLElement {
  const held = message.state === "held";
  return quietNote(held ? "wait" : "skip", `${CHANNEL_NAMES[message.kind]} ${held ? "waits" : "not sent"}`, message.reason || "no reason is known");
}

function bubble(message: Message): HTMLElement {
  const picture = message.kind === "mms" && element("div", "media", drawing("picture"), message.media && element("span", "", message.media));
  return element("div", "stack", picture, message.text && element("div", "bubble", ...marked(message.text)), preview(message.link));
}

/** The text with its addresses underlined; they lead nowhere. */
function marked(text: string): (string | HTMLElement)[] {
  return text.split(/(https?:\/\/[^\s]*[^\s.,;:!?)])/).map((part, i) => (i % 2 ? element("span", "url", part) : part));
}

function preview(link?: PhoneLink | null): HTMLElement | null {
  if (!link) return null;
  const site = element("span", "site", drawing("link"), bare(link.text).split("/")[0]);
  return element("div", "preview", element("span", "cover"), element("span", "what", element("b", "", link.title || bare(link.text)), site));
}

/** An address as people read it. */
export function bare(text: string): string {
  return text.replace(/^https?:\/\//, "");
}

/** When it came, what it cost, and that it failed. */
export function footnote(message: Message): HTMLElement | null {
  if (message.state === "sending") return element("div", "footnote", "Sending …");
  const failed = message.state === "failed" && element("span", "failure", `Not delivered${message.reason ? `: ${message.reason}` : ""}`);
  const parts = [message.time, message.meta].filter(Boolean).join(" · ");
  return parts || failed ? element("div", "footnote", failed, parts) : null;
}

/** The row in which a reply is written; without `send` it is a picture of one. */
export function composer(send: ((text: string) => void) | null): HTMLElement {
  if (!send) return mute(element("div", "composer", element("span", "round", drawing("plus")), element("span", "field", "Text message")));
  const words = QUICK.map((word) => button("quick", `Reply ${word}`, () => send(word), word));
  const field = document.createElement("input");
  Object.assign(field, { className: "field", placeholder: "Reply as the customer", maxLength: 1600, autocomplete: "off" });
  field.setAttribute("aria-label", "Reply as the customer");
  const sending = element("button", "round send", drawing("send"));
  sending.setAttribute("aria-label", "Send the reply");
  const form = element("form", "composer", field, sending);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) send(field.value.trim());
    field.value = "";
  });
  const all = element("div", "writing", named(element("div", "quicks", ...words), "group", "Quick replies"), form);
  // Streamlit's one-letter shortcuts see the component, not the field in it.
  all.addEventListener("keydown", (event) => event.stopPropagation());
  return all;
}
