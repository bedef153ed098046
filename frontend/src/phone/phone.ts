// The phone: a frame, a status line, the sender, and the conversation that scrolls inside.

import { drawing, element, named } from "./element";
import { avatar, framed } from "./frames";
import type { Message, PhoneData } from "./types";

/** The whole phone. */
export function phone(data: PhoneData): HTMLElement {
  const screen = element("div", "screen", statusLine(clockOf(data)), contact(data.sender), conversation(data), composer());
  return named(element("div", `phone ${data.skin}`, screen), "group", `Phone showing messages from ${data.sender}`);
}

/** The phone's clock stands at the chosen message, else at the last. */
function clockOf({ messages, selected }: PhoneData): string {
  const shown = messages[selected ?? messages.length - 1];
  return shown?.time?.match(/\d{1,2}:\d{2}/)?.[0] ?? "9:41";
}

function statusLine(clock: string): HTMLElement {
  const line = element("div", "status", element("span", "clock", clock), element("span", "island"), element("span", "icons", drawing("signal"), drawing("battery")));
  line.setAttribute("aria-hidden", "true");
  return line;
}

function contact(sender: string): HTMLElement {
  return element("div", "contact", drawing("back"), element("div", "person", avatar(sender), element("span", "", sender)));
}

function conversation({ messages, sender, selected }: PhoneData): HTMLElement {
  const items = messages.flatMap((message, i) => {
    const item = framed(message, sender);
    if (i === selected) item.classList.add("chosen");
    if (i === selected) item.setAttribute("aria-current", "true");
    return isNewDay(messages, i) ? [separator(message.day ?? ""), item] : [item];
  });
  const list = element("ol", "list", ...items);
  const scroller = element("div", "scroller", messages.length ? list : element("p", "empty", "No message reaches this customer."));
  scroller.tabIndex = 0;
  return named(scroller, "region", `Conversation with ${sender}`);
}

function isNewDay(messages: Message[], i: number): boolean {
  const day = messages[i]?.day;
  return Boolean(day) && day !== messages[i - 1]?.day;
}

function separator(day: string): HTMLElement {
  return element("li", "day", day);
}

function composer(): HTMLElement {
  const row = element("div", "composer", element("span", "round", drawing("plus")), element("span", "field", "Text message"));
  row.setAttribute("aria-hidden", "true");
  return element("div", "bottom", row, element("span", "bar"));
}
