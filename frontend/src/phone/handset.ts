// The phone in its case: what stands on its screen at the moment, redrawn where something changed.

import { element, mute, named } from "./element";
import { drawing } from "./icons";
import { APPS, type App } from "./moments";
import { feed } from "./screens/feed";
import { lockScreen } from "./screens/lock";
import { inbox, openedMail } from "./screens/mail";
import { composer, contact, conversation } from "./screens/messages";
import type { Message, PhoneData } from "./types";

export type Moment = { at: number; time: string; day: string };

/** The phone; `send` takes a reply, and is null on a phone that only shows. */
export class Handset {
  readonly root = named(element("div", "phone"), "group", "Phone");
  private readonly clock = element("span", "clock");
  private readonly head = element("div", "head");
  private readonly scroller = named(element("div", "scroller"), "region", "Screen");
  private readonly bottom = element("div", "bottom");
  private readonly screen: HTMLElement;
  private mail: Message | null = null;
  private drawn = "";

  constructor(send: ((text: string) => void) | null) {
    const icons = element("span", "icons", drawing("signal"), drawing("wifi"), drawing("battery"));
    const status = mute(element("div", "status", this.clock, element("span", "island"), icons));
    this.scroller.tabIndex = 0;
    this.bottom.append(composer(send));
    this.screen = element("div", "screen", status, this.head, this.scroller, this.bottom, mute(element("span", "bar")));
    this.root.append(this.screen);
    stayBelow(this.scroller);
  }

  dress(data: PhoneData) {
    this.root.className = `phone ${data.skin} ${data.mode ?? ""}`;
    this.root.setAttribute("aria-label", `Phone showing messages from ${data.sender}`);
    this.head.replaceChildren(contact(data.sender));
    this.scroller.setAttribute("aria-label", `Conversation with ${data.sender}`);
    this.drawn = "";
  }

  /** Opens the mail that came last, if it can be opened. */
  follow(latest: Message | undefined) {
    this.mail = latest?.kind === "email" && latest.state !== "skipped" && latest.state !== "held" ? latest : null;
    this.drawn = "";
  }

  draw(app: App, there: Message[], sender: string, now: Moment, place: (message: Message) => number) {
    if (now.time) this.clock.textContent = now.time;
    const content = `${app}:${there.map(place).join()}:${app === "lock" ? now.time + now.day : ""}:${this.mail ? place(this.mail) : ""}`;
    if (content === this.drawn) return;
    const fresh = this.drawn !== "";
    this.drawn = content;
    this.screen.dataset.app = app;
    const mine = there.filter(({ kind }) => APPS[kind] === app);
    this.scroller.replaceChildren(this.shown(app, app === "lock" ? there : mine, sender, now, place));
    this.scroller.scrollTop = app === "messages" ? this.scroller.scrollHeight : 0;
    if (fresh) this.scroller.querySelector(app === "messages" ? ".item:last-child" : ".item")?.classList.add("fresh");
  }

  private shown(app: App, messages: Message[], sender: string, now: Moment, place: (message: Message) => number): HTMLElement {
    const turn = (mail: Message | null) => {
      this.mail = mail;
      this.draw("mail", messages, sender, now, place);
      this.scroller.querySelector<HTMLElement>(".back, .mail-line")?.focus();
    };
    switch (app) {
      case "lock": return lockScreen(messages, sender, now);
      case "feed": return feed(messages, sender);
      case "mail": return this.mail && messages.includes(this.mail) ? openedMail(this.mail, sender, () => turn(null)) : inbox(messages, sender, turn);
      case "messages": return conversation(messages);
    }
  }
}

/** Fonts and styles arrive late and move everything: a conversation stays at its end until a hand scrolls it. */
function stayBelow(scroller: HTMLElement) {
  const watch = new ResizeObserver(() => {
    if (scroller.closest<HTMLElement>(".screen")?.dataset.app === "messages") scroller.scrollTop = scroller.scrollHeight;
  });
  watch.observe(scroller);
  for (const event of ["wheel", "pointerdown", "touchstart", "keydown"]) {
    scroller.addEventListener(event, () => watch.disconnect(), { once: true, passive: true });
  }
}
