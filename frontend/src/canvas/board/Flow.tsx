// The drawing itself: React Flow around the board's store.

import { applyNodeChanges, Background, BackgroundVariant, type Connection, type EdgeChange, type FinalConnectionState, MiniMap, type NodeChange, Panel, ReactFlow } from "@xyflow/react";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { cameBefore } from "../model/figures";
import { whyNot } from "../model/edits";
import type { Layout } from "../model/layout";
import type { Scene } from "../model/scene";
import { usePrefs } from "../state/prefs";
import { useBoard } from "../state/use";
import * as act from "./actions";
import { ConnectionLine } from "./ConnectionLine";
import { type Desk, useDesk } from "./desk";
import { BeforeContext } from "./figures";
import { type StepNode, type WireEdge, wireEdges } from "./flow";
import { edit } from "./keyboard";
import { Lanes } from "./Lanes";
import { StepCard } from "./StepCard";
import { ViewTools } from "./Toolbar";
import { useSteps } from "./useSteps";
import { firstView, motion, reveal } from "./view";
import { WireLine } from "./WireLine";

const NODE_TYPES = { step: StepCard };
const EDGE_TYPES = { wire: WireLine };
const GRID = 8;
const MANY = 80; // cards above which only those in sight are drawn
const SEVERAL = ["Shift", "Control", "Meta"];

export function Flow({ scene, layout }: { scene: Scene; layout: Layout }) {
  const desk = useDesk();
  const { board } = desk;
  const selection = useBoard((state) => state.selection);
  const readOnly = useBoard((state) => state.readOnly);
  const figures = useBoard(({ overlay }) => overlay.figures);
  const map = usePrefs((prefs) => prefs.map);
  const [nodes, setNodes] = useSteps(scene, layout, selection);
  const before = useMemo(() => cameBefore(figures), [figures]);
  const edges = useMemo(() => wireEdges(scene, layout, selection, figures), [scene, layout, selection, figures]);
  const seen = useFirstView(scene, layout);
  useShownByPython();

  const onNodesChange = useCallback(
    (changes: NodeChange<StepNode>[]) => {
      setNodes((old) => applyNodeChanges(changes.filter(isGeometry), old));
      selectBy(desk, changes);
    },
    [desk, setNodes],
  );
  const onEdgesChange = useCallback((changes: EdgeChange<WireEdge>[]) => selectBy(desk, changes), [desk]);
  // From a card that had it: keys now mean what was pressed.
  const takeFocus = () => desk.box.current?.focus({ preventScroll: true });
  const put = (dragged: StepNode[]) => {
    if (layout.lanes.length) return act.placeInLane(desk, dragged.map(({ id }) => id), middleOf(dragged));
    act.place(desk, new Map(dragged.map(({ id, position }) => [id, position])));
  };
  const grip = useGrip();
  const isValid = useCallback((edge: Connection | WireEdge) => whyNot(board.getState().journey, { source: edge.source, port: edge.sourceHandle ?? "next" }, edge.target) === null, [board]);

  return (
    <BeforeContext.Provider value={before}>
      <div className="flow" ref={desk.box} tabIndex={-1}>
        {seen && (
          <ReactFlow
            nodes={nodes}
            edges={edges}
            nodeTypes={NODE_TYPES}
            edgeTypes={EDGE_TYPES}
            onNodesChange={onNodesChange}
            onEdgesChange={onEdgesChange}
            onPaneClick={takeFocus}
            onEdgeClick={takeFocus}
            onSelectionEnd={takeFocus}
            onNodeDragStart={grip.take}
            onNodeDragStop={(_, __, dragged) => grip.letGo(() => put(dragged))}
            onSelectionDragStart={grip.take}
            onSelectionDragStop={(_, dragged) => grip.letGo(() => put(dragged))}
            onNodeDoubleClick={() => edit(desk)}
            onConnect={({ source, sourceHandle, target }) => act.connect(desk, { source, port: sourceHandle ?? "next" }, target)}
            onConnectStart={grip.take}
            onConnectEnd={(_, state) => grip.letGo(() => explain(desk, state))}
            onReconnect={(edge, to) => act.reconnect(desk, { source: edge.source, port: edge.sourceHandle ?? "next" }, { source: to.source, port: to.sourceHandle ?? "next" }, to.target)}
            onReconnectStart={grip.take}
            onReconnectEnd={() => grip.letGo()}
            isValidConnection={isValid}
            connectionLineComponent={ConnectionLine}
            connectionRadius={28}
            connectionDragThreshold={4}
            onMoveEnd={(_, viewport) => board.getState().look(viewport)}
            defaultViewport={board.getState().viewport}
            minZoom={0.1}
            maxZoom={1.6}
            panOnScroll
            snapToGrid
            snapGrid={[GRID, GRID]}
            nodesDraggable={!readOnly}
            nodesConnectable={!readOnly}
            edgesReconnectable={!readOnly}
            edgesFocusable={false}
            selectNodesOnDrag={false}
            multiSelectionKeyCode={SEVERAL}
            selectionKeyCode="Shift"
            deleteKeyCode={null}
            zoomOnDoubleClick={false}
            connectOnClick={false}
            disableKeyboardA11y
            onlyRenderVisibleElements={scene.cards.length > MANY}
            attributionPosition="bottom-center"
            aria-label="Journey"
          >
            {layout.lanes.length > 0 && <Lanes lanes={layout.lanes} />}
            <Background variant={BackgroundVariant.Dots} gap={22} size={1.3} />
            {map && <MiniMap<StepNode> pannable zoomable position="bottom-right" ariaLabel="Map of the journey" nodeBorderRadius={24} nodeStrokeWidth={0} nodeClassName={({ data }) => `fam-${data.card.family}`} />}
            <Panel position="bottom-left">
              <ViewTools />
            </Panel>
          </ReactFlow>
        )}
        {scene.cards.length === 1 && !readOnly && <p className="empty">Drag a first step here, or press Add. A template is under File, New.</p>}
      </div>
    </BeforeContext.Provider>
  );
}

/** What a hand holds stays where it is: figures and findings that arrive meanwhile are drawn when it lets go. */
function useGrip() {
  const { board } = useDesk();
  const { hold, release } = board.getState();
  useEffect(() => release, [release]);
  return {
    take: () => hold(),
    letGo: (then?: () => void) => {
      then?.();
      release();
    },
  };
}

const isGeometry = (change: NodeChange<StepNode>) => change.type === "position" || change.type === "dimensions";

/** Takes what a press or a box has selected; wires and steps are selected together. */
function selectBy({ board }: Desk, changes: { type: string; id?: string; selected?: boolean }[]): void {
  const chosen = changes.filter(({ type }) => type === "select");
  if (!chosen.length) return;
  const now = new Set(board.getState().selection);
  chosen.forEach(({ id = "", selected }) => (selected ? now.add(id) : now.delete(id)));
  board.getState().select([...now]);
}

function middleOf(dragged: StepNode[]): number {
  const [first] = dragged;
  return first ? first.position.x + (first.width ?? 0) / 2 : 0;
}

/** A wire let go where it may not lead: the reason is said. Let go in the open, it asks what shall come there. */
function explain(desk: Desk, { fromHandle, toNode, isValid }: FinalConnectionState): void {
  if (isValid || !fromHandle || fromHandle.type !== "source") return;
  const { journey, say } = desk.board.getState();
  const spot = { source: fromHandle.nodeId, port: fromHandle.id ?? "next" };
  if (!toNode) return desk.open({ box: "add", spot });
  const why = whyNot(journey, spot, toNode.id);
  if (why) say(why, "error");
}

/** React Flow measures cards once: before the styles have come, wires would end beside them. */
const isStyled = (box: HTMLElement) => getComputedStyle(box).position === "relative";

/** Chooses what is seen first as soon as the board has its styles and a size; true from then on. Later mounts keep their view. */
function useFirstView(scene: Scene, layout: Layout): boolean {
  const { board, box, flow } = useDesk();
  const [seen, setSeen] = useState(false);
  const lanes = layout.lanes.length > 0;
  const seenWith = useRef(lanes);
  useLayoutEffect(() => {
    const look = () => {
      const room = box.current?.getBoundingClientRect();
      if (!box.current || !room?.width || !isStyled(box.current)) return;
      if (!board.getState().viewport) board.getState().look(firstView(scene, layout, room));
      setSeen(true);
    };
    look();
    const watch = new ResizeObserver(look);
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  });
  useEffect(() => {
    const room = box.current?.getBoundingClientRect();
    if (seenWith.current === lanes || !room) return;
    seenWith.current = lanes;
    void flow.setViewport(firstView(scene, layout, room), { duration: motion() });
  }, [lanes, scene, layout, box, flow]);
  return seen;
}

function useShownByPython() {
  const { board, box, flow } = useDesk();
  const turn = useBoard((state) => state.turn);
  useEffect(() => {
    const [id] = board.getState().selection;
    const room = box.current?.getBoundingClientRect();
    if (turn > 0 && id && room) requestAnimationFrame(() => reveal(flow, id, room));
  }, [turn, board, box, flow]);
}

