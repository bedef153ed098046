// The form of a step: its fields, where it leads, its id, and taking it out.

import { useState } from "react";
import { kindNamed } from "../model/catalogue";
import { removed } from "../model/edits";
import { ENTRY, type JourneyNode } from "../model/journey";
import { useBoard, useBoardStore } from "../state/use";
import { useNodeEdit } from "./edit";
import { Press } from "./Glyph";
import { described, Labelled } from "./Labelled";
import { Groups, Section } from "./Section";
import { WaysOut } from "./WaysOut";

export function NodeForm({ node }: { node: JourneyNode }) {
  const board = useBoardStore();
  const edit = useNodeEdit(node.id);
  const kind = kindNamed(node.kind);
  const [remarks, ...groups] = kind.groups.toReversed();
  const remove = () => board.getState().commit(removed(board.getState().journey, [node.id]), { select: [] });
  return (
    <>
      <Groups of={kind.kind} groups={groups.toReversed()} data={node} edit={edit} at={node.id} />
      {kind.outs.length > 0 && (
        <Section of={kind.kind} title="Ways out" open>
          <WaysOut id={node.id} />
        </Section>
      )}
      {remarks && <Groups of={kind.kind} groups={[remarks]} data={node} edit={edit} at={node.id} />}
      <Section of={kind.kind} title="Id and removal">
        <IdInput id={node.id} />
        <Press glyph="remove" className="danger" label="Remove this step" onClick={remove} />
      </Section>
    </>
  );
}

/** The name of the step in the file; Python renames it wherever it is mentioned. */
function IdInput({ id }: { id: string }) {
  const { ask } = useBoardStore().getState();
  const nodes = useBoard((board) => board.journey.nodes);
  const asked = useBoard((board) => board.asks.find((one) => one.ask === "rename" && one.node === id));
  const [typed, setTyped] = useState(id);
  const name = typed.trim();
  const wrong = name === id ? "" : whyNotCalled(name, nodes);
  const send = () => name !== id && !wrong && ask({ ask: "rename", node: id, to: name });
  const help = asked ? "Is being renamed …" : "Its name in the file and in the event table; letters, digits, - and _.";
  return (
    <Labelled id="in-id" label="Id" help={help} wrong={wrong}>
      <div className="in-row">
        <input id="in-id" className="in-input" value={typed} autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)} onKeyDown={(event) => event.key === "Enter" && send()}
          aria-invalid={wrong ? true : undefined} aria-describedby={described("in-id", { help, wrong })} />
        <Press label="Rename" disabled={name === id || Boolean(wrong) || Boolean(asked)} onClick={send} />
      </div>
    </Labelled>
  );
}

function whyNotCalled(name: string, nodes: JourneyNode[]): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) return "An id has 1 to 64 letters, digits, - or _ and no spaces.";
  if (name === ENTRY) return "“entry” is the entry's own name; choose another.";
  return nodes.some((node) => node.id === name) ? `There is a step “${name}” already; choose another id.` : "";
}
