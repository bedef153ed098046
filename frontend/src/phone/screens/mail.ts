// The mailbox: lines as the inbox shows them, and one mail opened.

import { avatar, button, element, mute } from "../element";
import { drawing } from "../icons";
import { bare, footnote, note } from "./messages";
import type { Message } from "../types";

/** The inbox, newest on top; `open` is called with the mail that is tapped. */
export function inbox(mails: Message[], sender: string, open: (mail: Message) => void): HTMLElement {
  const lines = mails.toReversed().map((mail) => element("li", "item", mail.state === "skipped" || mail.state === "held" ? note(mail) : line(mail, sender, open)));
  const list = lines.length ? element("ol", "inbox", ...lines) : element("p", "nothing", "No mail yet.");
  return element("div", "mailbox", element("h3", "large-title", "Inbox"), list);
}

function line(mail: Message, sender: string, open: (mail: Message) => void): HTMLElement {
  const from = mail.from_name || sender;
  const top = element("span", "top", element("b", "", from), element("span", "when", mail.time));
  const words = element("span", "words", top, element("span", "subject", mail.subject || "(no subject)"), element("span", "preheader", mail.preheader || mail.text));
  const made = element("button", "mail-line", avatar(from), words);
  made.setAttribute("type", "button");
  made.addEventListener("click", () => open(mail));
  return made;
}

/** One mail, opened; `close` goes back to the inbox. */
export function openedMail(mail: Message, sender: string, close: () => void): HTMLElement {
  const from = mail.from_name || sender;
  const bar = element("div", "mail-bar", button("back", "Back to the inbox", close, drawing("back"), element("span", "", "Inbox")), mute(element("span", "tools", drawing("bin"), drawing("mail"))));
  const who = element("div", "from", avatar(from), element("span", "who", element("b", "", from), element("small", "", "to me")), element("small", "when", mail.day));
  const head = element("div", "headline", element("h3", "subject", mail.subject || "(no subject)"), mail.preheader && element("p", "preheader", mail.preheader));
  const cta = mail.link && element("div", "cta", mail.link.title || bare(mail.link.text));
  return element("div", "mail", bar, head, who, element("div", "body", mail.text), cta, footnote(mail));
}
