// The rule builder: rules in groups within groups, each changed in place, and the whole of it in words below.

import { CATALOGUE } from "../model/catalogue";
import { nodeOf, titleOf } from "../model/journey";
import { useBoard } from "../state/use";
import { useMessages } from "./ChoiceInputs";
import { blank, type Condition, groupKind, innerOf, isGroup, joined, kindOf, LEAVES, type LeafKind, negated, partsOf, replaced } from "./condition";
import { type Names, words } from "./conditionWords";
import { Press } from "./Glyph";
import type { InputProps } from "./input";
import { Grouped } from "./Labelled";
import { Leaf } from "./Leaf";
import { isData } from "./paths";
import { Select } from "./Select";

export function ConditionInput({ field, value, id, change }: InputProps) {
  const rule = isData(value) && Object.keys(value).length ? value : undefined;
  const names = useNames();
  return (
    <Grouped id={id} label={field.label} help={field.help}>
      {rule && <Rule rule={rule} id={id} onRule={change} keep={field.required} />}
      {(!rule || !isGroup(rule)) && <Adders rule={rule} onRule={change} />}
      {rule && (
        <p className="in-said" aria-live="polite">
          {words(rule, names)}
        </p>
      )}
      {rule && (
        <details className="in-why">
          <summary>Why can no score be chosen?</summary>
          <p>{CATALOGUE.no_scores}</p>
        </details>
      )}
    </Grouped>
  );
}

/** What the board calls segments and steps. */
function useNames(): Names {
  const journey = useBoard((board) => board.journey);
  const own = useBoard((board) => board.choices.segments);
  return {
    segment: (id) => [...own, ...CATALOGUE.segments].find((segment) => segment.id === id)?.label ?? id,
    step: (id) => {
      const node = nodeOf(journey, id);
      return node ? titleOf(node) : id || "a message";
    },
  };
}

type OnRule = (rule: Condition | undefined, typing?: boolean) => void;

function Adders({ rule, onRule }: { rule: Condition | undefined; onRule: OnRule }) {
  const other = rule && isGroup(rule) && groupKind(rule) === "any" ? "all" : "any";
  return (
    <div className="in-buttons">
      <Press glyph="add" label="Add a rule" onClick={() => onRule(joined(rule, blank("profile")))} />
      {rule && <Press glyph="add" label="Add a group" onClick={() => onRule(joined(rule, { [other]: [blank("profile")] }))} />}
    </div>
  );
}

type RuleProps = { rule: Condition; id: string; onRule: OnRule; keep?: boolean };

/** One rule or group, with what can be done to it; the last one that is needed cannot be removed. */
function Rule({ rule, id, onRule, keep }: RuleProps) {
  const isNot = "not" in rule;
  const inner = isNot ? innerOf(rule) : rule;
  const put: OnRule = (next, typing) => onRule(next && isNot ? { not: next } : next, typing);
  return (
    <div className={isGroup(inner) ? "in-rule group" : "in-rule"} role="group" aria-label={isGroup(inner) ? "Group of rules" : "Rule"}>
      <div className="in-rulehead">
        {"not" in inner ? <span className="in-name">It is not so that</span> : <KindSelect rule={inner} id={`${id}.kind`} onRule={put} />}
        <Press label="Not" aria-pressed={isNot} onClick={() => onRule(negated(rule))} />
        {!keep && <Press quiet glyph="remove" label="Remove the rule" onClick={() => onRule(undefined)} />}
      </div>
      <RuleBody rule={inner} id={id} onRule={put} />
    </div>
  );
}

function RuleBody({ rule, id, onRule }: RuleProps) {
  if ("not" in rule) return <Rule rule={rule} id={`${id}.not`} onRule={onRule} />;
  if (!isGroup(rule)) return <Leaf rule={rule} id={id} onRule={onRule} />;
  return (
    <>
      {partsOf(rule).map((part, i) => (
        <Rule key={i} rule={part} id={`${id}.${i}`} onRule={(next, typing) => onRule(replaced(rule, i, next), typing)} />
      ))}
      <Adders rule={rule} onRule={onRule} />
    </>
  );
}

const GROUPS = [
  { value: "all", label: "All of these hold" },
  { value: "any", label: "Any of these holds" },
];

function KindSelect({ rule, id, onRule }: RuleProps) {
  const messages = useMessages().map(({ value }) => value);
  if (isGroup(rule)) return <Select id={id} label="How many must hold" value={groupKind(rule)} choices={GROUPS} onChoose={(kind) => onRule({ [kind]: partsOf(rule) })} />;
  const leaves = LEAVES.map(({ kind, label }) => ({ value: kind, label: kind === "score" ? "Score (not yet)" : label, disabled: kind === "score" || (kind === "engaged" && !messages.length) }));
  return <Select id={id} label="Kind of rule" value={kindOf(rule) ?? ""} choices={leaves} onChoose={(kind) => onRule(blank(kind as LeafKind, messages))} />;
}
