// The text of a message: written with a counter beside it, and below as the example customer reads it.

import { useRef } from "react";
import { useBoard, useBoardStore } from "../state/use";
import { plural } from "../text/words";
import { type InputProps, textOf } from "./input";
import { described, Labelled } from "./Labelled";
import { billOf, INSERTIONS, money, shownText, smartWords, smsText } from "./message";
import { Preview } from "./Preview";
import { rowsOf } from "./TextInputs";

export function MessageInput(props: InputProps) {
  const { field, value, data, id, change } = props;
  const { settle } = useBoardStore().getState();
  const choices = useBoard((board) => board.choices);
  const box = useRef<HTMLTextAreaElement>(null);
  const text = textOf(value);
  const isSms = data.kind === "sms";
  const { problems } = isSms ? smsText(data, choices) : shownText(data, field.path, choices);
  const insert = (words: string) => {
    const at = box.current?.selectionStart ?? text.length;
    change(text.slice(0, at) + words + text.slice(box.current?.selectionEnd ?? at));
    requestAnimationFrame(() => (box.current?.focus(), box.current?.setSelectionRange(at + words.length, at + words.length)));
  };
  return (
    <>
      <Labelled id={id} label={field.label} help={field.help} aside={<InsertMenu id={id} onInsert={insert} />}>
        <textarea ref={box} id={id} className="in-input" rows={rowsOf(text, 3)} value={text} onChange={(event) => change(event.target.value, true)} onBlur={settle}
          aria-describedby={[described(id, field), isSms && `${id}-count`].filter(Boolean).join(" ")} />
        {problems.map((problem) => (
          <p key={problem} className="in-hint">
            {problem}
          </p>
        ))}
        {isSms && <Counter {...props} />}
      </Labelled>
      <Preview node={data} />
    </>
  );
}

function InsertMenu({ id, onInsert }: { id: string; onInsert: (words: string) => void }) {
  return (
    <select className="in-insert" value="" aria-label="Insert into the text" aria-controls={id} onChange={(event) => onInsert(event.target.value)}>
      <option value="">Insert …</option>
      {INSERTIONS.map(({ label, text }) => (
        <option key={label} value={text}>
          {label}
        </option>
      ))}
    </select>
  );
}

function Counter({ data, id }: InputProps) {
  const choices = useBoard((board) => board.choices);
  const bill = billOf(data, smsText(data, choices).text);
  const { encoding, units, parts, limit, left, culprits, partUnits } = bill.now;
  if (data.media) return <p className="in-help">With a picture it goes out as one MMS, whatever its length.</p>;
  return (
    <div id={`${id}-count`} className="in-count">
      <div className="in-parts" aria-hidden="true">
        {(partUnits.length ? partUnits : [0]).map((used, i) => (
          <i key={i} style={{ "--full": `${(100 * used) / limit}%` } as React.CSSProperties} />
        ))}
      </div>
      <p>
        <b>{plural(parts, "part")}</b>
        <span>{units === 0 ? `${limit} units to a part` : `${left} left`}</span>
        <span>{encoding}</span>
        {parts > 0 && choices.sms_price > 0 && <span title="Price of the parts for one customer">{money(parts * choices.sms_price, choices.currency)}</span>}
      </p>
      {culprits.length > 0 && (
        <p className="in-hint">
          Not in GSM-7, so a part holds 70 instead of 160:{" "}
          {culprits.map((char) => (
            <mark key={char} title={codeOf(char)}>
              {char.trim() ? char : codeOf(char)}
            </mark>
          ))}
        </p>
      )}
      {smartWords(bill) && <p className="in-hint good">{smartWords(bill)}</p>}
    </div>
  );
}

const codeOf = (char: string) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
