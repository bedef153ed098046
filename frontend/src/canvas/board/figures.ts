// Answers that many cards ask of the overlay, worked out once for all of them.

import { createContext, useContext } from "react";
import { useBoard } from "../state/use";
import type { Finding } from "../wire";
import { grouped } from "../model/groups";
import { ENTRY } from "../model/journey";

export const BeforeContext = createContext<Map<string, number>>(new Map());

/** How many came to the steps before this one. */
export const useBefore = (id: string) => useContext(BeforeContext).get(id);

const NONE: Finding[] = [];
const known = new WeakMap<Finding[], Map<string, Finding[]>>();

/** The findings of a step; those of the whole journey stand on the entry. */
export function useFindings(id: string): Finding[] {
  return useBoard(({ overlay }) => byNode(overlay.findings).get(id) ?? NONE);
}

function byNode(findings: Finding[]): Map<string, Finding[]> {
  const groups = known.get(findings) ?? grouped(findings, ({ node }) => node ?? ENTRY);
  known.set(findings, groups);
  return groups;
}
