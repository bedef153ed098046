// Journeys for tests: small ones by hand, and arbitrary ones of every kind with wires that lead somewhere.

import fc from "fast-check";
import { CATALOGUE } from "../../src/canvas/model/catalogue";
import { added, blankNode, connected, moved, removed, whyNot, withFields } from "../../src/canvas/model/edits";
import { EMPTY, ENTRY, type Journey, type JourneyNode, waysOut } from "../../src/canvas/model/journey";

export const node = (id: string, fields: Partial<JourneyNode> = {}): JourneyNode => ({ id, kind: "sms", title: id, ...fields });
export const journeyOf = (...nodes: JourneyNode[]): Journey => ({ settings: { id: "j", name: "J" }, start: nodes[0]?.id ?? null, nodes });

const KINDS = CATALOGUE.kinds.filter(({ offered }) => offered).map(({ kind }) => kind);

/** One edit as a hand makes it: which, of what kind, and where, by numbers that are taken round. */
export const gesture = fc.record({
  what: fc.constantFrom("add", "add", "insert", "connect", "open", "remove", "write", "move"),
  kind: fc.constantFrom(...KINDS),
  at: fc.nat(50),
  to: fc.nat(50),
  text: fc.string({ maxLength: 12 }),
});
export type Gesture = { what: string; kind: string; at: number; to: number; text: string };

/** The journey after a gesture; one that cannot be made changes nothing. */
export function done(journey: Journey, { what, kind, at, to, text }: Gesture): Journey {
  const ids = [ENTRY, ...journey.nodes.map(({ id }) => id)];
  const source = ids[at % ids.length] ?? ENTRY;
  const target = ids[to % ids.length] ?? ENTRY;
  const ports = waysOut(journey, source);
  const port = ports[to % Math.max(ports.length, 1)]?.name;
  if (what === "add") return added(journey, blankNode(journey, kind));
  if (what === "insert") return port && kind !== "note" ? added(journey, blankNode(journey, kind), { source, port }) : journey;
  if (what === "connect") return port && !whyNot(journey, { source, port }, target) ? connected(journey, { source, port }, target) : journey;
  if (what === "open") return port ? connected(journey, { source, port }, null) : journey;
  if (what === "remove") return removed(journey, [source]);
  if (what === "write") return withFields(journey, source, { title: text });
  return moved(journey, new Map([[source, { x: at * 8, y: to * 8 }]]));
}

export const drawn = (gestures: Gesture[], from: Journey = { ...EMPTY, settings: { id: "j", name: "J" } }) => gestures.reduce(done, from);
export const someJourney = fc.array(gesture, { maxLength: 25 }).map((gestures) => drawn(gestures));
export const someGestures = fc.array(gesture, { minLength: 1, maxLength: 12 });
