// What customers of a level of an experiment get instead: per factor and level, the fields that change.

import { type Field, kindNamed } from "../model/catalogue";
import type { Data } from "../model/journey";
import { useBoard, useBoardStore } from "../state/use";
import type { Edit } from "./edit";
import { type Factor, factorsOf } from "./experiments";
import { OneField } from "./Fields";
import { Press } from "./Glyph";
import type { InputProps } from "./input";
import { Grouped } from "./Labelled";
import { isData, valueAt, withValue } from "./paths";
import { Select } from "./Select";

const MOST = 2; // factors a node may refer to

export function OverridesInput({ field, value, data, id, change }: InputProps) {
  const { select } = useBoardStore().getState();
  const factors = factorsOf(useBoard((board) => board.journey));
  const by = isData(value) ? value : {};
  const used = Object.keys(by);
  const free = factors.filter(({ name }) => !used.includes(name));
  const put = (next: Data, typing = false) => change(Object.keys(next).length ? next : undefined, typing);
  return (
    <Grouped id={id} label={field.label} help={field.help}>
      {used.map((name) => (
        <OneFactor key={name} factor={factors.find((one) => one.name === name) ?? { name, levels: [] }} held={isData(by[name]) ? by[name] : {}} node={data}
          fields={changeable(field, data)} id={`${id}.${name}`} onHeld={(held, typing) => put(held ? { ...by, [name]: held } : without(by, name), typing)} />
      ))}
      {factors.length === 0 && <p className="in-help">The journey has no experiments yet.</p>}
      {factors.length === 0 && <Press glyph="go" label="Add one in the journey's settings" onClick={() => select([])} />}
      {free.length > 0 && used.length < MOST && (
        <Select id={id} value="" label="Change by a factor" choices={[{ value: "", label: "Change by …" }, ...free.map(({ name }) => ({ value: name, label: name }))]}
          onChoose={(name) => put({ ...by, [name]: {} })} />
      )}
    </Grouped>
  );
}

type FactorProps = { factor: Factor; held: Data; node: Data; fields: Field[]; id: string; onHeld: (held: Data | undefined, typing?: boolean) => void };

function OneFactor({ factor, held, node, fields, id, onHeld }: FactorProps) {
  const levels = [...new Set([...factor.levels.map(({ name }) => name), ...Object.keys(held)])];
  return (
    <div className="in-item" role="group" aria-label={factor.name}>
      <div className="in-itemhead">
        <b>By {factor.name}</b>
        <Press quiet glyph="remove" label={`Do not change by ${factor.name}`} onClick={() => onHeld(undefined)} />
      </div>
      {levels.map((level) => (
        <OneLevel key={level} level={level} changes={isData(held[level]) ? held[level] : {}} node={node} fields={fields} id={`${id}.${level}`}
          onChanges={(changes, typing) => onHeld(Object.keys(changes).length ? { ...held, [level]: changes } : without(held, level), typing)} />
      ))}
    </div>
  );
}

type LevelProps = { level: string; changes: Data; node: Data; fields: Field[]; id: string; onChanges: (changes: Data, typing?: boolean) => void };

function OneLevel({ level, changes, node, fields, id, onChanges }: LevelProps) {
  const changed = fields.filter(({ path }) => path in changes);
  const others = fields.filter(({ path }) => !(path in changes));
  const edit: Edit = (update, typing) => onChanges(update(changes), typing !== undefined);
  const begin = (path: string) => {
    const field = fields.find((one) => one.path === path);
    if (field) onChanges(withValue(changes, path, valueAt(node, path) ?? field.fallback ?? structuredClone(field.blank) ?? (field.widget === "pills" ? [] : "")));
  };
  return (
    <div className="in-level" role="group" aria-label={level}>
      <span className="in-name">{level}</span>
      {changed.map((field) => (
        <div key={field.path} className="in-change">
          <OneField field={asChange(field)} data={changes} edit={edit} at={id} />
          <Press quiet glyph="remove" label={`Leave ${field.label.toLowerCase()} as it is`} onClick={() => onChanges(without(changes, field.path))} />
        </div>
      ))}
      <Select id={id} value="" label={`Change for ${level}`} choices={[{ value: "", label: changed.length ? "Change more …" : "As in the step; change …" }, ...others.map(asOption)]} onChoose={begin} />
    </div>
  );
}

const asOption = ({ path, label }: Field) => ({ value: path, label });

/** A change says what it says, also where that is what an unset field means. */
const asChange = (field: Field): Field => ({ ...field, widget: field.widget === "message" ? "text" : field.widget, fallback: undefined, required: true, help: undefined });

/** The node's own inputs of the fields that an experiment may change. */
function changeable({ changes = [] }: Field, node: Data): Field[] {
  const all = kindNamed(String(node.kind)).groups.flatMap(({ fields }) => fields);
  return changes.flatMap((path) => all.find((field) => field.path === path) ?? []);
}

function without(data: Data, key: string): Data {
  const { [key]: _, ...others } = data;
  return others;
}
