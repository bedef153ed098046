// Inputs for numbers, shares of a whole, and durations in words.

import { useRef } from "react";
import { complaint, formatDuration, parseDuration } from "../text/duration";
import { useDraft } from "./draft";
import { type InputProps, meant, textOf } from "./input";
import { described, Labelled } from "./Labelled";
import { Press } from "./Glyph";
import { type Limits, numberIn } from "./number";

/** A number within its limits. */
export function NumberInput({ field, value, id, change }: InputProps) {
  const set = meant({ field, value });
  return <Digits id={id} label={field.label} help={field.help} value={set} written={textOf(set)} limits={field} onNumber={(number) => change(number, true)} />;
}

/** A share between 0 and 1, asked for in percent. */
export function ShareInput({ field, value, id, change }: InputProps) {
  const set = meant({ field, value });
  const { low = 0, high = 1, required } = field;
  const percent = typeof set === "number" ? Number((set * 100).toPrecision(6)) : undefined;
  const onNumber = (number: number | undefined) => change(number === undefined ? undefined : Number((number / 100).toPrecision(8)), true);
  const limits = { low: low * 100, high: high * 100, required };
  return <Digits id={id} label={field.label} help={field.help} value={percent} written={textOf(percent)} unit="%" limits={limits} onNumber={onNumber} />;
}

type Weight = { id: string; label: string; shares: number[]; index: number; onShare: (shares: number[], to: number) => void };

/** One share of several: the others move with it, from where they stood when the typing began. */
export function WeightInput({ id, label, shares, index, onShare }: Weight) {
  const origin = useRef(shares);
  const share = shares[index] ?? 0;
  return (
    <div onFocus={() => (origin.current = shares)}>
      <Digits id={id} label={label} value={share} written={String(share)} unit="%" limits={{ low: 0, high: 100, required: true }} onNumber={(to) => onShare(origin.current, to ?? 0)} />
    </div>
  );
}

type DigitsProps = {
  id: string;
  label: string;
  help?: string;
  value: unknown;
  written: string;
  unit?: string;
  limits: Limits;
  onNumber: (number: number | undefined) => void;
};

export function Digits({ id, label, help, value, written, unit, limits, onNumber }: DigitsProps) {
  const set = typeof value === "number" ? value : undefined;
  const { text, wrong, onType, onLeave } = useDraft(set, written, (typed) => numberIn(typed, limits), (number) => onNumber(number as number | undefined));
  return (
    <Labelled id={id} label={label} help={help} wrong={wrong}>
      <span className="in-unit" data-unit={unit}>
        <input id={id} className="in-input" inputMode="decimal" autoComplete="off" value={text} onChange={(event) => onType(event.target.value)} onBlur={onLeave}
          aria-invalid={wrong ? true : undefined} aria-describedby={described(id, { help, wrong })} />
      </span>
    </Labelled>
  );
}

/** A duration in words; what an abbreviation means is said below while it is typed. */
export function DurationInput({ field, value, id, change }: InputProps) {
  const set = textOf(meant({ field, value }));
  return <DurationLine id={id} label={field.label} help={field.help} value={set} required={field.required} picks={field.picks} onDuration={change} />;
}

type DurationProps = { id: string; label: string; help?: string; value: string; required?: boolean; picks?: string[]; onDuration: (words: string | undefined, typing?: boolean) => void };

export function DurationLine({ id, label, help, value, required, picks = [], onDuration }: DurationProps) {
  const read = (text: string) => {
    if (!text.trim()) return required ? { wrong: complaint(text) } : { value: undefined };
    const seconds = parseDuration(text);
    return seconds === null ? { wrong: complaint(text) } : { value: formatDuration(seconds) };
  };
  const { text, wrong, onType, onLeave } = useDraft(value || undefined, value, read, (words) => onDuration(words as string | undefined, true));
  const seconds = parseDuration(text);
  const echo = seconds !== null && formatDuration(seconds) !== text.trim() ? `= ${formatDuration(seconds)}` : "";
  return (
    <Labelled id={id} label={label} help={help} wrong={wrong} aside={echo && <span className="in-echo">{echo}</span>}>
      <input id={id} className="in-input" value={text} placeholder="1 hour 30 minutes" autoComplete="off" onChange={(event) => onType(event.target.value)} onBlur={onLeave}
        aria-invalid={wrong ? true : undefined} aria-describedby={described(id, { help, wrong })} />
      <div className="in-picks">
        {picks.map((pick) => (
          <Press key={pick} label={pick} aria-pressed={pick === value} onClick={() => onDuration(pick)} />
        ))}
      </div>
    </Labelled>
  );
}
