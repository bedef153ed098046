// What came from another tool or version, shown as it came; it cannot be edited here.

import type { InputProps } from "./input";

export function RawInput({ field, value, id }: InputProps) {
  const text = typeof value === "string" ? value : JSON.stringify(value ?? {}, null, 2);
  return (
    <div className="in-field">
      <span id={id} className="in-name">
        {field.label}
      </span>
      <pre className="in-raw" tabIndex={0} role="region" aria-labelledby={id}>
        {text}
      </pre>
    </div>
  );
}
