// A rule about an attribute of the customer: which one, how it is compared, and with what.

import { CATALOGUE } from "../model/catalogue";
import type { Json } from "../model/journey";
import { useBoardStore } from "../state/use";
import { attributeNamed, detailOf, type LeafProps, operatorsOf, withAttribute, withDetail, withOperator } from "./condition";
import { Digits } from "./NumberInputs";
import { Select } from "./Select";
import { Chips } from "./TextInputs";
import { TimeLine } from "./TimeInputs";

const ATTRIBUTES = CATALOGUE.attributes.map(({ name, label }) => ({ value: name, label }));

export function ProfileLeaf({ rule, id, onRule }: LeafProps) {
  const { attribute, op = "eq", value } = detailOf(rule);
  const { type } = attributeNamed(String(attribute), Array.isArray(value) ? value[0] : value);
  return (
    <>
      <Select id={`${id}.attribute`} label="Attribute" value={String(attribute ?? "")} choices={ATTRIBUTES} onChoose={(name) => onRule(withAttribute(rule, name))} />
      <div className="in-row">
        <Select id={`${id}.op`} label="Comparison" value={String(op)} choices={operatorsOf(type)} onChoose={(next) => onRule(withOperator(rule, next))} />
        {op !== "is_set" && op !== "not_set" && <Value rule={rule} id={`${id}.value`} onRule={onRule} />}
      </div>
    </>
  );
}

function Value({ rule, id, onRule }: LeafProps) {
  const { settle } = useBoardStore().getState();
  const { attribute, value } = detailOf(rule);
  const first = Array.isArray(value) ? value[0] : value;
  const { type, values } = attributeNamed(String(attribute), first);
  const put = (next: Json, typing = false) => onRule(withDetail(rule, { value: next }), typing);
  if (Array.isArray(value)) return <Chips id={id} label="Values" names={value.map(String)} suggest={values} onNames={(names) => put(names.map((name) => typed(name, type)))} />;
  if (type === "number") return <Digits id={id} label="Value" value={value} written={String(value ?? "")} limits={{ required: true }} onNumber={(number) => put(number ?? 0, true)} />;
  if (type === "flag") return <Select id={id} label="Value" value={String(value)} choices={YES_NO} onChoose={(next) => put(next === "true")} />;
  if (values) return <Select id={id} label="Value" value={String(value ?? "")} choices={values.map((one) => ({ value: one, label: one }))} onChoose={(next) => put(next)} />;
  if (type === "date") return <TimeLine id={id} label="Value" value={String(value ?? "")} onTime={(date) => date && put(date, true)} />;
  return (
    <input id={id} className="in-input" value={String(value ?? "")} autoComplete="off" aria-label="Value"
      onChange={(event) => put(event.target.value, true)} onBlur={settle} />
  );
}

const YES_NO = [
  { value: "true", label: "yes" },
  { value: "false", label: "no" },
];

/** A chip's word as the attribute's type; what is no number stays a word. */
function typed(word: string, type: string): Json {
  const number = Number(word);
  return type === "number" && word.trim() && Number.isFinite(number) ? number : word;
}
