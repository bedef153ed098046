// Inputs for dates, moments and clock times; the browser's own pickers, kept only when complete.

import { useEffect, useRef, useState } from "react";
import { useBoardStore } from "../state/use";
import { type InputProps, meant, textOf } from "./input";
import { described, Labelled } from "./Labelled";

type Kind = { type: "date" | "datetime-local" | "time"; unfinished: string; shown: (value: string) => string };

const DATE: Kind = { type: "date", unfinished: "Complete the date: day, month and year.", shown: (value) => value.slice(0, 10) };
const MOMENT: Kind = { type: "datetime-local", unfinished: "Complete the moment: date and time.", shown: (value) => value.slice(0, 16) };
const CLOCK: Kind = { type: "time", unfinished: "Complete the time: hours and minutes.", shown: (value) => value };

export const DateInput = (props: InputProps) => <TimeInput {...props} kind={DATE} />;
export const MomentInput = (props: InputProps) => <TimeInput {...props} kind={MOMENT} />;
export const ClockInput = (props: InputProps) => <TimeInput {...props} kind={CLOCK} />;

function TimeInput({ field, value, id, change, kind }: InputProps & { kind: Kind }) {
  return <TimeLine id={id} label={field.label} help={field.help} kind={kind} value={textOf(meant({ field, value }))} onTime={(time) => change(time, true)} />;
}

type Props = { id: string; label: string; help?: string; kind?: Kind; value: string; onTime: (time: string | undefined) => void };

export function TimeLine({ id, label, help, kind = DATE, value, onTime }: Props) {
  const { settle } = useBoardStore().getState();
  const [unfinished, setUnfinished] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const shown = kind.shown(value);
  const wrong = unfinished ? kind.unfinished : "";
  // Not a controlled input: React would put the old date back while a new one is half typed.
  useEffect(() => {
    if (box.current && box.current.value !== shown) box.current.value = shown;
    setUnfinished(false);
  }, [shown]);
  const take = ({ value: text, validity }: HTMLInputElement) => {
    setUnfinished(validity.badInput);
    if (!validity.badInput) onTime(text || undefined);
  };
  return (
    <Labelled id={id} label={label} help={help} wrong={wrong}>
      <input ref={box} id={id} className="in-input" type={kind.type} defaultValue={shown} onInput={(event) => take(event.currentTarget)} onBlur={settle}
        aria-invalid={unfinished || undefined} aria-describedby={described(id, { help, wrong })} />
    </Labelled>
  );
}
