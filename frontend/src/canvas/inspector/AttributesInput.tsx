// Attributes that a step sets on the customer: name, type and value, row by row.

import { CATALOGUE } from "../model/catalogue";
import type { Data, Json } from "../model/journey";
import { useBoardStore } from "../state/use";
import { Press } from "./Glyph";
import type { InputProps } from "./input";
import { Grouped } from "./Labelled";
import { Digits } from "./NumberInputs";
import { freeName, isData } from "./paths";
import { Select } from "./Select";
import { NameInput } from "./TextInputs";

type Type = "text" | "number" | "flag";

const TYPES = [
  { value: "flag", label: "Yes or no" },
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
];
const FIRST: Record<Type, Json> = { text: "", number: 0, flag: true };
const KNOWN = CATALOGUE.attributes.map(({ name }) => name);

export function AttributesInput({ field, value, id, change }: InputProps) {
  const rows = Object.entries(isData(value) ? value : {});
  const put = (next: [string, Json | undefined][], typing = false) => change(next.length ? (Object.fromEntries(next) as Data) : undefined, typing);
  const example = field.example ?? "attribute";
  const names = rows.map(([name]) => name);
  const add = () => put([...rows, [names.includes(example) ? freeName("attribute", names).replace(" ", "_") : example, true]]);
  return (
    <Grouped id={id} label={field.label} help={field.help}>
      {rows.map(([name, held], index) => (
        <div key={index} className="in-item" role="group" aria-label={name}>
          <div className="in-itemhead">
            <b>{name}</b>
            <Press quiet glyph="remove" label={`Do not set ${name}`} onClick={() => put(rows.toSpliced(index, 1))} />
          </div>
          <NameInput id={`${id}.${index}.name`} label="Attribute" value={name} taken={names.toSpliced(index, 1)} suggest={KNOWN} onName={(next) => put(rows.with(index, [next, held]), true)} />
          <Value id={`${id}.${index}`} value={held} onValue={(next, typing) => put(rows.with(index, [name, next]), typing)} />
        </div>
      ))}
      <div className="in-buttons">
        <Press glyph="add" label="Set an attribute" onClick={add} />
      </div>
    </Grouped>
  );
}

function Value({ id, value, onValue }: { id: string; value: Json | undefined; onValue: (value: Json, typing?: boolean) => void }) {
  const { settle } = useBoardStore().getState();
  const type: Type = typeof value === "number" ? "number" : typeof value === "boolean" ? "flag" : "text";
  return (
    <div className="in-pair">
      <div className="in-field">
        <label htmlFor={`${id}.type`}>Type</label>
        <Select id={`${id}.type`} value={type} choices={TYPES} onChoose={(next) => onValue(FIRST[next as Type])} />
      </div>
      {type === "number" ? (
        <Digits id={`${id}.value`} label="Value" value={value} written={String(value)} limits={{ required: true }} onNumber={(number) => onValue(number ?? 0, true)} />
      ) : (
        <div className="in-field">
          <label htmlFor={`${id}.value`}>Value</label>
          {type === "flag" ? (
            <Select id={`${id}.value`} value={String(value)} choices={YES_NO} onChoose={(next) => onValue(next === "true")} />
          ) : (
            <input id={`${id}.value`} className="in-input" value={String(value ?? "")} autoComplete="off" onChange={(event) => onValue(event.target.value, true)} onBlur={settle} />
          )}
        </div>
      )}
    </div>
  );
}

const YES_NO = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];
