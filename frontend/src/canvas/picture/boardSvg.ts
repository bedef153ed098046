// The whole drawing as one picture that needs nothing but itself.

import { routeOf } from "../board/route";
import { stageHue } from "../map/hues";
import { type Position, type Wire, wireId } from "../model/journey";
import type { Cell } from "../model/figures";
import type { Lane } from "../model/lanes";
import { type Layout, sizeOf } from "../model/layout";
import type { Card, Scene } from "../model/scene";
import { drawCard, portAt, topAt } from "./card";
import { type Look, tint } from "./look";
import { type Box, page, rounded } from "./shapes";
import { cut, textBlock } from "./text";
import { element, type Markup, together } from "./xml";

const MARGIN = 40;
const TITLE = { size: 20, weight: 680 };
const TITLE_ROOM = 52;
const ARROW = 9;

/** What stands at the foot of a card. */
export type CellsOf = (card: Card) => Cell[];

/** The drawing; with `cellsOf` its cards carry the figures of a run. */
export function boardSvg(drawn: Scene, layout: Layout, look: Look, cellsOf: CellsOf = () => []): string {
  const scene: Scene = { ...drawn, cards: drawn.cards.map((card) => ({ ...card, counted: card.counted && cellsOf(card).length > 0 && "run" })) };
  const routes = routesOf(scene, layout);
  const box = around(scene, layout, routes);
  const width = box.width - 2 * MARGIN;
  const title = textBlock([cut(look.title, width, TITLE)], TITLE, { x: box.x + MARGIN, y: box.y + MARGIN - 8, width, fill: look.ink });
  const lanes = layout.lanes.map((lane) => drawLane(lane, look));
  const wires = routes.map((route) => drawWire(route, look));
  const cards = scene.cards.map((card) => drawCard(card, placeOf(card, layout), look, card.counted ? cellsOf(card) : []));
  return page(box, look, title, ...lanes, ...wires, ...cards);
}

const placeOf = ({ id }: Card, { places }: Layout): Position => places.get(id) ?? { x: 0, y: 0 };

type Route = { path: string; to: Position; loops: boolean };

function routesOf(scene: Scene, layout: Layout): Route[] {
  const cards = new Map(scene.cards.map((card) => [card.id, card]));
  return scene.wires.flatMap((wire) => {
    const [source, target] = [cards.get(wire.source), cards.get(wire.target)];
    return source && target ? [routeBetween(source, target, wire, layout)] : [];
  });
}

/** As on the board: a card moved by hand has left the alleys its wires were laid in. */
function routeBetween(source: Card, target: Card, wire: Wire, layout: Layout): Route {
  const from = portAt(source, wire.port, placeOf(source, layout));
  const to = topAt(target, placeOf(target, layout));
  const moved = source.position ?? target.position;
  const passages = moved ? [] : (layout.passages.get(wireId(wire)) ?? []);
  const floor = moved ? 0 : (layout.floors.get(source.id) ?? 0);
  return { path: routeOf(from, { ...to, y: to.y - ARROW + 1 }, passages, floor), to, loops: to.y < from.y };
}

/** The room everything takes, with a margin; the control points of a curve lie around it. */
function around(scene: Scene, layout: Layout, routes: Route[]): Box {
  const corners = scene.cards.flatMap((card) => {
    const { x, y } = placeOf(card, layout);
    const { width, height } = sizeOf(card);
    return [{ x, y }, { x: x + width, y: y + height }];
  });
  const ends = layout.lanes.flatMap(({ left, right, top, bottom }) => [{ x: left, y: top }, { x: right, y: bottom }]);
  const points = [...corners, ...ends, ...routes.flatMap(({ path }) => pointsOf(path))];
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, top] = [least(xs) - MARGIN, least(ys) - MARGIN - TITLE_ROOM];
  return { x: left, y: top, width: most(xs) - left + MARGIN, height: most(ys) - top + MARGIN };
}

const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), values[0] ?? 0);
const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), values[0] ?? 0);

function pointsOf(path: string): Position[] {
  const numbers = (path.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
  return numbers.flatMap((x, i) => (i % 2 ? [] : [{ x, y: numbers[i + 1] ?? 0 }]));
}

function drawWire({ path, to: { x, y }, loops }: Route, look: Look): Markup {
  const line = element("path", { d: path, fill: "none", stroke: look.wire, "stroke-width": 1.6, "stroke-dasharray": loops ? "5 5" : undefined });
  return together(line, element("path", { d: `M ${x - 4.5} ${y - ARROW} L ${x} ${y - 0.5} L ${x + 4.5} ${y - ARROW} Z`, fill: look.wire }));
}

function drawLane({ stage, left, right, top, bottom }: Lane, look: Look): Markup {
  const hue = stageHue(stage).light;
  const [x, width] = [left + 4, right - left - 8];
  const ground = rounded({ x, y: top, width, height: bottom - top }, 16, { fill: tint(hue, 0.06), stroke: tint(hue, 0.22) });
  const font = { size: 13, weight: 640 };
  const name = stage.charAt(0).toUpperCase() + stage.slice(1);
  return together(ground, textBlock([cut(name, width - 12, font)], font, { x: x + width / 2, y: top + 14, width, fill: look.ink, anchor: "middle" }));
}
