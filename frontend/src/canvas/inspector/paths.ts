// Reading and setting a value by its dotted path, as the fields of the catalogue name it.

import type { Data, Json } from "../model/journey";

export const isData = (value: unknown): value is Data => typeof value === "object" && value !== null && !Array.isArray(value);

/** The value at a path, undefined where there is none. */
export function valueAt(data: Data, path: string): Json | undefined {
  return path.split(".").reduce<Json | undefined>((part, key) => (isData(part) ? part[key] : undefined), data as Json);
}

/** The data with a value set; undefined takes it away, and with it the mappings that are then empty. */
export function withValue(data: Data, path: string, value: Json | undefined): Data {
  const [key = "", ...rest] = path.split(".");
  if (rest.length === 0) return without(data, key, value);
  const inner = data[key];
  const set = withValue(isData(inner) ? inner : {}, rest.join("."), value);
  return without(data, key, Object.keys(set).length ? set : undefined);
}

/** A file holds only what differs, so a field that is not set is not there. */
function without(data: Data, key: string, value: Json | undefined): Data {
  const { [key]: _, ...others } = data;
  return value === undefined ? others : { ...data, [key]: value };
}

/** The list with an item moved to another place. */
export function reordered<T>(items: T[], from: number, to: number): T[] {
  const item = items[from];
  if (item === undefined || to < 0 || to >= items.length) return items;
  return items.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** A name no item has: “branch 2”, “branch 3” …; the letters A, B, C … for what is compared. */
export function freeName(one: string, taken: string[]): string {
  const lettered = ["arm", "variant", "level"].includes(one);
  const names = lettered ? [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"] : [];
  const free = names.find((name) => !taken.includes(name));
  if (free) return free;
  let number = taken.length + 1;
  while (taken.includes(`${one} ${number}`)) number += 1;
  return `${one} ${number}`;
}
