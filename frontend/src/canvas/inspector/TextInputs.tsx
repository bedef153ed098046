// Inputs for words: a line, a name that must be the only one, a text that grows, and a list of words.

import { useState } from "react";
import { useBoardStore } from "../state/use";
import { useDraft } from "./draft";
import { Press } from "./Glyph";
import { type InputProps, meant, textOf } from "./input";
import { described, Grouped, Labelled } from "./Labelled";

/** One line; an empty one takes the field back to what it means unset. */
export function LineInput({ field, value, id, change }: InputProps) {
  const { settle } = useBoardStore().getState();
  return (
    <Labelled id={id} label={field.label} help={field.help}>
      <input id={id} className="in-input" value={textOf(meant({ field, value }))} placeholder={field.example} autoComplete="off"
        onChange={(event) => change(event.target.value, true)} onBlur={settle} aria-describedby={described(id, field)} />
    </Labelled>
  );
}

/** A text of several lines, as high as what it says. */
export function TextInput({ field, value, id, change }: InputProps) {
  const { settle } = useBoardStore().getState();
  const text = textOf(meant({ field, value }));
  return (
    <Labelled id={id} label={field.label} help={field.help}>
      <textarea id={id} className="in-input" rows={rowsOf(text)} value={text} placeholder={field.example}
        onChange={(event) => change(event.target.value, true)} onBlur={settle} aria-describedby={described(id, field)} />
    </Labelled>
  );
}

/** Rows for browsers that cannot size a box by its content. */
export const rowsOf = (text: string, least = 2) => Math.max(least, text.split("\n").reduce((rows, line) => rows + 1 + Math.floor(line.length / 44), 0));

type Name = { id: string; label: string; value: string; taken: string[]; onName: (name: string) => void; hidden?: boolean; suggest?: string[] };

/** A name no neighbour has; a taken or empty one stays in the input and is not kept. */
export function NameInput({ id, label, value, taken, onName, suggest }: Name) {
  const read = (text: string) => {
    const name = text.trim();
    if (!name) return { wrong: "Give it a name." };
    return taken.includes(name) ? { wrong: `“${name}” is taken here; choose another name.` } : { value: name };
  };
  const { text, wrong, onType, onLeave } = useDraft(value, value, read, (name) => onName(String(name)));
  return (
    <Labelled id={id} label={label} wrong={wrong}>
      <input id={id} className="in-input" value={text} autoComplete="off" list={suggest && `${id}-list`} onChange={(event) => onType(event.target.value)} onBlur={onLeave}
        aria-invalid={wrong ? true : undefined} aria-describedby={described(id, { wrong })} />
      {suggest && <Suggested id={`${id}-list`} words={suggest} />}
    </Labelled>
  );
}

export const Suggested = ({ id, words }: { id: string; words: string[] }) => (
  <datalist id={id}>
    {words.map((word) => (
      <option key={word} value={word} />
    ))}
  </datalist>
);

/** Words as chips; Enter or a comma adds one. */
export function NamesInput({ field, value, id, change }: InputProps) {
  const set = meant({ field, value });
  const names = Array.isArray(set) ? set.map(String) : [];
  return (
    <Grouped id={id} label={field.label} help={field.help}>
      <Chips id={id} label={`Add to ${field.label.toLowerCase()}`} names={names} onNames={change} example={field.example} suggest={field.suggest} />
    </Grouped>
  );
}

type ChipsProps = { id: string; label: string; names: string[]; onNames: (names: string[]) => void; example?: string; suggest?: string[] };

export function Chips({ id, label, names, onNames, example, suggest = [] }: ChipsProps) {
  const [word, setWord] = useState("");
  const add = () => {
    const more = word.split(",").map((one) => one.trim()).filter((one) => one && !names.includes(one));
    if (more.length) onNames([...names, ...new Set(more)]);
    setWord("");
  };
  const onKey = (key: string) => {
    if (key === "Enter") add();
    else if (key === "Backspace" && !word) onNames(names.slice(0, -1));
  };
  return (
    <div className="in-chips">
      {names.map((name) => (
        <span key={name} className="in-chip">
          {name}
          <Press quiet glyph="close" label={`Remove ${name}`} onClick={() => onNames(names.filter((one) => one !== name))} />
        </span>
      ))}
      <input id={id} value={word} placeholder={names.length ? "" : example} autoComplete="off" aria-label={label} list={`${id}-list`} onBlur={add}
        onChange={(event) => setWord(event.target.value)} onKeyDown={(event) => onKey(event.key)} />
      <Suggested id={`${id}-list`} words={suggest.filter((one) => !names.includes(one))} />
    </div>
  );
}
