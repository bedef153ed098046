// Conditions as data, in the shape of src/journeyboard/audience/conditions.py: one key that names the kind.

import { CATALOGUE, type Attribute, type AttributeType, type Option } from "../model/catalogue";
import type { Data, Json } from "../model/journey";
import { isData } from "./paths";

export type Condition = Data;
export type GroupKind = "all" | "any";
export type LeafKind = "profile" | "segment" | "event" | "consent" | "engaged" | "trigger" | "sample" | "score";
export type RuleKind = GroupKind | "not" | LeafKind;

export const LEAVES: { kind: LeafKind; label: string }[] = [
  { kind: "profile", label: "Attribute" },
  { kind: "segment", label: "Segment" },
  { kind: "event", label: "Something happened" },
  { kind: "consent", label: "Consent" },
  { kind: "engaged", label: "Earlier message" },
  { kind: "trigger", label: "Value of the cart" },
  { kind: "sample", label: "Random share" },
  { kind: "score", label: "Score" },
];
const RULE_KINDS: RuleKind[] = ["all", "any", "not", ...LEAVES.map(({ kind }) => kind)];

const BLANKS: Record<LeafKind, Condition> = {
  profile: { profile: { attribute: "orders", op: "gte", value: 1 } },
  segment: { segment: { id: "repeat_buyer" } },
  event: { event: { type: "order.placed" } },
  consent: { consent: { channel: "sms" } },
  engaged: { engaged: { node: "" } },
  trigger: { trigger: { op: "gte", value: 50 } },
  sample: { sample: 10 },
  score: { score: {} },
};

/** What kind of rule it is; null for one of a newer version. */
export const kindOf = (rule: Condition): RuleKind | null => RULE_KINDS.find((kind) => kind in rule) ?? null;
export const isGroup = (rule: Condition): boolean => "all" in rule || "any" in rule;

/** A new rule of a kind; one about an earlier message asks for the last of these. */
export function blank(kind: LeafKind, messages: string[] = []): Condition {
  return kind === "engaged" ? { engaged: { node: messages.at(-1) ?? "" } } : structuredClone(BLANKS[kind]);
}

/** The rules of a group. */
export function partsOf(group: Condition): Condition[] {
  const parts = group.all ?? group.any;
  return Array.isArray(parts) ? parts.filter(isData) : [];
}

/** What `not` turns round. */
export const innerOf = (rule: Condition): Condition => (isData(rule.not) ? rule.not : {});

/** What a leaf holds; that of `sample` is its number. */
export function detailOf(rule: Condition): Data {
  const held = rule[kindOf(rule) ?? ""];
  return isData(held) ? held : {};
}

/** A leaf with some of what it holds changed; undefined takes a field away. */
export function withDetail(rule: Condition, changes: Data): Condition {
  const kept = Object.entries({ ...detailOf(rule), ...changes }).filter(([, value]) => value !== undefined);
  return { [kindOf(rule) ?? "profile"]: Object.fromEntries(kept) };
}

/** A group with these rules; undefined when none is left. */
export function groupOf(kind: GroupKind, parts: Condition[]): Condition | undefined {
  return parts.length ? { [kind]: parts } : undefined;
}

/** One more rule: in a group, or beside a single rule, both of which must then hold. */
export function joined(rule: Condition | undefined, more: Condition): Condition {
  if (!rule) return more;
  if (!isGroup(rule)) return { all: [rule, more] };
  return { [groupKind(rule)]: [...partsOf(rule), more] };
}

export const groupKind = (group: Condition): GroupKind => ("any" in group ? "any" : "all");

/** The group with one rule changed, or taken out. */
export function replaced(group: Condition, index: number, rule: Condition | undefined): Condition | undefined {
  const parts = partsOf(group);
  return groupOf(groupKind(group), rule ? parts.with(index, rule) : parts.toSpliced(index, 1));
}

/** The rule turned round; turned twice it is itself again. */
export const negated = (rule: Condition): Condition => ("not" in rule ? innerOf(rule) : { not: rule });

const OPERATORS: Record<AttributeType, Option[]> = {
  number: named({ eq: "is", ne: "is not", gte: "is at least", gt: "is more than", lte: "is at most", lt: "is less than", in: "is one of" }),
  text: named({ eq: "is", ne: "is not", in: "is one of", contains: "contains", starts_with: "begins with" }),
  flag: named({ eq: "is" }),
  date: named({ gte: "is on or after", gt: "is after", lte: "is on or before", lt: "is before", eq: "is" }),
};
export const COMPARISONS = named({ gte: "at least", gt: "more than", eq: "exactly", ne: "not", lte: "at most", lt: "fewer than" });
export const AMOUNTS = named({ gte: "at least", gt: "more than", eq: "exactly", ne: "not", lte: "at most", lt: "less than" });
export const ACTIONS = named({ sent: "was sent", delivered: "was delivered", opened: "was opened", clicked: "was clicked", replied: "was answered" });
export const STATES = named({ subscribed: "consented", unsubscribed: "opted out", never_subscribed: "never asked" });

function named(labels: Record<string, string>): Option[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}

const ATTRIBUTES = new Map(CATALOGUE.attributes.map((attribute) => [attribute.name, attribute]));

/** What is known about an attribute; one of the customer's own file counts as what it is compared with. */
export function attributeNamed(name: string, value?: Json): Attribute {
  const type = typeof value === "number" ? "number" : typeof value === "boolean" ? "flag" : "text";
  return ATTRIBUTES.get(name) ?? { name, label: name.replace(/_/g, " "), type };
}

/** What may be asked about an attribute; also whether it is known at all. */
export function operatorsOf(type: AttributeType): Option[] {
  return [...OPERATORS[type], { value: "is_set", label: "is known" }, { value: "not_set", label: "is not known" }];
}

const FIRST_VALUES: Record<AttributeType, Json> = { number: 1, text: "", flag: true, date: "2026-01-01" };

/** The rule about another attribute, asked as its type allows. */
export function withAttribute(rule: Condition, name: string): Condition {
  const { type, values } = attributeNamed(name);
  const op = operatorsOf(type)[0]?.value ?? "eq";
  return { profile: { attribute: name, op, value: values?.[0] ?? FIRST_VALUES[type], ...(sameType(rule, type) ? kept(rule) : {}) } };
}

function sameType(rule: Condition, type: AttributeType): boolean {
  const { attribute, value } = detailOf(rule);
  return type !== "text" && type !== "date" && attributeNamed(String(attribute), value).type === type;
}

function kept(rule: Condition): Data {
  const { op, value } = detailOf(rule);
  return value === undefined ? {} : { op: op ?? "eq", value };
}

/** The rule with another operator, and the value in the form that it takes: a list, one value, or none. */
export function withOperator(rule: Condition, op: string): Condition {
  const { attribute, value } = detailOf(rule);
  if (op === "is_set" || op === "not_set") return { profile: { attribute, op } };
  const { type } = attributeNamed(String(attribute), Array.isArray(value) ? value[0] : value);
  const one = (Array.isArray(value) ? value[0] : value) ?? FIRST_VALUES[type];
  return { profile: { attribute, op, value: op === "in" ? (Array.isArray(value) ? value : [one]) : one } };
}

/** What the inputs of one rule are given. */
export type LeafProps = { rule: Condition; id: string; onRule: (rule: Condition | undefined, typing?: boolean) => void };
