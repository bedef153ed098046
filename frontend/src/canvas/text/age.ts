// How long ago something was, as people say it.

import { plural } from "./words";

const MINUTE = 60_000;
const UNITS: [string, number][] = [
  ["day", 24 * 60 * MINUTE],
  ["hour", 60 * MINUTE],
  ["minute", MINUTE],
];

/** “just now”, “3 minutes ago”; of milliseconds, and a clock that runs ahead means now. */
export function age(ms: number): string {
  const [unit, length] = UNITS.find(([, one]) => ms >= one) ?? ["", 0];
  return length ? `${plural(Math.floor(ms / length), unit)} ago` : "just now";
}
