// Who enters the journey: what lets them in, who may, how often, and who is held out.

import { CATALOGUE } from "../model/catalogue";
import { ENTRY } from "../model/journey";
import { useBoard } from "../state/use";
import { type Edit, useSettingsEdit } from "./edit";
import { Fields } from "./Fields";
import { Labelled } from "./Labelled";
import { isData } from "./paths";
import { Groups, Section } from "./Section";
import { Select } from "./Select";
import { WaysOut } from "./WaysOut";

const KINDS = CATALOGUE.entries.map(({ kind, label, disabled }) => ({ value: kind, label: disabled ? `${label} (not yet)` : label, disabled: Boolean(disabled) }));

export function EntryForm() {
  const settings = useBoard((board) => board.journey.settings);
  const edit = useSettingsEdit();
  const entry = isData(settings.entry) ? settings.entry : {};
  const kind = CATALOGUE.entries.find((one) => one.kind === (entry.kind ?? "event"));
  const editEntry: Edit = (update, typing) => edit((now) => ({ ...now, entry: update(isData(now.entry) ? now.entry : {}) }), typing);
  const scores = CATALOGUE.entries.find(({ disabled }) => disabled);
  return (
    <>
      <div className="in-body first">
        <Labelled id="entry.kind" label="People enter when" help={kind?.help}>
          <Select id="entry.kind" value={kind?.kind ?? ""} choices={KINDS} onChoose={(next) => editEntry(() => ({ kind: next }))} describedBy="entry.kind-help" />
        </Labelled>
        <Fields fields={kind?.fields ?? []} data={entry} edit={editEntry} at="entry" />
        {scores && (
          <details className="in-why">
            <summary>Why can no score be chosen?</summary>
            <p>{scores.disabled}</p>
          </details>
        )}
      </div>
      <Groups of={ENTRY} groups={CATALOGUE.entry_groups} data={settings} edit={edit} at={ENTRY} />
      <Section of={ENTRY} title="Ways out" open>
        <WaysOut id={ENTRY} />
      </Section>
    </>
  );
}
