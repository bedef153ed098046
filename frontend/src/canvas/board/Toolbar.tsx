// The bar above the board: undo, adding, looking, and what the numbers are shares of.

import { useStore as useFlowStore } from "@xyflow/react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { cameBefore, cellsOf } from "../model/figures";
import type { Card } from "../model/scene";
import { exportBoard } from "../picture";
import { type Per, prefer, prefs, usePrefs } from "../state/prefs";
import { useBoard } from "../state/use";
import { fit, tidy } from "./actions";
import type { View } from "../wire";
import { useDesk } from "./desk";
import { Icon } from "./icons";
import { LiveSwitch } from "./Live";
import { fullScreen, printed } from "./keyboard";
import { motion } from "./view";

type ToolProps = { icon: string; name: string; keys?: string; disabled?: boolean; pressed?: boolean; onClick: () => void; children?: ReactNode };

export function Tool({ icon, name, keys, disabled, pressed, onClick, children }: ToolProps) {
  const hint = keys ? `${name} (${printed(keys)})` : name;
  return (
    <button type="button" className="tool" aria-label={name} aria-pressed={pressed} title={hint} disabled={disabled} onClick={onClick}>
      <Icon name={icon} size={16} />
      {children}
    </button>
  );
}

export function Toolbar({ view }: { view: View }) {
  const desk = useDesk();
  const readOnly = useBoard((board) => board.readOnly);
  const inspector = usePrefs((prefs) => prefs.inspector);
  return (
    <div className="toolbar" role="toolbar" aria-label="Board">
      {!readOnly && <EditTools drawn={view === "board"} />}
      {view === "board" && <LookTools />}
      <span className="stretch" />
      {view === "board" && <LiveSwitch />}
      {view === "board" && <Run />}
      {view === "board" && <PictureMenu />}
      <Tool icon="keys" name="Keys" keys="?" onClick={() => desk.open({ box: "keys" })} />
      <Tool icon="full" name="Full screen" keys="shift+f" onClick={() => fullScreen(desk)} />
      <Tool icon="panel" name="Editor panel" keys="e" pressed={inspector} onClick={() => prefer({ inspector: !inspector })} />
    </div>
  );
}

function LookTools() {
  const desk = useDesk();
  const { lanes, map } = usePrefs((prefs) => prefs);
  return (
    <>
      <Tool icon="search" name="Search a step" keys="/" onClick={() => desk.open({ box: "search" })} />
      <Tool icon="lanes" name="Stage lanes" keys="l" pressed={lanes} onClick={() => prefer({ lanes: !lanes })} />
      <span className="wide">
        <Tool icon="map" name="Minimap" keys="m" pressed={map} onClick={() => prefer({ map: !map })} />
      </span>
    </>
  );
}

/** Undo and redo; on the drawing also adding and tidying. */
function EditTools({ drawn }: { drawn: boolean }) {
  const desk = useDesk();
  const { undo, redo } = desk.board.getState();
  const past = useBoard((board) => board.past.length);
  const future = useBoard((board) => board.future.length);
  return (
    <>
      {drawn && (
        <Tool icon="add" name="Add a step" keys="a" onClick={() => desk.open({ box: "add" })}>
          <span>Add</span>
        </Tool>
      )}
      {drawn && <span className="rule" />}
      <Tool icon="undo" name="Undo" keys="mod+z" disabled={!past} onClick={undo} />
      <Tool icon="redo" name="Redo" keys="mod+shift+z" disabled={!future} onClick={redo} />
      <Saving />
      {drawn && <Tool icon="tidy" name="Tidy up" keys="t" onClick={() => tidy(desk)} />}
    </>
  );
}

const SLOW = 400; // ms after which it is said that Python does not have the newest drawing yet

function Saving() {
  const behind = useBoard(({ acked, seq }) => acked < seq);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(behind), behind ? SLOW : 0);
    return () => clearTimeout(timer);
  }, [behind]);
  return (
    <span className={slow ? "saving" : "saving unseen"} role="status">
      {slow ? "Keeping…" : ""}
    </span>
  );
}

const PER: { per: Per; words: string }[] = [
  { per: "previous", words: "of the step before" },
  { per: "entries", words: "of entries" },
  { per: "delivered", words: "of delivered" },
];

/** Which run the numbers are from, and what their rates are shares of. */
function Run() {
  const figures = useBoard(({ overlay }) => overlay.figures);
  const per = usePrefs((prefs) => prefs.per);
  if (!figures) return null;
  return (
    <label className="per" title={figures.run}>
      {!figures.flown && <span className="wide">{figures.stale ? "Last run, before this edit:" : "Last run:"}</span>}
      <select aria-label="Rates are shares" value={per} onChange={(event) => prefer({ per: event.target.value as Per })}>
        {PER.map((one) => (
          <option key={one.per} value={one.per}>
            {one.words}
          </option>
        ))}
      </select>
    </label>
  );
}

function PictureMenu() {
  const desk = useDesk();
  const menu = useRef<HTMLDetailsElement>(null);
  const save = (format: "svg" | "png") => {
    menu.current?.removeAttribute("open");
    const { journey, overlay, say } = desk.board.getState();
    const before = cameBefore(overlay.figures);
    const cells = ({ id, family }: Card) => cellsOf(id, overlay.figures, family === "message", prefs.getState().per, before.get(id));
    exportBoard(format, desk.scene(), desk.layout(), String(journey.settings.name || "Journey"), cells).catch((error: Error) => say(`The picture was not made: ${error.message}`, "error"));
  };
  return (
    <details className="menu" ref={menu} onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && event.currentTarget.removeAttribute("open")}>
      <summary className="tool" aria-label="Save a picture" title="Save a picture">
        <Icon name="download" size={16} />
      </summary>
      <div>
        <button type="button" onClick={() => save("svg")}>
          Picture as SVG
        </button>
        <button type="button" onClick={() => save("png")}>
          Picture as PNG
        </button>
      </div>
    </details>
  );
}

/** Zoom out, the zoom in percent, zoom in, and the whole journey at once. */
export function ViewTools() {
  const desk = useDesk();
  const zoom = useFlowStore((state) => Math.round(state.transform[2] * 100));
  const duration = motion();
  return (
    <div className="tools">
      <Tool icon="farther" name="Zoom out" keys="mod+-" onClick={() => void desk.flow.zoomOut({ duration })} />
      <span className="zoom">{zoom} %</span>
      <Tool icon="closer" name="Zoom in" keys="mod++" onClick={() => void desk.flow.zoomIn({ duration })} />
      <span className="rule" />
      <Tool icon="fit" name="Show the whole journey" keys="f" onClick={() => fit(desk)} />
    </div>
  );
}
