import { describe, expect, test } from "vitest";
import { GROUPS, keyFor, neighbour, printed } from "../../src/canvas/board/keyboard";
import { layOut } from "../../src/canvas/model/layout";
import { sceneOf } from "../../src/canvas/model/scene";
import { journeyOf, node } from "../model/journeys";

const pressed = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) =>
  keyFor({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })?.words;

describe("a key", () => {
  test("is found by its name, whatever the layout needs Shift for", () => {
    expect(pressed("/")).toBe(pressed("/", { shiftKey: true }));
    expect(pressed("?", { shiftKey: true })).toBe("These keys");
    expect(pressed("+", { shiftKey: true })).toBe("Add a step after the selected one");
  });
  test("with Ctrl or Command means the same", () => {
    expect(pressed("z", { ctrlKey: true })).toBe("Undo");
    expect(pressed("Z", { metaKey: true, shiftKey: true })).toBe("Redo");
  });
  test("without it is another", () => {
    expect(pressed("z")).toBeUndefined();
    expect(pressed("f", { shiftKey: true })).not.toBe(pressed("f"));
  });
  test("does one thing only", () => {
    const names = GROUPS.flatMap(({ keys }) => keys.flatMap(({ keys: all }) => all));
    expect(new Set(names).size).toBe(names.length);
  });
  test("has a sign on the sheet", () => {
    GROUPS.flatMap(({ keys }) => keys.flatMap(({ keys: all }) => all)).forEach((name) => expect(printed(name)).toMatch(/^[^+]*\S$|\+$/));
    expect(printed("mod+shift+z")).toBe("Ctrl Shift Z");
  });
});

describe("arrow keys", () => {
  const journey = journeyOf(node("s", { kind: "split", branches: [{ name: "yes", next: "a" }], everyone_else: "b" }), node("a"), node("b"));
  const scene = sceneOf(journey, { says: {}, badges: {}, counted: false });
  const layout = layOut(scene);
  test("follow the wires up and down", () => {
    expect(neighbour(scene, layout, "entry", "ArrowDown")).toBe("s");
    expect(neighbour(scene, layout, "b", "ArrowUp")).toBe("s");
  });
  test("go to the nearest card sideways, and nowhere at the edge", () => {
    expect(neighbour(scene, layout, "a", "ArrowRight")).toBe("b");
    expect(neighbour(scene, layout, "b", "ArrowRight")).toBeUndefined();
  });
});
