// Experiments of the journey: factors with levels, and the nodes that change by them.

import type { Data, Journey, JourneyNode } from "../model/journey";
import { withSettings } from "../model/edits";
import { isData, withValue } from "./paths";
import { percents } from "./weights";

export type Level = { name: string; share: number };
export type Factor = { name: string; levels: Level[] };

/** The factors of a journey, their levels' weights as shares that sum to 100. */
export function factorsOf(journey: Journey): Factor[] {
  const { experiments } = journey.settings;
  return Object.entries(isData(experiments) ? experiments : {}).map(([name, held]) => {
    const levels = Object.entries(isData(held) ? held : {});
    const shares = percents(levels.map(([, weight]) => (typeof weight === "number" ? weight : 1)));
    return { name, levels: levels.map(([level], i) => ({ name: level, share: shares[i] ?? 0 })) };
  });
}

/** The journey with one factor changed, or taken out; nodes that change by it follow its new names. */
export function withFactor(journey: Journey, index: number, next: Factor | undefined): Journey {
  const factors = factorsOf(journey);
  const old = factors[index];
  const after = next ? factors.with(index, next) : factors.toSpliced(index, 1);
  const nodes = old ? journey.nodes.map((node) => follows(node, old, next)) : journey.nodes;
  return withSettings({ ...journey, nodes }, { experiments: after.length ? asHeld(after) : undefined });
}

/** The journey with one more factor: a control and a test, half and half. */
export function withNewFactor(journey: Journey): Journey {
  const factors = factorsOf(journey);
  let number = factors.length + 1;
  while (factors.some(({ name }) => name === `factor_${number}`)) number += 1;
  const levels = ["control", "test"].map((name) => ({ name, share: 50 }));
  return withSettings(journey, { experiments: asHeld([...factors, { name: `factor_${number}`, levels }]) });
}

function asHeld(factors: Factor[]): Data {
  return Object.fromEntries(factors.map(({ name, levels }) => [name, Object.fromEntries(levels.map((level) => [level.name, level.share]))]));
}

/** A node that changes by the factor, with the factor's new names; levels and factors that are gone change nothing. */
function follows(node: JourneyNode, old: Factor, next: Factor | undefined): JourneyNode {
  const by = isData(node.by) ? node.by : {};
  const changes = by[old.name];
  if (!isData(changes)) return node;
  const renamed = Object.entries(by).flatMap(([name, held]) => (name !== old.name ? [[name, held]] : next ? [[next.name, levelsAfter(changes, old, next)]] : []));
  return withValue(node, "by", renamed.length ? (Object.fromEntries(renamed) as Data) : undefined) as JourneyNode;
}

function levelsAfter(changes: Data, old: Factor, next: Factor): Data {
  const newName = renames(old, next);
  return Object.fromEntries(Object.entries(changes).flatMap(([level, fields]) => {
    const name = newName(level);
    return name === undefined ? [] : [[name, fields]];
  }));
}

/** What a level is called now: itself, its new name where one was renamed in its place, or gone. */
function renames(old: Factor, next: Factor): (level: string) => string | undefined {
  const still = new Set(next.levels.map(({ name }) => name));
  const sameLength = old.levels.length === next.levels.length;
  return (level) => {
    if (still.has(level)) return level;
    return sameLength ? next.levels[old.levels.findIndex(({ name }) => name === level)]?.name : undefined;
  };
}
