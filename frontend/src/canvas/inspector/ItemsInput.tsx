// A list whose items are added, named, ordered and taken away, with shares that always sum to 100.

import { type Field, kindNamed } from "../model/catalogue";
import type { Data, Json } from "../model/journey";
import type { Edit } from "./edit";
import { Fields } from "./Fields";
import { Press } from "./Glyph";
import type { InputProps } from "./input";
import { Grouped } from "./Labelled";
import { WeightInput } from "./NumberInputs";
import { freeName, isData, reordered } from "./paths";
import { NameInput } from "./TextInputs";
import { evenly, grown, moved, percents, shrunk } from "./weights";

export function ItemsInput({ field, value, data, id, change }: InputProps) {
  const items = Array.isArray(value) ? value.filter(isData) : [];
  const { one = "item", fields = [], blank = {} } = field;
  const isWeighed = fields.some(({ widget }) => widget === "weight");
  const isNamed = fields.some(({ widget }) => widget === "name");
  const shares = isWeighed ? percents(items.map(({ weight }) => (typeof weight === "number" ? weight : 1))) : [];
  const put = (next: Data[], weights: number[]) => change(isWeighed ? weighed(next, weights) : next);
  const another = (before: Data[]): Data[] => [...before, isNamed ? { name: freeName(one, namesOf(before)), ...blank } : blank];
  // A test compares: its first variant is the text as it stands, and one to compare it with.
  const add = () => (isWeighed && !items.length ? put(another(another([])), [50, 50]) : put(another(items), grown(shares)));
  return (
    <Grouped id={id} label={field.label} help={field.help}>
      <ol className="in-items">
        {items.map((item, index) => (
          <li key={index}>
            <Item {...{ field, item, index, items, shares, id, change }} kind={String(data.kind ?? "")} onRemove={() => put(items.toSpliced(index, 1), shrunk(shares, index))} />
          </li>
        ))}
      </ol>
      <div className="in-buttons">
        <Press glyph="add" label={`Add ${/^[aeiou]/.test(one) ? "an" : "a"} ${one}`} onClick={add} />
        {isWeighed && items.length > 1 && <Press label="Split evenly" onClick={() => put(items, evenly(items.length))} />}
      </div>
    </Grouped>
  );
}

type ItemProps = Pick<InputProps, "field" | "id" | "change"> & { item: Data; index: number; items: Data[]; shares: number[]; kind: string; onRemove: () => void };

function Item({ field, item, index, items, shares, kind, id, change, onRemove }: ItemProps) {
  const { one = "item", fields = [] } = field;
  const at = `${id}.${index}`;
  const name = typeof item.name === "string" ? item.name : "";
  const set = (next: Data, typing = false) => change(items.with(index, next), typing);
  const edit: Edit = (update, typing) => set(update(item), typing !== undefined);
  const order = (to: number) => change(reordered(items, index, to));
  const title = name || `${one.charAt(0).toUpperCase()}${one.slice(1)} ${index + 1}`;
  return (
    <div className="in-item" role="group" aria-label={title}>
      <div className="in-itemhead">
        <b>{title}</b>
        <Press quiet glyph="up" label={`Move ${title} up`} disabled={index === 0} onClick={() => order(index - 1)} />
        <Press quiet glyph="down" label={`Move ${title} down`} disabled={index === items.length - 1} onClick={() => order(index + 1)} />
        <Press quiet glyph="remove" label={`Remove ${title}`} onClick={onRemove} />
      </div>
      <div className="in-pair">
        {fields.some(({ widget }) => widget === "name") && (
          <NameInput id={`${at}.name`} label="Name" value={name} taken={takenFor(items, index, kind)} onName={(next) => set({ ...item, name: next }, true)} />
        )}
        {shares.length > 0 && (
          <WeightInput id={`${at}.weight`} label="Share" shares={shares} index={index}
            onShare={(origin, to) => change(weighed(items, moved(origin, index, to)), true)} />
        )}
      </div>
      <Fields fields={fields.filter(isPlain)} data={item} edit={edit} at={at} />
    </div>
  );
}

/** The fields of an item that do not concern its neighbours. */
const isPlain = ({ widget }: Field) => widget !== "name" && widget !== "weight";
const namesOf = (items: Data[]) => items.map(({ name }) => String(name ?? ""));
const weighed = (items: Data[], weights: number[]): Json => items.map((item, i) => ({ ...item, weight: weights[i] ?? 0 }));

/** Names a way out may not have: its neighbours', and those of the kind's own ways out. */
function takenFor(items: Data[], index: number, kind: string): string[] {
  const fixed = kindNamed(kind).outs.flatMap(({ each, port = "next" }) => (each ? [] : [port]));
  return [...namesOf(items).toSpliced(index, 1), ...(kind ? fixed : [])];
}
