// An optional part, such as an offer: switched on and off, with its fields below while it is on.

import type { Edit } from "./edit";
import { Fields } from "./Fields";
import type { InputProps } from "./input";
import { described } from "./Labelled";
import { isData } from "./paths";

export function PartInput({ field, value, id, change }: InputProps) {
  const standing = isData(field.fallback); // a part that is there unless it is taken off
  const isOn = isData(value) || (standing && value === undefined);
  const part = isData(value) ? value : {};
  const turn = (on: boolean) => change(on ? (standing ? undefined : structuredClone(field.blank ?? {})) : standing ? false : undefined);
  const edit: Edit = (update, typing) => change(update(part), typing !== undefined);
  return (
    <div className={isOn ? "in-part on" : "in-part"}>
      <label className="in-flag">
        <span>{field.label}</span>
        <input id={id} type="checkbox" role="switch" checked={isOn} onChange={(event) => turn(event.target.checked)} aria-describedby={described(id, field)} />
      </label>
      {field.help && (
        <p id={`${id}-help`} className="in-help">
          {field.help}
        </p>
      )}
      {isOn && <Fields fields={field.fields ?? []} data={part} edit={edit} at={id} />}
    </div>
  );
}
