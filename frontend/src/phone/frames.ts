// How each channel looks on the screen; a new channel adds its frame to FRAMES.

import { drawing, element } from "./element";
import type { Channel, Message, PhoneLink } from "./types";

type Frame = (message: Message, sender: string) => HTMLElement;

const FRAMES: Record<Channel, Frame> = { sms: bubble, mms: bubble, email: mail, push: lockScreenCard, ads: feedCard };

/** The message as its channel shows it, or the note that it never came. */
export function framed(message: Message, sender: string): HTMLElement {
  const body = message.state === "skipped" ? skipped(message) : FRAMES[message.kind](message, sender);
  return element("li", `item ${message.kind} ${message.side} ${message.state ?? "delivered"}`, body, footnote(message));
}

function bubble(message: Message): HTMLElement {
  const picture = message.kind === "mms" && element("div", "media", drawing("picture"));
  return element("div", "stack", picture, message.text && element("div", "bubble", message.text), preview(message.link));
}

function preview(link?: PhoneLink | null): HTMLElement | null {
  if (!link) return null;
  const site = element("span", "site", drawing("link"), hostOf(link.text));
  return element("div", "preview", element("span", "cover"), element("span", "what", element("b", "", link.title || link.text), site));
}

function hostOf(text: string): string {
  return text.replace(/^https?:\/\//, "").split("/")[0] ?? text;
}

function mail(message: Message, sender: string): HTMLElement {
  const from = message.from_name || sender;
  const top = element("div", "from", avatar(from), element("span", "who", element("b", "", from), element("small", "", "to me")));
  const lines = element("div", "headline", element("b", "subject", message.subject || "(no subject)"), message.preheader && element("span", "preheader", message.preheader));
  return element("div", "mail", top, lines, element("div", "body", message.text), cta(message.link));
}

function lockScreenCard(message: Message, sender: string): HTMLElement {
  const name = message.from_name || sender;
  const top = element("div", "app", avatar(name), element("span", "name", name), element("span", "when", "now"));
  return element("div", "push-card", top, message.subject && element("b", "", message.subject), element("span", "", message.text));
}

function feedCard(message: Message, sender: string): HTMLElement {
  const name = message.from_name || sender;
  const top = element("div", "from", avatar(name), element("span", "who", element("b", "", name), element("small", "", "Sponsored")));
  const text = element("div", "pitch", message.subject && element("b", "", message.subject), element("span", "", message.text));
  return element("div", "ad", top, element("div", "media wide", drawing("picture")), text, cta(message.link));
}

function cta(link?: PhoneLink | null): HTMLElement | null {
  return link ? element("div", "cta", link.title || link.text) : null;
}

/** The round mark with the first letter of a name. */
export function avatar(name: string): HTMLElement {
  const mark = element("span", "avatar", [...name.replace(/^\+/, "")][0]?.toUpperCase() ?? "?");
  mark.setAttribute("aria-hidden", "true");
  return mark;
}

const CHANNEL_NAMES: Record<Channel, string> = { sms: "SMS", mms: "MMS", email: "E-mail", push: "Push", ads: "Ad" };

function skipped(message: Message): HTMLElement {
  const reason = message.reason || "not sent";
  return element("div", "skipped-note", drawing("skip"), element("span", "", element("b", "", `${CHANNEL_NAMES[message.kind]} not sent`), element("span", "reason", reason)));
}

function footnote(message: Message): HTMLElement | null {
  const failed = message.state === "failed" && element("span", "failure", `Not delivered${message.reason ? `: ${message.reason}` : ""}`);
  const parts = [message.time, message.meta].filter(Boolean).join(" · ");
  return parts || failed ? element("div", "footnote", failed, parts) : null;
}
