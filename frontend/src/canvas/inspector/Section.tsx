// A heading that opens and closes what stands below it; which are open is remembered by kind.

import { type ReactNode, useState } from "react";
import type { Group } from "../model/catalogue";
import type { Data } from "../model/journey";
import type { Edit } from "./edit";
import { Fields } from "./Fields";
import { Glyph } from "./Glyph";
import { isSet } from "./input";

const opened = new Map<string, boolean>();

type Props = { of: string; title: string; open?: boolean; mark?: boolean; children: ReactNode };

/** `of` is the kind of thing the panel shows; `mark` says that something in the section is set. */
export function Section({ of, title, open = false, mark = false, children }: Props) {
  const name = `${of}:${title}`;
  const [isOpen, setOpen] = useState(opened.get(name) ?? open);
  const turn = (now: boolean) => {
    opened.set(name, now);
    setOpen(now);
  };
  return (
    <details className="in-section" open={isOpen} onToggle={(event) => turn(event.currentTarget.open)}>
      <summary>
        <Glyph name="open" size={13} />
        <span>{title}</span>
        {mark && <i title="Something is set here" />}
      </summary>
      {isOpen && <div className="in-body">{children}</div>}
    </details>
  );
}

/** Groups of fields: the one without a title stands open at the top. */
export function Groups({ of, groups, data, edit, at }: { of: string; groups: Group[]; data: Data; edit: Edit; at: string }) {
  return groups.map(({ title, open, fields }) =>
    title ? (
      <Section key={title} of={of} title={title} open={open} mark={!open && isSet(fields, data)}>
        <Fields fields={fields} data={data} edit={edit} at={at} />
      </Section>
    ) : (
      <div key={title} className="in-body first">
        <Fields fields={fields} data={data} edit={edit} at={at} />
      </div>
    ),
  );
}
