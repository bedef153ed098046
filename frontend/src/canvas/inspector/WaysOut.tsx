// Where a step leads: each way out with a list of all steps, which is the keyboard's way to connect.

import { useState } from "react";
import { grouped } from "../model/groups";
import { kindNamed } from "../model/catalogue";
import { connected, type Spot, whyNot } from "../model/edits";
import { type Journey, type Port, titleOf, waysOut } from "../model/journey";
import { useBoard, useBoardStore } from "../state/use";
import { Labelled } from "./Labelled";
import { Select } from "./Select";

/** The ways out of a node or of the entry. */
export function WaysOut({ id }: { id: string }) {
  const journey = useBoard((board) => board.journey);
  const ports = waysOut(journey, id);
  if (ports.length === 0) return <p className="in-help">The path ends here; there is no way out.</p>;
  return ports.map((port) => <WayOut key={port.name} source={id} port={port} journey={journey} />);
}

/** One way out, led elsewhere by choosing a step; a step that is not allowed is refused with the reason. */
export function WayOut({ source, port, journey, label = labelOf(port) }: { source: string; port: Port; journey: Journey; label?: string }) {
  const board = useBoardStore();
  const [refused, setRefused] = useState("");
  const spot: Spot = { source, port: port.name };
  const id = `out.${source}.${port.name}`;
  const lead = (to: string) => {
    const reason = to && whyNot(board.getState().journey, spot, to);
    setRefused(reason ? `Not to “${nameOf(journey, to)}”: ${reason}` : "");
    if (!reason) board.getState().commit(connected(board.getState().journey, spot, to || null));
  };
  const open = { value: "", label: port.quiet ? "Goes on like everybody else" : "Open: leaves the journey" };
  return (
    <Labelled id={id} label={label} wrong={refused}>
      <Select id={id} value={port.target ?? ""} choices={[open, ...stepsBut(journey, source)]} onChoose={lead} describedBy={refused ? `${id}-wrong` : undefined} wrong={Boolean(refused)} />
    </Labelled>
  );
}

const NAMES: Record<string, string> = { start: "First step", next: "Then", on_skip: "Those who are skipped", timeout: "Timeout", everyone_else: "Everyone else" };

/** A way out as a label: a branch's own name as it is written, the kind's own ways out in words. */
export function labelOf({ name, label }: Port): string {
  if (NAMES[name] || !label) return NAMES[name] ?? name;
  return label.startsWith(name) ? label : label.charAt(0).toUpperCase() + label.slice(1);
}

export function nameOf(journey: Journey, id: string): string {
  const node = journey.nodes.find((one) => one.id === id);
  return node ? titleOf(node) : id;
}

/** Every step people can be led to; steps of one title are told apart by their ids. */
function stepsBut(journey: Journey, source: string) {
  const steps = journey.nodes.filter(({ id, kind }) => id !== source && kindNamed(kind).kind !== "note");
  const times = grouped(steps, titleOf);
  return steps.map((node) => ({ value: node.id, label: (times.get(titleOf(node))?.length ?? 1) > 1 ? `${titleOf(node)} (${node.id})` : titleOf(node) }));
}
