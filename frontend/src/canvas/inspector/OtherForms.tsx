// The forms shown where no single step is selected: the journey's settings, a wire, several steps.

import { CATALOGUE, kindNamed } from "../model/catalogue";
import { connected, withFields } from "../model/edits";
import { ENTRY, nodeOf, titleOf, waysOut, wireEnds } from "../model/journey";
import { flowOf } from "../model/figures";
import { useBoard, useBoardStore } from "../state/use";
import { count, plural } from "../text/words";
import { useSettingsEdit } from "./edit";
import { Press } from "./Glyph";
import { Labelled } from "./Labelled";
import { Groups } from "./Section";
import { Select } from "./Select";
import { labelOf, nameOf, WayOut } from "./WaysOut";

export function JourneyForm() {
  const settings = useBoard((board) => board.journey.settings);
  const { select } = useBoardStore().getState();
  const edit = useSettingsEdit();
  return (
    <>
      <Groups of="journey" groups={CATALOGUE.settings} data={settings} edit={edit} at="journey" />
      <div className="in-body">
        <Press glyph="go" label="Who enters: entry, filter, control group" onClick={() => select([ENTRY])} />
      </div>
    </>
  );
}

/** A wire: where it comes from, how many have gone along it, and where it leads. */
export function WireForm({ id }: { id: string }) {
  const board = useBoardStore();
  const journey = useBoard((state) => state.journey);
  const figures = useBoard((state) => state.overlay.figures);
  const [source, name] = wireEnds(id);
  const port = waysOut(journey, source).find((one) => one.name === name);
  if (!port) return <p className="in-body first">This way out is not there any more.</p>;
  const went = port.target ? flowOf(figures, { source, port: name, target: port.target }) : undefined;
  const leaveOpen = () => board.getState().commit(connected(journey, { source, port: name }, null), { select: [] });
  return (
    <div className="in-body first">
      <dl className="in-facts">
        <dt>From</dt>
        <dd>{source === ENTRY ? "Entry" : nameOf(journey, source)}</dd>
        <dt>By</dt>
        <dd>{labelOf(port)}</dd>
        {went !== undefined && <dt>In the last run</dt>}
        {went !== undefined && <dd>{count(went)} went from one step to the other</dd>}
      </dl>
      <WayOut source={source} port={port} journey={journey} label="Leads to" />
      {port.target && <Press glyph="close" label="Leave open" onClick={leaveOpen} />}
    </div>
  );
}

const STAGES = [{ value: "", label: "Not set" }, ...CATALOGUE.stages.map((stage) => ({ value: stage, label: stage.charAt(0).toUpperCase() + stage.slice(1) }))];
const MIXED = { value: "mixed", label: "Several stages", disabled: true };

/** Several steps: which, and the stage they share. */
export function SeveralForm({ ids }: { ids: string[] }) {
  const board = useBoardStore();
  const journey = useBoard((state) => state.journey);
  const nodes = ids.flatMap((id) => nodeOf(journey, id) ?? []);
  const stages = new Set(nodes.map(({ stage }) => stage ?? ""));
  const common = stages.size === 1 ? ([...stages][0] ?? "") : "mixed";
  const setStage = (stage: string) => board.getState().commit(nodes.reduce((now, { id }) => withFields(now, id, { stage: stage || undefined }), journey));
  return (
    <div className="in-body first">
      <p className="in-help">{plural(nodes.length, "step")} selected. What you change here is changed in all of them.</p>
      <Labelled id="in-stage" label="Stage">
        <Select id="in-stage" value={common} choices={common === "mixed" ? [MIXED, ...STAGES] : STAGES} onChoose={setStage} />
      </Labelled>
      <ul className="in-list">
        {nodes.map((node) => (
          <li key={node.id} className={`fam-${kindNamed(node.kind).family}`}>
            <Press label={titleOf(node)} onClick={() => board.getState().select([node.id])} />
          </li>
        ))}
      </ul>
    </div>
  );
}
