// The row of things the phone can show: lock screen, messages, mail, feed, each with its count.

import { element, named } from "./element";
import { drawing, type Icon } from "./icons";
import { APPS, came, type App } from "./moments";
import type { Message } from "./types";

const LOOKS: Record<App, { words: string; icon: Icon }> = {
  lock: { words: "Lock screen", icon: "lock" },
  messages: { words: "Messages", icon: "chat" },
  mail: { words: "Mail", icon: "mail" },
  feed: { words: "Feed", icon: "feed" },
};

/** The places the whole conversation has something for; lock screen and messages are always there. */
export function appsOf(messages: Message[]): App[] {
  const used = new Set<App>(["lock", "messages", ...messages.map(({ kind }) => APPS[kind])]);
  return (Object.keys(LOOKS) as App[]).filter((app) => used.has(app));
}

/** The row of buttons; it is made once, so that the one pressed keeps the focus. */
export class AppRow {
  readonly root = named(element("div", "apps"), "group", "What the phone shows");

  constructor(private readonly open: (app: App) => void) {}

  update(apps: App[], shown: App, there: Message[]) {
    if (this.root.children.length !== apps.length || apps.some((app, i) => (this.root.children[i] as HTMLElement).dataset.app !== app)) {
      this.root.replaceChildren(...apps.map((app) => this.made(app)));
    }
    apps.forEach((app, i) => {
      const found = there.filter((message) => APPS[message.kind] === app && came(message)).length;
      const made = this.root.children[i] as HTMLElement;
      made.setAttribute("aria-pressed", `${app === shown}`);
      made.querySelector(".count")?.replaceChildren(found ? `${found}` : "");
    });
  }

  private made(app: App): HTMLElement {
    const made = element("button", "app-button", drawing(LOOKS[app].icon), element("span", "label", LOOKS[app].words), element("span", "count"));
    Object.assign(made, { type: "button" });
    made.dataset.app = app;
    made.addEventListener("click", () => this.open(app));
    return made;
  }
}
