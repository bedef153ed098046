// What every input is given, and how a value goes into the journey.

import type { Field } from "../model/catalogue";
import type { Data, Json } from "../model/journey";
import { same } from "../model/patch";
import type { Edit } from "./edit";
import { valueAt, withValue } from "./paths";

export type InputProps = {
  field: Field;
  /** The value as it is set; undefined where the field's fallback holds. */
  value: Json | undefined;
  /** The mapping the field is in, and how it is changed. */
  data: Data;
  edit: Edit;
  /** The input's id in the page, which also names its undo step. */
  id: string;
  /** Sets the value; `typing` where the next keystroke belongs to the same step. */
  change: (value: Json | undefined, typing?: boolean) => void;
};

/** What a field holds, or means while it is not set. */
export const meant = ({ field, value }: Pick<InputProps, "field" | "value">) => (value === undefined ? field.fallback : value);
export const textOf = (value: Json | undefined) => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** The input of one field of a mapping. */
export function inputOf(field: Field, data: Data, edit: Edit, at: string): InputProps {
  const id = `${at}.${field.path}`;
  const change = (value: Json | undefined, typing = false) => edit((now) => withValue(now, field.path, asSet(field, value)), typing ? id : undefined);
  return { field, value: valueAt(data, field.path), data, edit, id, change };
}

/** A file holds only what differs from what an unset field means. */
function asSet(field: Field, value: Json | undefined): Json | undefined {
  if (field.required) return value;
  if (same(value, field.fallback)) return undefined;
  const nothing = value === "" || (Array.isArray(value) && value.length === 0);
  if (nothing && field.fallback === undefined) return undefined;
  return value === "" && field.widget === "choice" ? null : value; // nothing chosen, where unset means something
}

/** Whether a field is shown: the one beside it has the value that gives this one a meaning, or it is set all the same. */
export function isShown(field: Field, data: Data, all: Field[]): boolean {
  const { when } = field;
  if (!when || valueAt(data, field.path) !== undefined) return true;
  const other = all.find(({ path }) => path === when.path);
  return when.among.includes(textOf(valueAt(data, when.path) ?? other?.fallback));
}

/** Whether anything of these fields is set. */
export const isSet = (fields: Field[], data: Data) => fields.some(({ path }) => valueAt(data, path) !== undefined);
