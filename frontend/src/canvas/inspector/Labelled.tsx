// What stands around every input: its label, its help, and what is wrong with what was typed.

import type { ReactNode } from "react";

type Props = { id: string; label: string; help?: string; wrong?: string; aside?: ReactNode; children: ReactNode };

/** One input with its label. */
export function Labelled({ id, label, aside, children, ...said }: Props) {
  return (
    <div className="in-field">
      <div className="in-top">
        <label htmlFor={id}>{label}</label>
        {aside}
      </div>
      {children}
      <Said id={id} {...said} />
    </div>
  );
}

/** Several inputs under one label. */
export function Grouped({ id, label, help, children }: Omit<Props, "wrong" | "aside">) {
  return (
    <fieldset className="in-field" aria-describedby={described(id, { help })}>
      <legend>{label}</legend>
      <Said id={id} help={help} />
      {children}
    </fieldset>
  );
}

function Said({ id, help, wrong }: { id: string; help?: string; wrong?: string }) {
  return (
    <>
      {help && (
        <p id={`${id}-help`} className="in-help">
          {help}
        </p>
      )}
      {wrong && (
        <p id={`${id}-wrong`} className="in-wrong" role="alert">
          {wrong}
        </p>
      )}
    </>
  );
}

/** The ids of what is said about an input, for aria-describedby. */
export function described(id: string, { help, wrong }: { help?: string; wrong?: string }): string | undefined {
  return [help && `${id}-help`, wrong && `${id}-wrong`].filter(Boolean).join(" ") || undefined;
}
