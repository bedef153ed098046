// Who is at this browser: a name asked once, and an id under which unsaved edits are kept apart from other people's.

import type { WhoState } from "../wire";

const BROWSER = "journeyboard_browser";
const NAME = "journeyboard_name";
const YEAR = 31_536_000; // seconds

/** The browser's id, made at its first visit, and the name given, if any; both are cookies, so that Python knows them at once. */
export function whoIsHere(): WhoState {
  const browser = cookie(BROWSER) || newId();
  keep(BROWSER, browser);
  return { browser, name: cookie(NAME) };
}

/** Remembers the name for revisions, comments and links made here. */
export function isCalled(name: string): WhoState {
  keep(NAME, name.trim().slice(0, 60));
  return whoIsHere();
}

/** Remembers a name that was given elsewhere on the page. */
export function keepName(name: string): void {
  if (name && name !== cookie(NAME)) keep(NAME, name);
}

function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(36).padStart(2, "0")).join("");
}

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

function keep(name: string, value: string): void {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR}; SameSite=Lax`;
}
