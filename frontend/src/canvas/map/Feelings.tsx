// The row of feelings: one curve through all touchpoints, its points to be dragged or moved by key.

import { type CSSProperties, type KeyboardEvent, memo, type PointerEvent, useId } from "react";
import { withFields } from "../model/edits";
import { useBoard, useBoardStore } from "../state/use";
import { type Column, middleOf } from "./columns";
import { asFeeling, curveThrough, faceOf, type Feeling, feelingAt, feelingName, FEELINGS, feelingWords, heightOf } from "./feelings";
import { FEELING_HUES, inBothModes } from "./hues";

const HEIGHT = 190;
const EDGE = 26;
const yOf = (feeling: Feeling) => EDGE + heightOf(feeling) * (HEIGHT - 2 * EDGE);

/** What the lines of the row mean, beside its name. */
export function Scale() {
  return (
    <span className="map-scale" aria-hidden="true">
      {FEELINGS.map((feeling) => (
        <span key={feeling} style={{ top: yOf(feeling) }}>
          {feelingName(feeling)}
        </span>
      ))}
    </span>
  );
}

export function Feelings({ columns }: { columns: Column[] }) {
  const readOnly = useBoard((board) => board.readOnly);
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  const isUnknown = columns.every(({ touchpoint }) => (touchpoint?.feeling ?? null) === null);
  return (
    <div className="map-feelings" style={{ height: HEIGHT }}>
      <svg width={width} height={HEIGHT} aria-hidden="true">
        {FEELINGS.map((feeling) => (
          <path key={feeling} className={feeling ? "level" : "level middle"} d={`M 0 ${yOf(feeling)} H ${width}`} />
        ))}
        <Curve columns={columns} />
      </svg>
      {isUnknown && !readOnly && (
        <div className="map-hints">
          <p className="map-hint">How do people feel here? Drag a circle up or down.</p>
        </div>
      )}
      {columns.map((column) => column.touchpoint && <Point key={column.touchpoint.id} id={column.touchpoint.id} title={column.touchpoint.title} feeling={column.touchpoint.feeling} x={middleOf(column)} />)}
    </div>
  );
}

function Curve({ columns }: { columns: Column[] }) {
  const hues = useId();
  const points = columns.flatMap((column) => {
    const feeling = column.touchpoint?.feeling ?? null;
    return feeling === null ? [] : [{ x: middleOf(column), y: yOf(feeling) }];
  });
  return (
    <>
      <linearGradient id={hues} gradientUnits="userSpaceOnUse" x1="0" x2="0" y1={yOf(2)} y2={yOf(-2)}>
        {FEELINGS.map((feeling) => (
          <stop key={feeling} offset={heightOf(feeling)} style={{ stopColor: inBothModes(FEELING_HUES[feeling]) }} />
        ))}
      </linearGradient>
      <path className="curve" d={curveThrough(points)} stroke={`url(#${hues})`} />
    </>
  );
}

type PointProps = { id: string; title: string; feeling: Feeling | null; x: number };

const Point = memo(function Point({ id, title, feeling, x }: PointProps) {
  const readOnly = useBoard((board) => board.readOnly);
  const hands = useHands(id, feeling);
  const look = { left: x, top: yOf(feeling ?? 0), "--felt": inBothModes(FEELING_HUES[feeling ?? 0]) } as CSSProperties;
  const words = feelingWords(feeling);
  return (
    <span role="slider" tabIndex={0} className={feeling === null ? "map-point unset" : "map-point"} style={look} title={words} aria-label={`Feeling at ${title}`} aria-orientation="vertical" aria-valuemin={-2} aria-valuemax={2} aria-valuenow={feeling ?? 0} aria-valuetext={words} aria-readonly={readOnly} {...(readOnly ? {} : hands)}>
      {feeling !== null && (
        <svg viewBox="0 0 24 24" width={26} height={26} aria-hidden="true">
          <path d={faceOf(feeling)} />
        </svg>
      )}
    </span>
  );
});

const STEPS: Record<string, number> = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, Home: -4, End: 4 };

/** Dragging is one undo step, and so is every key. */
function useHands(id: string, feeling: Feeling | null) {
  const board = useBoardStore();
  const feel = (value: Feeling | null, as?: string) => {
    const { commit, journey } = board.getState();
    commit(withFields(journey, id, { feeling: value ?? undefined }), { as });
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) feel(pointedAt(event), `${id}.feeling`);
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: drag,
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      drag(event);
      board.getState().settle();
    },
    onKeyDown: (event: KeyboardEvent) => {
      const step = STEPS[event.key];
      const unset = event.key === "Delete" || event.key === "Backspace";
      if (step === undefined && !unset) return;
      event.preventDefault();
      event.stopPropagation(); // on the board these keys move and delete steps
      feel(unset ? null : asFeeling((feeling ?? 0) + (step ?? 0)));
    },
  };
}

function pointedAt({ currentTarget, clientY }: PointerEvent<HTMLElement>): Feeling {
  const { top = 0 } = currentTarget.parentElement?.getBoundingClientRect() ?? {};
  return feelingAt((clientY - top - EDGE) / (HEIGHT - 2 * EDGE));
}
