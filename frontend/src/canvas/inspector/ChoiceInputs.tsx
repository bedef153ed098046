// Inputs that choose: from a list, one of several faces, yes or no.

import { CATALOGUE, type Option } from "../model/catalogue";
import { kindNamed } from "../model/catalogue";
import { titleOf } from "../model/journey";
import { useBoard } from "../state/use";
import { type InputProps, meant, textOf } from "./input";
import { described, Grouped, Labelled } from "./Labelled";
import { Press } from "./Glyph";
import { type Choices, Select } from "./Select";

const UNSET = { value: "", label: "Not set" };

/** One of the field's own options. */
export const ChoiceInput = (props: InputProps) => <Chosen {...props} choices={props.field.options ?? []} />;

/** One of the events that make sense to wait for. */
export function EventInput(props: InputProps) {
  const needed = props.field.required || props.field.fallback !== undefined;
  return <Chosen {...props} choices={needed ? CATALOGUE.events : [UNSET, ...CATALOGUE.events]} />;
}

const ZONES = (): Choices => [
  { value: "profile", label: "Each customer's own" },
  { label: "The same for all", options: Intl.supportedValuesOf("timeZone").map((zone) => ({ value: zone, label: zone.replace(/_/g, " ") })) },
];

/** A time zone, or each customer's own. */
export const ZoneInput = (props: InputProps) => <Chosen {...props} choices={ZONES()} />;

/** One of the journey's messages, or any. */
export function MessageNodeInput(props: InputProps) {
  return <Chosen {...props} choices={[{ value: "", label: "Any message" }, ...useMessages()]} />;
}

/** The journey's messages as options, in the order of the file. */
export function useMessages(): Option[] {
  const nodes = useBoard((board) => board.journey.nodes);
  return nodes.filter(({ kind }) => kindNamed(kind).family === "message").map((node) => ({ value: node.id, label: titleOf(node) }));
}

function Chosen({ field, value, id, change, choices }: InputProps & { choices: Choices }) {
  return (
    <Labelled id={id} label={field.label} help={field.help}>
      <Select id={id} value={textOf(meant({ field, value }))} choices={choices} onChoose={change} describedBy={described(id, field)} />
    </Labelled>
  );
}

/** On or off. */
export function FlagInput({ field, value, id, change }: InputProps) {
  return (
    <div className="in-field">
      <label className="in-flag">
        <span>{field.label}</span>
        <input id={id} type="checkbox" role="switch" checked={meant({ field, value }) === true} onChange={(event) => change(event.target.checked)} aria-describedby={described(id, field)} />
      </label>
      {field.help && (
        <p id={`${id}-help`} className="in-help">
          {field.help}
        </p>
      )}
    </div>
  );
}

/** Several of the field's options, in the order they are offered. */
export function PillsInput({ field, value, id, change }: InputProps) {
  const set = meant({ field, value });
  const chosen = Array.isArray(set) ? set : [];
  const options = field.options ?? [];
  const turn = (one: string) => change(options.map((option) => option.value).filter((other) => (other === one) !== chosen.includes(other)));
  return (
    <Grouped id={id} label={field.label} help={field.help}>
      <div className="in-pills">
        {options.map((option) => (
          <Press key={option.value} label={option.label} aria-pressed={chosen.includes(option.value)} onClick={() => turn(option.value)} />
        ))}
      </div>
    </Grouped>
  );
}

const FACES = [
  { value: -2, label: "Very bad", mouth: "M8 17c1-2.700 7-2.700 8 0" },
  { value: -1, label: "Bad", mouth: "M8.500 16c1-1.300 6-1.300 7 0" },
  { value: 0, label: "Neither good nor bad", mouth: "M8.500 15.500h7" },
  { value: 1, label: "Good", mouth: "M8.500 15c1 1.300 6 1.300 7 0" },
  { value: 2, label: "Very good", mouth: "M8 14c1 4 7 4 8 0Z" },
];

/** How the customer feels, from -2 to 2; none of the faces until somebody has thought about it. */
export function FeelingInput({ field, value, id, change }: InputProps) {
  return (
    <Grouped id={id} label={field.label} help={field.help}>
      <div className="in-faces">
        {FACES.map((face) => (
          <label key={face.value} title={face.label}>
            <input type="radio" name={id} checked={value === face.value} onChange={() => change(face.value)} aria-label={face.label} />
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <circle cx="12" cy="12" r="9" />
              <path d={`M9 9.500v.6m6-.6v.6${face.mouth}`} />
            </svg>
          </label>
        ))}
        {value !== undefined && <Press quiet glyph="close" label="Take the feeling away" onClick={() => change(undefined)} />}
      </div>
    </Grouped>
  );
}
