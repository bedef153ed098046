// Elements out of text: what a customer or a brand wrote never becomes markup.

import { drawing, type Icon } from "./icons";

export type Child = Node | string | null | undefined | false;

/** An element with classes, its children in order; empty ones are left out. */
export function element(tag: string, className: string, ...children: Child[]): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

/** The same with an accessible name. */
export function named(made: HTMLElement, role: string, name: string): HTMLElement {
  made.setAttribute("role", role);
  made.setAttribute("aria-label", name);
  return made;
}

/** Shown, but not read out. */
export function mute(made: HTMLElement): HTMLElement {
  made.setAttribute("aria-hidden", "true");
  return made;
}

/** A button of an icon, words, or both; `name` is what it is called. */
export function button(className: string, name: string, press: () => void, ...children: Child[]): HTMLButtonElement {
  const made = element("button", className, ...children) as HTMLButtonElement;
  made.type = "button";
  made.setAttribute("aria-label", name);
  made.addEventListener("click", press);
  return made;
}

/** The round mark with the first letter of a name; a bare number has a silhouette. */
export function avatar(name: string): HTMLElement {
  const letter = [...name.trim()].find((sign) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(sign));
  const bare = /^[+\d\s()-]+$/.test(name);
  return mute(element("span", "avatar", bare ? drawing("person") : (letter?.toUpperCase() ?? "?")));
}

/** A dashed note about a message that did not come, or not yet. */
export function quietNote(icon: Icon, title: string, reason: string): HTMLElement {
  return element("div", "quiet-note", drawing(icon), element("span", "", element("b", "", title), element("span", "reason", reason)));
}
