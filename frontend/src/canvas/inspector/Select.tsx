// A list to choose from, which also shows a value that it does not know.

import type { Option } from "../model/catalogue";

export type Choice = Option & { disabled?: boolean };
export type Choices = (Choice | { label: string; options: Choice[] })[];
type Props = { id: string; value: string; choices: Choices; onChoose: (value: string) => void; label?: string; describedBy?: string; wrong?: boolean };

export function Select({ id, value, choices, onChoose, label, describedBy, wrong }: Props) {
  const known = choices.some((choice) => ("options" in choice ? choice.options.some((one) => one.value === value) : choice.value === value));
  return (
    <select id={id} className="in-input" value={value} onChange={(event) => onChoose(event.target.value)} aria-label={label} aria-describedby={describedBy} aria-invalid={wrong || undefined}>
      {!known && <option value={value}>{value ? `${value} (unknown)` : "Choose …"}</option>}
      {choices.map((choice) =>
        "options" in choice ? (
          <optgroup key={choice.label} label={choice.label}>
            {choice.options.map(optionOf)}
          </optgroup>
        ) : (
          optionOf(choice)
        ),
      )}
    </select>
  );
}

const optionOf = ({ value, label, disabled }: Choice) => (
  <option key={value} value={value} disabled={disabled}>
    {label}
  </option>
);
