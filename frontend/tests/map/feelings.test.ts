import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { columnsOf, fittingWidths } from "../../src/canvas/map/columns";
import { asFeeling, curveThrough, FEELINGS, feelingAt, feelingWords, heightOf } from "../../src/canvas/map/feelings";
import { FEELING_HUES, STAGE_HUES } from "../../src/canvas/map/hues";
import { mapOf } from "../../src/canvas/map/model";
import { CATALOGUE } from "../../src/canvas/model/catalogue";
import { chain } from "./journeys";

describe("feelings", () => {
  test("are said in words with their number", () => {
    expect([2, 1, 0, -1, -2].map((value) => feelingWords(asFeeling(value)))).toEqual(["delighted (+2)", "pleased (+1)", "neutral (0)", "uneasy (−1)", "upset (−2)"]);
    expect(feelingWords(null)).toBe("not set");
  });
  test("snap to the nearest level and stay in the row", () => {
    FEELINGS.forEach((feeling) => expect(feelingAt(heightOf(feeling) + 0.1)).toBe(feeling));
    expect([feelingAt(-3), feelingAt(9)]).toEqual([2, -2]);
  });
});

describe("the curve", () => {
  const numbers = (path: string) => (path.match(/-?[\d.]+/g) ?? []).map(Number);
  test("goes through every point and never beyond its neighbours", () => {
    const points = [40, 10, 10, 90, 50, 0, 100].map((y, i) => ({ x: i * 50, y }));
    const pieces = curveThrough(points).split(" C ").slice(1).map(numbers);
    expect(pieces.map(([, , , , x, y]) => ({ x, y }))).toEqual(points.slice(1));
    pieces.forEach(([, above = 0, , below = 0], i) => {
      const ends = [points[i]!.y, points[i + 1]!.y];
      [above, below].forEach((y) => expect(y).toBeGreaterThanOrEqual(Math.min(...ends)));
      [above, below].forEach((y) => expect(y).toBeLessThanOrEqual(Math.max(...ends)));
    });
  });
  test("is a mere point for one feeling and nothing for none", () => {
    expect([curveThrough([{ x: 3, y: 4 }]), curveThrough([])]).toEqual(["M 3 4", ""]);
  });
});

describe("the columns", () => {
  const map = mapOf(chain({ a: { stage: "awareness" }, b: {}, c: { stage: "loyalty" } }), { timing: {}, findings: [] });
  test("stand side by side without a gap, one for each touchpoint and each empty stage", () => {
    const columns = columnsOf(map, { touchpoint: 200, empty: 50 });
    expect(columns.map(({ stage, touchpoint }) => touchpoint?.id ?? stage)).toEqual(["a", "b", "consideration", "purchase", "c", "advocacy"]);
    columns.slice(1).forEach(({ left }, i) => expect(left).toBe(columns[i]!.left + columns[i]!.width));
  });
  test("fill the room where it is enough, and no more", () => {
    const total = (room: number) => columnsOf(map, fittingWidths(map, room)).reduce((sum, { width }) => sum + width, 0);
    expect(total(1200)).toBeLessThanOrEqual(1200);
    expect(total(1200)).toBeGreaterThan(1190);
    expect(total(300)).toBe(total(0));
  });
});

describe("the hues", () => {
  const palette = readFileSync(new URL("../../../src/journeyboard/charts/palette.py", import.meta.url), "utf8");
  const [light = "", dark = ""] = palette.split(/^DARK = /m);
  test("are those of the charts, light and dark", () => {
    [...Object.values(STAGE_HUES), ...Object.values(FEELING_HUES)].forEach((hue) => {
      expect(light).toContain(hue.light);
      expect(dark).toContain(hue.dark);
    });
  });
  test("exist for every stage, in the order of the charts", () => {
    expect(Object.keys(STAGE_HUES)).toEqual(CATALOGUE.stages);
    const categorical = [...(light.split("categorical=(")[1] ?? "").matchAll(/#[0-9A-F]{6}/g)].map(([hex]) => hex).slice(0, 5);
    expect(Object.values(STAGE_HUES).map((hue) => hue.light)).toEqual(categorical);
  });
});
