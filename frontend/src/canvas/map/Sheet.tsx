// The map's table: stages and touchpoints above, one row for each thing that is said about them.

import { type CSSProperties, memo, type RefObject, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Icon } from "../board/icons";
import { useBoard } from "../state/use";
import { type Column, columnsOf, fittingWidths } from "./columns";
import { Feelings, Scale } from "./Feelings";
import { inBothModes, stageHue } from "./hues";
import { type JourneyMap, type Row, ROWS, type Touchpoint } from "./model";
import { NoteCell } from "./NoteCell";

const LABELS = { wide: 128, narrow: 92 };
const NARROW_ROOM = 640;

export function Sheet({ map }: { map: JourneyMap }) {
  const box = useRef<HTMLDivElement>(null);
  const room = useRoom(box);
  const labels = room < NARROW_ROOM ? LABELS.narrow : LABELS.wide;
  const columns = useMemo(() => columnsOf(map, fittingWidths(map, room - labels)), [map, room, labels]);
  const width = columns.reduce((sum, column) => sum + column.width, labels);
  useFirstLook(box, columns, room < NARROW_ROOM);
  return (
    <div className="map-scroll" ref={box} style={{ "--map-labels": `${labels}px` } as CSSProperties}>
      <table style={{ width }}>
        <colgroup>
          <col style={{ width: labels }} />
          {columns.map((column) => (
            <col key={keyOf(column)} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <StageRow map={map} labels={labels} />
        </thead>
        <tbody>
          {ROWS.map((row) => (
            <MapRow key={row.key} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const keyOf = ({ stage, touchpoint }: Column) => touchpoint?.id ?? `no step in ${stage}`;

/** The width of the box, which grows and shrinks with the page. */
function useRoom(box: RefObject<HTMLDivElement | null>): number {
  const [room, setRoom] = useState(1000);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setRoom(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return room;
}

/** On a phone the map opens at its first touchpoint, past the stages that have none. */
function useFirstLook(box: RefObject<HTMLDivElement | null>, columns: Column[], isNarrow: boolean) {
  const seen = useRef(false);
  useLayoutEffect(() => {
    if (!isNarrow || seen.current || !box.current) return;
    seen.current = true;
    box.current.scrollLeft = columns.find(({ touchpoint }) => touchpoint)?.left ?? 0;
  }, [box, columns, isNarrow]);
}

function StageRow({ map, labels }: { map: JourneyMap; labels: number }) {
  return (
    <tr>
      <td className="map-corner" />
      {map.stages.map(({ name, touchpoints }) => (
        <th key={name} scope="colgroup" colSpan={Math.max(1, touchpoints.length)} className="map-stage" style={hueOf(name)}>
          <span>
            <b style={{ insetInlineStart: labels + 16 }}>{name}</b>
          </span>
        </th>
      ))}
    </tr>
  );
}

const hueOf = (stage: string) => ({ "--hue": inBothModes(stageHue(stage)) }) as CSSProperties;

function MapRow({ row, columns }: { row: Row; columns: Column[] }) {
  return (
    <tr className={`map-${row.key}`}>
      <th scope="row">
        <span>{row.label}</span>
        {row.key === "feeling" && <Scale />}
      </th>
      {row.key === "feeling" ? (
        <td colSpan={columns.length} className="map-curve">
          <Feelings columns={columns} />
        </td>
      ) : (
        columns.map((column) => <Cell key={keyOf(column)} row={row} column={column} />)
      )}
    </tr>
  );
}

function Cell({ row, column: { stage, touchpoint } }: { row: Row; column: Column }) {
  return (
    <td className={touchpoint ? undefined : "map-none"} style={hueOf(stage)}>
      {touchpoint && <Content row={row.key} touchpoint={touchpoint} />}
    </td>
  );
}

function Content({ row, touchpoint }: { row: Row["key"]; touchpoint: Touchpoint }) {
  switch (row) {
    case "touchpoint":
      return <Name id={touchpoint.id} title={touchpoint.title} icon={touchpoint.icon} family={touchpoint.family} />;
    case "message":
      return <Message headline={touchpoint.headline} message={touchpoint.message} />;
    case "channel":
    case "timing":
      return <p className="map-quiet">{touchpoint[row]}</p>;
    case "feeling":
      return null;
    default:
      return (
        <>
          <NoteCell id={touchpoint.id} note={row} title={touchpoint.title} text={touchpoint[row]} isOffered={touchpoint.fields.includes(row)} />
          {row === "risk" && <Remarks touchpoint={touchpoint} />}
        </>
      );
  }
}

const Name = memo(function Name({ id, title, icon, family }: Pick<Touchpoint, "id" | "title" | "icon" | "family">) {
  const chosen = useBoard(({ selection }) => selection.includes(id));
  const select = useBoard((board) => board.select);
  return (
    <button type="button" className={`map-name fam-${family}`} aria-pressed={chosen} onClick={() => select([id])}>
      <span className="map-tile">
        <Icon name={icon} other={family} />
      </span>
      <span dir="auto">{title}</span>
    </button>
  );
});

const Message = memo(function Message({ headline, message }: Pick<Touchpoint, "headline" | "message">) {
  if (!headline && !message) return null;
  return (
    <div className="map-bubble" dir="auto" title={message}>
      {headline && <strong>{headline}</strong>}
      {message && <p>{message}</p>}
    </div>
  );
});

function Remarks({ touchpoint: { remarks } }: { touchpoint: Touchpoint }) {
  if (!remarks.length) return null;
  return (
    <ul className="map-remarks">
      {remarks.map(({ level, message }) => (
        <li key={message} className={level}>
          <Icon name={`${level}_sign`} other={level} size={14} />
          <span>
            <span className="unseen">{`${level}: `}</span>
            {message}
          </span>
        </li>
      ))}
    </ul>
  );
}

