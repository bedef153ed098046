// Which stage each node belongs to: its own, else that of the step before it on the way from the entry.

import { CATALOGUE } from "./catalogue";
import { grouped } from "./groups";
import { ENTRY, type Journey, wiresOf } from "./journey";

/** Where people are who enter by each kind of event, when the first steps do not say. */
const FIRST = "awareness";

/** Stages by node id, the entry's too; every node has one. */
export function stagesOf(journey: Journey): Map<string, string> {
  const own = new Map(journey.nodes.flatMap(({ id, stage }) => (stage ? [[id, stage]] : [])));
  const onward = grouped(wiresOf(journey), ({ source }) => source);
  const stages = new Map([[ENTRY, firstStage(journey, own)]]);
  for (const [id, stage] of stages) {
    for (const { target } of onward.get(id) ?? []) if (!stages.has(target)) stages.set(target, own.get(target) ?? stage);
  }
  journey.nodes.forEach(({ id, stage }) => stages.set(id, stage ?? stages.get(id) ?? FIRST));
  return stages;
}

/** The entry stands in the earliest stage that any step names. */
function firstStage(journey: Journey, own: Map<string, string>): string {
  const named = new Set(journey.nodes.map(({ id }) => own.get(id)));
  return CATALOGUE.stages.find((stage) => named.has(stage)) ?? FIRST;
}
