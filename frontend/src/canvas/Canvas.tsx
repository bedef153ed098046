// The drawing board: React Flow around the board's store.

import { applyNodeChanges, Background, BackgroundVariant, MiniMap, ReactFlow, ReactFlowProvider, useReactFlow, type NodeChange } from "@xyflow/react";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { useStore } from "zustand";
import { stepNodes, wireEdges } from "./flow";
import { DIRECTION, isArrow, neighbour, type Arrow } from "./keyboard";
import { layOut, type Layout } from "./layout";
import { BoardContext, Step, type StepNode } from "./Step";
import type { Store } from "./store";
import { EditTools, ViewTools } from "./Tools";
import type { Graph, Position } from "./types";
import { firstView, motion, reveal } from "./view";
import { WireLine } from "./WireLine";

const NODE_TYPES = { step: Step };
const EDGE_TYPES = { wire: WireLine };
const GRID = 8;
const NUDGE = 2 * GRID;

export function Canvas({ board, height }: { board: Store; height: number }) {
  return (
    <BoardContext.Provider value={board}>
      <ReactFlowProvider>
        <Board key={board.getState().docId} board={board} height={height} />
      </ReactFlowProvider>
    </BoardContext.Provider>
  );
}

function Board({ board, height }: { board: Store; height: number }) {
  const box = useRef<HTMLDivElement>(null);
  const flow = useReactFlow<StepNode>();
  const graph = useStore(board, (state) => state.graph);
  const selection = useStore(board, (state) => state.selection);
  const layout = useMemo(() => layOut(graph), [graph]);
  const [nodes, setNodes] = useSteps(graph, layout, selection);
  const edges = useMemo(() => wireEdges(graph, layout, selection), [graph, layout, selection]);
  const showFirst = useFirstView(board, layout, box);
  useShownByPython(board, box);

  const tidy = () => {
    const { graph: drawn, commit } = board.getState();
    const next = { ...drawn, nodes: drawn.nodes.map((node) => ({ ...node, x: null, y: null })) };
    commit(next);
    showFirst(layOut(next), next);
  };
  const onNodesChange = useCallback(
    (changes: NodeChange<StepNode>[]) => setNodes((old) => applyNodeChanges(changes.filter(isGeometry), old)),
    [setNodes],
  );

  return (
    <div className="board" ref={box} style={{ height }} onKeyDown={(event) => onKey(event, board, layout, box, flow)}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        onNodeClick={(_, node) => board.getState().select([node.id])}
        onPaneClick={() => board.getState().select([])}
        onNodeDragStop={(_, __, dragged) => board.getState().commit(moved(board.getState().graph, layout, dragged))}
        onMoveEnd={(_, viewport) => board.getState().look(viewport)}
        defaultViewport={board.getState().viewport}
        minZoom={0.2}
        maxZoom={1.6}
        panOnScroll
        snapToGrid
        snapGrid={[GRID, GRID]}
        nodesConnectable={false}
        edgesFocusable={false}
        selectNodesOnDrag={false}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        disableKeyboardA11y
        attributionPosition="bottom-center"
        aria-label="Journey"
      >
        <Background variant={BackgroundVariant.Dots} gap={22} size={1.3} />
        <MiniMap<StepNode> pannable zoomable position="bottom-right" ariaLabel="Map of the journey" nodeBorderRadius={24} nodeStrokeWidth={0} nodeClassName={(node) => `fam-${node.data.node.family}`} />
        <EditTools board={board} onTidy={tidy} />
        <ViewTools />
      </ReactFlow>
      {graph.nodes.length === 0 && <p className="empty">This journey has no steps yet.</p>}
    </div>
  );
}

const isGeometry = (change: NodeChange<StepNode>) => change.type === "position" || change.type === "dimensions";

function useSteps(graph: Graph, layout: Layout, selection: string[]) {
  const [nodes, setNodes] = useState<StepNode[]>(() => stepNodes(graph, layout, selection, []));
  useEffect(() => setNodes((old) => stepNodes(graph, layout, selection, old)), [graph, layout, selection]);
  return [nodes, setNodes] as const;
}

/** Shows the journey for the first time as soon as the board has a size; later mounts keep their view. */
function useFirstView(board: Store, layout: Layout, box: RefObject<HTMLDivElement | null>) {
  const flow = useReactFlow<StepNode>();
  const ready = flow.viewportInitialized;
  const show = (how: Layout, graph: Graph, duration: number) => {
    const room = box.current?.getBoundingClientRect();
    if (!room?.width || !ready) return;
    const viewport = firstView(graph, how, room);
    board.getState().look(viewport);
    void flow.setViewport(viewport, { duration });
  };
  useLayoutEffect(() => {
    const watch = new ResizeObserver(() => {
      if (!board.getState().viewport) show(layout, board.getState().graph, 0);
    });
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  });
  return (how: Layout, graph: Graph) => show(how, graph, motion());
}

function useShownByPython(board: Store, box: RefObject<HTMLDivElement | null>) {
  const flow = useReactFlow<StepNode>();
  const turn = useStore(board, (state) => state.turn);
  useEffect(() => {
    const id = board.getState().selection[0];
    const room = box.current?.getBoundingClientRect();
    if (turn > 0 && id && room) requestAnimationFrame(() => reveal(flow, id, room));
  }, [turn, board, box, flow]);
}

type Placed = { id: string; position: Position };

function moved(graph: Graph, layout: Layout, placed: Placed[]): Graph {
  const targets = new Map(placed.map(({ id, position }) => [id, position]));
  const nodes = graph.nodes.map((node) => {
    const to = targets.get(node.id);
    const from = layout.places.get(node.id);
    const stays = !to || (from?.x === to.x && from.y === to.y);
    return stays ? node : { ...node, x: Math.round(to.x), y: Math.round(to.y) };
  });
  return { ...graph, nodes };
}

type Flow = ReturnType<typeof useReactFlow<StepNode>>;

function onKey(event: KeyboardEvent, board: Store, layout: Layout, box: RefObject<HTMLDivElement | null>, flow: Flow) {
  if (onHistoryKey(event, board)) return event.preventDefault();
  const id = (event.target as HTMLElement).closest<HTMLElement>(".react-flow__node")?.dataset.id;
  if (!id || !box.current) return;
  if (onStepKey(event, board, id)) return event.preventDefault();
  if (!isArrow(event.key)) return;
  event.preventDefault();
  if (event.altKey || event.shiftKey) return nudge(board, layout, id, event.key);
  const next = neighbour(board.getState().graph, layout, id, event.key);
  if (next) goTo(next, board, box.current, flow);
}

function onHistoryKey(event: KeyboardEvent, board: Store): boolean {
  if (!event.ctrlKey && !event.metaKey) return false;
  const key = event.key.toLowerCase();
  const redo = key === "y" || (key === "z" && event.shiftKey);
  if (redo) board.getState().redo();
  else if (key === "z") board.getState().undo();
  return redo || key === "z";
}

function onStepKey(event: KeyboardEvent, board: Store, id: string): boolean {
  if (event.key === "Enter" || event.key === " ") board.getState().select([id]);
  else if (event.key === "Escape") board.getState().select([]);
  else return false;
  return true;
}

function nudge(board: Store, layout: Layout, id: string, arrow: Arrow) {
  const at = layout.places.get(id);
  if (!at) return;
  const { x, y } = DIRECTION[arrow];
  const position = { x: at.x + x * NUDGE, y: at.y + y * NUDGE };
  board.getState().commit(moved(board.getState().graph, layout, [{ id, position }]));
}

function goTo(id: string, board: Store, box: HTMLElement, flow: Flow) {
  board.getState().select([id]);
  box.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  reveal(flow, id, box.getBoundingClientRect());
}
