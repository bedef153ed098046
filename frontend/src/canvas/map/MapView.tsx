// The journey map: the same journey as the board's, as workshops print it.

import { useMemo, useState } from "react";
import "./map.css";
import { Icon } from "../board/icons";
import { exportMap, type Format, printMap } from "../picture";
import { useBoard, useBoardStore } from "../state/use";
import { type JourneyMap, mapOf, touchpointsOf } from "./model";
import { Sheet } from "./Sheet";

export function MapView() {
  const map = useMap();
  return (
    <section className="map" aria-label="Journey map">
      <Bar map={map} />
      {touchpointsOf(map).length ? <Sheet map={map} /> : <Empty />}
    </section>
  );
}

function useMap(): JourneyMap {
  const journey = useBoard((board) => board.journey);
  const timing = useBoard(({ overlay }) => overlay.timing);
  const findings = useBoard(({ overlay }) => overlay.findings);
  const example = useBoard(({ choices }) => choices.example);
  return useMemo(() => mapOf(journey, { timing, findings }, example), [journey, timing, findings, example]);
}

function Empty() {
  return (
    <div className="map-empty">
      <Icon name="sms" size={30} />
      <strong>No touchpoint yet</strong>
      <p>Add a text, an e-mail, a push or a goal on the board. It then stands here under its stage.</p>
    </div>
  );
}

function Bar({ map }: { map: JourneyMap }) {
  const board = useBoardStore();
  const [busy, setBusy] = useState(false);
  const make = (picture: Promise<void>) => {
    setBusy(true);
    const failed = () => board.getState().say("The browser could not make the picture. Try SVG, or make the map smaller.", "error");
    void picture.catch(failed).finally(() => setBusy(false));
  };
  const nothing = busy || touchpointsOf(map).length === 0;
  const save = (format: Format, words: string) => (
    <button type="button" className="map-tool" disabled={nothing} title={words} onClick={() => make(exportMap(format, map))}>
      <Icon name="download" size={16} />
      {format.toUpperCase()}
    </button>
  );
  return (
    <div className="map-bar">
      <p dir="auto">
        <strong>{map.name || "Journey map"}</strong>
        {map.aim && <span>{map.aim}</span>}
      </p>
      <div className="map-tools" role="toolbar" aria-label="The map as a picture">
        <button type="button" className="map-tool" disabled={nothing} title="Print on one landscape page" onClick={() => make(printMap(map))}>
          <Icon name="print" size={16} />
          Print
        </button>
        {save("svg", "Save as SVG, to enlarge as much as you like")}
        {save("png", "Save as PNG, for slides and mails")}
      </div>
    </div>
  );
}
