// What a journey may hold: node kinds with their ways out and fields, as Python's catalogue says it.
// catalogue.json is written by scripts/make_catalogue and compared with Python's by a test.

import written from "./catalogue.json";
import type { Data, Family, Json } from "./data";

export type Option = { value: string; label: string };
export type Widget =
  | "line" | "name" | "text" | "message" | "duration" | "choice" | "event" | "zone" | "number" | "share" | "weight" | "flag"
  | "date" | "moment" | "clock" | "pills" | "names" | "condition" | "items" | "part" | "attributes" | "levels" | "overrides"
  | "message_node" | "feeling" | "raw";

/** One input: the path it sets, its label and help, and what may be chosen. `fallback` is what an unset field means. */
export type Field = {
  path: string;
  label: string;
  widget: Widget;
  help?: string;
  example?: string;
  options?: Option[];
  low?: number;
  high?: number;
  /** Whether a number must be whole, and whether the field must be set. */
  whole?: boolean;
  required?: boolean;
  fallback?: Json;
  /** Durations, and words, that are offered and not required. */
  picks?: string[];
  suggest?: string[];
  /** The paths of the node that an experiment may change (`overrides`). */
  changes?: string[];
  /** The fields of one item (`items`) or of an optional part (`part`), with paths within it. */
  fields?: Field[];
  /** What one item is called, and a new one. */
  one?: string;
  blank?: Data;
  /** Shown only while the field beside it has one of these values. */
  when?: { path: string; among: string[] };
};
export type Group = { title: string; open: boolean; fields: Field[] };

/** A way out: one wire in `field`, or one for each item of the list `each`, in the item's `next`. */
export type Out = {
  port?: string;
  label?: string;
  field?: string;
  /** Drawn only once it leads somewhere. */
  quiet?: boolean;
  each?: string;
  /** The item's field whose share of the sum stands on the label. */
  weight?: string;
};
export type Kind = {
  kind: string;
  label: string;
  icon: string;
  family: Family;
  help: string;
  /** Whether people may add it; an unsupported step only comes with a file. */
  offered: boolean;
  blank: Data;
  outs: Out[];
  groups: Group[];
};
export type EntryKind = { kind: string; label: string; icon: string; help: string; disabled?: string; fields: Field[] };
export type AttributeType = "number" | "text" | "flag" | "date";
export type Attribute = { name: string; label: string; type: AttributeType; values?: string[] };
export type Named = { id: string; label: string; help: string };

export type Catalogue = {
  kinds: Kind[];
  entries: EntryKind[];
  /** What is set on the entry beside its kind: filter, re-entry, control group. */
  entry_groups: Group[];
  settings: Group[];
  attributes: Attribute[];
  segments: Named[];
  events: Option[];
  stages: string[];
  channels: Option[];
  /** Why scores cannot be chosen yet. */
  no_scores: string;
};

export const CATALOGUE = written as unknown as Catalogue;

const KINDS = new Map(CATALOGUE.kinds.map((kind) => [kind.kind, kind]));

/** The kind of that name; an unknown one counts as unsupported. */
export function kindNamed(name: string): Kind {
  return KINDS.get(name) ?? (KINDS.get("unsupported") as Kind);
}
