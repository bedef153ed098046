// The drawing and the map as files and on paper.

import type { JourneyMap } from "../map/model";
import type { Layout } from "../model/layout";
import type { Scene } from "../model/scene";
import { boardSvg, type CellsOf } from "./boardSvg";
import { fontFace } from "./font";
import { type Look, lightLook } from "./look";
import { mapSvg } from "./mapSvg";
import { toPng } from "./png";
import { fileName, printPicture, saveFile } from "./save";

export type Format = "svg" | "png";

/** Saves the drawing under the journey's name; with `cellsOf` its cards carry the figures of a run. */
export async function exportBoard(format: Format, scene: Scene, layout: Layout, name: string, cellsOf?: CellsOf): Promise<void> {
  await save(format, name, boardSvg(scene, layout, await lookFor(name), cellsOf));
}

/** Saves the map on one landscape page. */
export async function exportMap(format: Format, map: JourneyMap): Promise<void> {
  await save(format, `${map.name} map`, mapSvg(map, await lookFor(map.name)));
}

/** Prints the map on one landscape page. */
export async function printMap(map: JourneyMap): Promise<void> {
  await printPicture(mapSvg(map, await lookFor(map.name)));
}

const lookFor = async (name: string): Promise<Look> => lightLook(name, await fontFace());

async function save(format: Format, name: string, svg: string): Promise<void> {
  if (format === "svg") saveFile(fileName(name, "svg"), svg, "image/svg+xml");
  else saveFile(fileName(name, "png"), await toPng(svg), "image/png");
}
