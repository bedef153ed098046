// The journey as the classical journey map: stages from left to right, their touchpoints in the order people meet them.

import { CATALOGUE, type Kind, kindNamed } from "../model/catalogue";
import { grouped } from "../model/groups";
import { ENTRY, type Family, type Journey, type JourneyNode, titleOf, wiresOf } from "../model/journey";
import { stagesOf } from "../model/stages";
import { filled } from "../text/sample";
import type { Finding, Overlay } from "../wire";
import { asFeeling, type Feeling } from "./feelings";

/** What a strategist writes into the map; a goal has none of it. */
export type Note = "job" | "metric" | "risk";
export type Remark = Pick<Finding, "level" | "message">;
export type Touchpoint = {
  id: string;
  title: string;
  icon: string;
  family: Family;
  channel: string;
  timing: string;
  job: string;
  feeling: Feeling | null;
  headline: string;
  message: string;
  metric: string;
  risk: string;
  remarks: Remark[];
  /** The fields of the map that its kind has. */
  fields: string[];
};
export type Stage = { name: string; touchpoints: Touchpoint[] };
export type JourneyMap = { name: string; aim: string; stages: Stage[] };
export type Row = { key: "touchpoint" | "channel" | "timing" | "feeling" | "message" | Note; label: string };

/** The rows from top to bottom. */
export const ROWS: Row[] = [
  { key: "touchpoint", label: "Touchpoint" },
  { key: "channel", label: "Channel" },
  { key: "timing", label: "Timing" },
  { key: "job", label: "Customer’s job" },
  { key: "feeling", label: "Feeling" },
  { key: "message", label: "Message" },
  { key: "metric", label: "Metric" },
  { key: "risk", label: "Risk" },
];

type Said = Pick<Overlay, "timing" | "findings">;
type Sources = { journey: Journey; reached: Set<string>; timing: { [id: string]: string }; remarks: Map<string | null, Remark[]>; example: Values };
type Values = { [name: string]: string };

/**
 * Every message and goal under its stage; a stage without any stays, empty.
 *
 * A node without a stage stands in that of the step before it. Within a stage the order is that in which people who
 * entered first meet them, what nobody reaches and then goals last. Texts are filled for an `example` customer.
 */
export function mapOf(journey: Journey, { timing = {}, findings }: Said, example: Values = {}): JourneyMap {
  const reached = firstMet(journey);
  const sources = { journey, reached, timing, remarks: grouped(findings, ({ node }) => node), example };
  const touchpoints = inOrder(journey, reached).filter(isTouchpoint);
  const stageOf = stagesOf(journey);
  const stages = CATALOGUE.stages.map((name) => {
    const mine = touchpoints.filter(({ id }) => stageOf.get(id) === name).toSorted(goalsLast);
    return { name, touchpoints: mine.map((node) => touchpointOf(node, sources)) };
  });
  return { name: words(journey.settings.name), aim: words(journey.settings.north_star), stages };
}

export const touchpointsOf = (map: JourneyMap) => map.stages.flatMap(({ touchpoints }) => touchpoints);

const isTouchpoint = ({ kind }: JourneyNode) => kindNamed(kind).family === "message" || kind === "goal";
const goalsLast = (a: JourneyNode, b: JourneyNode) => Number(a.kind === "goal") - Number(b.kind === "goal");
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const words = (value: unknown) => (typeof value === "string" ? value : "");

/** Who can be met, the nearest to the entry first. */
function firstMet(journey: Journey): Set<string> {
  const onward = grouped(wiresOf(journey), ({ source }) => source);
  const met = new Set([ENTRY]);
  for (const id of met) onward.get(id)?.forEach(({ target }) => met.add(target));
  return met;
}

function inOrder({ nodes }: Journey, reached: Set<string>): JourneyNode[] {
  const rank = new Map([...reached].map((id, i) => [id, i]));
  return nodes.toSorted((a, b) => (rank.get(a.id) ?? rank.size) - (rank.get(b.id) ?? rank.size));
}

function touchpointOf(node: JourneyNode, { journey, reached, timing, remarks, example }: Sources): Touchpoint {
  const kind = kindNamed(node.kind);
  const isGoal = node.kind === "goal";
  return {
    id: node.id,
    title: titleOf(node),
    icon: node.media ? "mms" : kind.icon,
    family: kind.family,
    channel: isGoal ? "" : channelOf(node, kind),
    timing: reached.has(node.id) ? capital(timing[node.id] ?? "") : "Nobody gets here yet",
    job: words(node.job),
    feeling: asFeeling(node.feeling),
    ...saidBy(node, example),
    metric: isGoal ? words(journey.settings.north_star) : words(node.metric),
    risk: words(node.risk),
    remarks: remarks.get(node.id) ?? [],
    fields: fieldsOf(kind),
  };
}

function channelOf(node: JourneyNode, { label }: Kind): string {
  const { channel = "" } = (node.fallback ?? {}) as { channel?: string };
  const other = channel && kindNamed(channel).label;
  const second = other === other.toUpperCase() ? other : other.toLowerCase();
  return `${node.media ? "MMS" : label}${second && `, else ${second}`}`;
}

function saidBy(node: JourneyNode, example: Values): Pick<Touchpoint, "headline" | "message"> {
  const { url = "" } = (node.link ?? {}) as { url?: string };
  const say = (text: unknown) => filled(words(text), { link: url, ...example }).text.trim();
  return { headline: say(node.subject ?? node.heading), message: say(node.body) };
}

const ON_THE_MAP = ["job", "feeling", "metric", "risk"];
const known = new Map<string, string[]>();

function fieldsOf({ kind, groups }: Kind): string[] {
  const fields = known.get(kind) ?? groups.flatMap((group) => group.fields.map(({ path }) => path)).filter((path) => ON_THE_MAP.includes(path));
  known.set(kind, fields);
  return fields;
}
