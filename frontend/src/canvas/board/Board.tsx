// The whole board: bar, palette, drawing or map, and the panel that edits what is selected.

import { ReactFlowProvider, useReactFlow, useStore as useFlowStore } from "@xyflow/react";
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Inspector } from "../inspector/Inspector";
import { MapView } from "../map/MapView";
import { layOut, layOutInLanes } from "../model/layout";
import { countedIn, sceneOf } from "../model/scene";
import { stagesOf } from "../model/stages";
import { prefer, usePrefs } from "../state/prefs";
import type { Store } from "../state/board";
import { BoardContext, useBoard } from "../state/use";
import type { View } from "../wire";
import { Boxes } from "./Boxes";
import { type Desk, DeskContext, type Opened } from "./desk";
import { Flow } from "./Flow";
import { Guard } from "./Guard";
import { hands } from "./hands";
import { LiveLine } from "./Live";
import { Notices } from "./Notices";
import { Palette } from "./Palette";
import type { StepNode } from "./flow";
import { Toolbar } from "./Toolbar";

export function Canvas({ board, view, height }: { board: Store; view: View; height: number }) {
  return (
    <BoardContext.Provider value={board}>
      {/* Another journey may have steps of the same names: nothing measured here may outlive this one. */}
      <ReactFlowProvider key={board.getState().docId}>
        <Frame height={height}>
          <Guard>
            <Drawing board={board} view={view} />
          </Guard>
        </Frame>
      </ReactFlowProvider>
    </BoardContext.Provider>
  );
}

const FAR = 0.45; // zoom below which cards show their titles only
const BELOW = 14; // pixels left below the board

/** The frame around board and map: as high as the window leaves room for, and never lower than `height`. */
function Frame({ height, children }: { height: number; children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const far = useFlowStore((state) => state.transform[2] < FAR);
  useLayoutEffect(() => {
    const measure = () => {
      const above = (frame.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
      frame.current?.style.setProperty("--jb-above", `${Math.round(above + BELOW)}px`);
    };
    measure();
    const watch = new ResizeObserver(measure); // what stands above may come and go without a word to the canvas
    watch.observe(document.querySelector("[data-testid=stMainBlockContainer]") ?? document.body);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={frame} className={far ? "board far" : "board"} style={{ height: `max(${height}px, calc(100dvh - var(--jb-above, 220px)))` }}>
      {children}
      <Notices />
    </div>
  );
}

function Drawing({ board, view }: { board: Store; view: View }) {
  const flow = useReactFlow<StepNode>();
  const box = useRef<HTMLDivElement>(null);
  const [opened, open] = useState<Opened>(null);
  const journey = useBoard((state) => state.journey);
  const says = useBoard(({ overlay }) => overlay.says);
  const badges = useBoard(({ overlay }) => overlay.badges);
  const counted = useBoard(({ overlay }) => countedIn(overlay));
  const readOnly = useBoard((state) => state.readOnly);
  const selection = useBoard((state) => state.selection);
  const { lanes, palette, inspector } = usePrefs((prefs) => prefs);
  const scene = useMemo(() => sceneOf(journey, { says, badges, counted }), [journey, says, badges, counted]);
  const layout = useMemo(() => (lanes ? layOutInLanes(scene, stagesOf(journey)) : layOut(scene)), [scene, lanes, journey]);
  const now = useRef({ scene, layout });
  now.current = { scene, layout };
  const desk = useMemo<Desk>(() => ({ board, flow, box, open, scene: () => now.current.scene, layout: () => now.current.layout }), [board, flow]);
  const close = useCallback(() => open(null), []);
  useOpenOnSelect(board);

  return (
    <DeskContext.Provider value={desk}>
      <div className="drawing" {...hands(desk, readOnly, view)}>
        <Toolbar view={view} />
        {view === "board" && <LiveLine />}
        <div className="body">
          {view === "board" && palette && !readOnly && <Palette />}
          {view === "map" ? <MapView /> : <Flow scene={scene} layout={layout} />}
          {inspector && (selection.length > 0 || (view === "board" && !readOnly)) && (
            <aside className={selection.length ? "side" : "side idle"} aria-label="Editor">
              <Guard key={selection.join()}>
                <Inspector onClose={() => prefer({ inspector: false })} />
              </Guard>
            </aside>
          )}
        </div>
        <Boxes opened={opened} close={close} />
      </div>
    </DeskContext.Provider>
  );
}

/** Selecting a single step opens its editor, also on a phone, where it is closed at first. */
function useOpenOnSelect(board: Store) {
  useEffect(
    () =>
      board.subscribe(({ selection }, { selection: before }) => {
        if (selection !== before && selection.length === 1) prefer({ inspector: true });
      }),
    [board],
  );
}
