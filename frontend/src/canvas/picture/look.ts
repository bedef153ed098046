// How pictures look: the light colours of the canvas, which also print well.

import type { Family } from "../model/journey";
import type { Level } from "../wire";

export type Look = {
  /** What stands above the drawing. */
  title: string;
  /** A rule that brings the font along; empty where it could not be had. */
  fontFace: string;
  ink: string;
  quiet: string;
  line: string;
  wire: string;
  ground: string;
  card: string;
  families: Record<Family, string>;
  levels: Record<Level, string>;
};

export function lightLook(title: string, fontFace = ""): Look {
  return {
    title,
    fontFace,
    ink: "#1c1b22",
    quiet: "#5d5b66",
    line: "#e4e2dc",
    wire: "#a9a7ae",
    ground: "#faf9f7",
    card: "#ffffff",
    families: { entry: "#0b7a55", message: "#4f3fd9", timing: "#9a5b00", logic: "#0369a1", end: "#b0235a", note: "#62626f" },
    levels: { error: "#c01f2e", warning: "#9a5b00", info: "#0369a1" },
  };
}

/** A colour laid thinly over white, as a solid colour, since not every program draws transparent ones. */
export function tint(hex: string, share: number): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return `#${parts.map((part) => Math.round(255 - (255 - part) * share).toString(16).padStart(2, "0")).join("")}`;
}
