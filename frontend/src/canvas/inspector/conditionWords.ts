// A condition as a phrase about the customer, in the words of src/journeyboard/journey/wording.py.

import { CATALOGUE } from "../model/catalogue";
import type { Json } from "../model/journey";
import { spoken } from "../text/words";
import { attributeNamed, type Condition, detailOf, groupKind, innerOf, isGroup, kindOf, partsOf } from "./condition";

/** How to call what only the board knows: the brand's segments and the journey's steps. */
export type Names = { segment: (id: string) => string; step: (id: string) => string };

const SIGNS: Record<string, string> = { eq: "=", ne: "≠", lt: "<", lte: "≤", gt: ">", gte: "≥" };
const OTHERS: Record<string, string> = { in: "is one of", contains: "contains", starts_with: "begins with" };
const CHANNELS = new Map(CATALOGUE.channels.map(({ value, label }) => [value, within(label)]));
const EVENTS = new Map(CATALOGUE.events.map(({ value, label }) => [value, within(label)]));
const STATES: Record<string, string> = { subscribed: "consented to", unsubscribed: "opted out of", never_subscribed: "never asked about" };

/** A label as it stands within a sentence: “SMS” stays as it is. */
function within(label: string): string {
  return /^[A-Z]{2}/.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

/** The whole rule in one sentence without a full stop. */
export function words(rule: Condition, names: Names): string {
  if (isGroup(rule)) return partsOf(rule).map((part) => inside(part, names)).join(groupKind(rule) === "all" ? " and " : " or ");
  const detail = detailOf(rule);
  switch (kindOf(rule)) {
    case "not":
      return `not (${words(innerOf(rule), names)})`;
    case "profile":
      return profile(String(detail.attribute ?? ""), String(detail.op ?? "eq"), detail.value);
    case "segment":
      return `${detail.member === false ? "not in" : "in"} “${names.segment(String(detail.id ?? ""))}”`;
    case "event":
      return happened(detail);
    case "consent":
      return consent(detail);
    case "engaged":
      return engaged(detail, names);
    case "trigger":
      return `cart ${sign(detail.op ?? "gte")} ${detail.value ?? 0}`;
    case "score":
      return `${detail.name ?? "propensity"} ${sign(detail.op ?? "gte")} ${detail.value ?? 0.5}`;
    case "sample":
      return `a random ${rule.sample} %`;
    default:
      return "a rule of a newer version";
  }
}

function inside(rule: Condition, names: Names): string {
  return isGroup(rule) && partsOf(rule).length > 1 ? `(${words(rule, names)})` : words(rule, names);
}

const sign = (op: Json) => SIGNS[String(op)] ?? String(op);

function profile(name: string, op: string, value: Json | undefined): string {
  const label = within(attributeNamed(name, value).label);
  if (op === "is_set") return `${label} known`;
  if (op === "not_set") return `${label} not known`;
  if (op === "eq" && typeof value === "boolean") return value ? label : `no ${label}`;
  const several = Array.isArray(value) ? value.join(", ") : String(value ?? "…");
  return `${label} ${SIGNS[op] ?? OTHERS[op] ?? op} ${several}`;
}

function happened({ type, op = "gte", count = 1, within: since = "since_entry", key }: Condition): string {
  const event = EVENTS.get(String(type)) ?? spoken(String(type ?? ""));
  const cart = key ? " of this cart" : "";
  const time = since === "since_entry" ? "" : since === "all_time" ? " ever" : ` within ${since}`;
  return often(event, String(op), Number(count)) + cart + time;
}

function often(event: string, op: string, count: number): string {
  if ((op === "eq" || op === "lte") && count === 0) return `no ${event}`;
  if (op === "lt" && count === 1) return `no ${event}`;
  if ((op === "gte" && count === 1) || (op === "gt" && count === 0)) return event;
  return `${event} ${sign(op)} ${count}×`;
}

function consent({ channel, purpose, state = "subscribed" }: Condition): string {
  const orders = purpose === "transactional" ? " about orders" : "";
  return `${STATES[String(state)] ?? "never asked about"} ${CHANNELS.get(String(channel)) ?? channel}${orders}`;
}

function engaged({ node, action = "clicked", done = true }: Condition, names: Names): string {
  return `${done ? "" : "not "}${action} “${names.step(String(node ?? ""))}”`;
}
