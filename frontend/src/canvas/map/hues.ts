// The colours of stages and feelings, light and dark: those of src/journeyboard/charts/palette.py (a test compares them).

import type { Feeling } from "./feelings";

type Hue = { light: string; dark: string };

export const STAGE_HUES: { [stage: string]: Hue } = {
  awareness: { light: "#0B6375", dark: "#4FB6C6" },
  consideration: { light: "#D98A22", dark: "#EFC02B" },
  purchase: { light: "#A8431C", dark: "#DB4531" },
  loyalty: { light: "#56AEF2", dark: "#B5CCF8" },
  advocacy: { light: "#9A57BD", dark: "#B057BA" },
};
export const FEELING_HUES: Record<Feeling, Hue> = {
  [2]: { light: "#2F7D4F", dark: "#6CC58F" },
  [1]: { light: "#0B6375", dark: "#4FB6C6" },
  [0]: { light: "#66646E", dark: "#A5A1B2" },
  [-1]: { light: "#945700", dark: "#EFC02B" },
  [-2]: { light: "#B3361B", dark: "#F0795C" },
};
const NO_HUE: Hue = { light: "#66646E", dark: "#A5A1B2" };

export const stageHue = (stage: string) => STAGE_HUES[stage] ?? NO_HUE;

/** The hue as a value of CSS that follows the page's mode. */
export const inBothModes = ({ light, dark }: Hue) => `light-dark(${light}, ${dark})`;
