// The panel beside the canvas: the form of what is selected, what the checker found, and what people say.

import "./inspector.css";
import type { KeyboardEvent } from "react";
import { Icon } from "../board/icons";
import { kindNamed } from "../model/catalogue";
import { ENTRY, isWire, nodeOf, titleOf } from "../model/journey";
import { useBoard } from "../state/use";
import { plural } from "../text/words";
import { Comments, useComments } from "./Comments";
import { EntryForm } from "./EntryForm";
import { Findings } from "./Findings";
import { Press } from "./Glyph";
import { NodeForm } from "./NodeForm";
import { JourneyForm, SeveralForm, WireForm } from "./OtherForms";
import { openTab, type Tab, useTab } from "./tab";

export function Inspector({ onClose }: { onClose: () => void }) {
  const selection = useBoard((board) => board.selection);
  const one = selection.length === 1 && selection[0] && !isWire(selection[0]) ? selection[0] : null;
  const tab = useTab();
  return (
    <section className="insp" aria-label="Inspector">
      <Head onClose={onClose} />
      <Tabs tab={tab} one={one} />
      <div key={tab} className="in-scroll" role="tabpanel" id={`in-panel-${tab}`} aria-labelledby={`in-tab-${tab}`} tabIndex={-1}>
        {tab === "edit" && <EditTab />}
        {tab === "findings" && <Findings of={one} />}
        {tab === "comments" && <Comments key={one ?? ENTRY} of={one ?? ENTRY} />}
      </div>
    </section>
  );
}

function Head({ onClose }: { onClose: () => void }) {
  const { icon, family, title, label } = useShown();
  return (
    <header className={`in-head fam-${family}`}>
      <span className="in-tile">
        <Icon name={icon} size={17} />
      </span>
      <div>
        <h3>{title}</h3>
        <span>{label}</span>
      </div>
      <Press quiet glyph="close" label="Close the inspector" onClick={onClose} />
    </header>
  );
}

/** What the panel is about. */
function useShown(): { icon: string; family: string; title: string; label: string } {
  const selection = useBoard((board) => board.selection);
  const journey = useBoard((board) => board.journey);
  const [id = ""] = selection;
  const node = nodeOf(journey, id);
  if (selection.length > 1) return { icon: "tidy", family: "note", title: plural(selection.length, "selected item"), label: "Edited together" };
  if (isWire(id)) return { icon: "jump", family: "note", title: "Wire", label: "A way from one step to the next" };
  if (id === ENTRY) return { icon: "entry", family: "entry", title: "Who enters", label: "Entry" };
  if (!node) return { icon: "tidy", family: "note", title: String(journey.settings.name || "The journey"), label: "Settings of the whole" };
  const { icon, family, label, help } = kindNamed(node.kind);
  return { icon, family, title: titleOf(node), label: node.title ? label : help };
}

function Tabs({ tab, one }: { tab: Tab; one: string | null }) {
  const found = useBoard((board) => board.overlay.findings.length);
  const comments = useComments().filter(({ resolved, node }) => !resolved && (!one || node === one)).length;
  const tabs: { id: Tab; label: string }[] = [
    { id: "edit", label: "Edit" },
    { id: "findings", label: found ? `Findings (${found})` : "Findings" },
    { id: "comments", label: comments ? `Comments (${comments})` : "Comments" },
  ];
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const at = tabs.findIndex(({ id }) => id === tab);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = to === undefined ? undefined : tabs.at(to % tabs.length);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    openTab(next.id);
    event.currentTarget.querySelector<HTMLElement>(`#in-tab-${next.id}`)?.focus();
  };
  return (
    <div className="in-tabs" role="tablist" aria-label="Inspector" onKeyDown={onKey}>
      {tabs.map(({ id, label }) => (
        <button key={id} id={`in-tab-${id}`} type="button" role="tab" aria-selected={id === tab} aria-controls={id === tab ? `in-panel-${id}` : undefined} tabIndex={id === tab ? 0 : -1} onClick={() => openTab(id)}>
          {label}
        </button>
      ))}
    </div>
  );
}

function EditTab() {
  const selection = useBoard((board) => board.selection);
  const readOnly = useBoard((board) => board.readOnly);
  return (
    <fieldset className="in-form" disabled={readOnly}>
      <legend className="unseen">{readOnly ? "Settings, shown only" : "Settings"}</legend>
      <Form selection={selection} />
    </fieldset>
  );
}

function Form({ selection }: { selection: string[] }) {
  const [id = ""] = selection;
  const node = useBoard((board) => nodeOf(board.journey, id));
  if (selection.length > 1) return <SeveralForm ids={selection} />;
  if (isWire(id)) return <WireForm key={id} id={id} />;
  if (id === ENTRY) return <EntryForm />;
  return node ? <NodeForm key={id} node={node} /> : <JourneyForm />;
}
