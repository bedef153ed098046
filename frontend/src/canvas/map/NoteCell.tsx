// A text of the map that is written in its place: press it and type.

import { type KeyboardEvent, memo, useState } from "react";
import { withFields } from "../model/edits";
import { useBoard, useBoardStore } from "../state/use";
import type { Note } from "./model";

const NAMES: Record<Note, string> = { job: "The customer’s job", metric: "Metric", risk: "Risk" };
const INVITATIONS: Record<Note, string> = { job: "Add the job", metric: "Add a metric", risk: "Add a risk" };
const HINTS: Record<Note, string> = {
  job: "When I …, I want to …, so I can …",
  metric: "What shows that it works?",
  risk: "What may go wrong here?",
};

type Props = { id: string; note: Note; title: string; text: string; isOffered: boolean };

/** `left` is a text that a key has closed: the focus goes back to it. */
type State = "shown" | "open" | "left";

export const NoteCell = memo(function NoteCell({ id, note, title, text, isOffered }: Props) {
  const readOnly = useBoard((board) => board.readOnly);
  const [state, setState] = useState<State>("shown");
  if (readOnly || !isOffered) return <p className="map-text" dir="auto">{text}</p>;
  const name = `${NAMES[note]} at ${title}`;
  if (state === "open") return <Editor id={id} note={note} name={name} text={text} close={setState} />;
  return (
    <button type="button" dir="auto" className="map-text map-note" autoFocus={state === "left"} aria-label={`${name}: ${text || "not set"}`} onClick={() => setState("open")}>
      {text || <i>{INVITATIONS[note]}</i>}
    </button>
  );
});

type EditorProps = Pick<Props, "id" | "note" | "text"> & { name: string; close: (state: State) => void };

function Editor({ id, note, name, text, close }: EditorProps) {
  const board = useBoardStore();
  const write = (value: string) => {
    const { commit, journey } = board.getState();
    commit(withFields(journey, id, { [note]: value || undefined }), { as: `${id}.${note}` });
  };
  const press = (event: KeyboardEvent) => {
    event.stopPropagation(); // the board's keys mean something else
    if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) close("left");
  };
  const leave = () => {
    board.getState().settle();
    close("shown");
  };
  return <textarea autoFocus dir="auto" className="map-text" rows={3} value={text} aria-label={name} placeholder={HINTS[note]} onChange={(event) => write(event.target.value)} onKeyDown={press} onBlur={leave} onFocus={({ target }) => target.setSelectionRange(text.length, text.length)} />;
}
