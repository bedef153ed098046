// The palette: every kind of step by family, to drag onto the board or to add with a click.

import { useRef, type PointerEvent } from "react";
import { CATALOGUE, type Kind } from "../model/catalogue";
import type { Family } from "../model/journey";
import { add } from "./actions";
import { useDesk } from "./desk";
import { type Drag, startDrag } from "./drag";
import { Icon } from "./icons";

export const FAMILIES: { family: Family; title: string }[] = [
  { family: "message", title: "Messages" },
  { family: "timing", title: "Timing" },
  { family: "logic", title: "Logic" },
  { family: "end", title: "End" },
  { family: "note", title: "Notes" },
];

/** The kinds of a family that people may add. */
export const offered = (family: Family) => CATALOGUE.kinds.filter((kind) => kind.family === family && kind.offered);

export function Palette() {
  const desk = useDesk();
  return (
    <aside className="palette" aria-label="Steps to add">
      <section>
        <h3>Entry</h3>
        <button type="button" className="piece fam-entry" title="Choose who enters, and when" onClick={() => desk.board.getState().select(["entry"])}>
          <Icon name="entry" size={16} />
          <span>Who enters</span>
        </button>
      </section>
      {FAMILIES.map(({ family, title }) => (
        <section key={family}>
          <h3>{title}</h3>
          {offered(family).map((kind) => (
            <Piece key={kind.kind} kind={kind} />
          ))}
        </section>
      ))}
    </aside>
  );
}

function Piece({ kind }: { kind: Kind }) {
  const desk = useDesk();
  const drag = useRef<Drag | null>(null);
  const start = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button === 0) drag.current = startDrag(desk, kind, event.nativeEvent);
  };
  // A drag that ended on the board is followed by a click here; only a press without moving adds.
  const press = () => {
    if (!drag.current?.moved) add(desk, kind.kind);
    drag.current = null;
  };
  return (
    <button type="button" className={`piece fam-${kind.family}`} title={`${kind.help} Drag it onto the board, or press to add it after the selected step.`} onPointerDown={start} onClick={press}>
      <Icon name={kind.icon} other={kind.family} size={16} />
      <span>{kind.label}</span>
    </button>
  );
}
