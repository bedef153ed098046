// What was just written shows at once, and once only.

import { describe, expect, it } from "vitest";
import { commentsWith, newCommentId, saidAt } from "../../src/canvas/inspector/comments";
import type { AsksState, Comment } from "../../src/canvas/wire";

const ADA: Comment = { id: "1", node: "a", author: "Ada", text: "Why?", at: "2026-03-02T10:00:00Z", resolved: false };
const BEN: Comment = { ...ADA, id: "2", author: "Ben", at: "2026-03-01T10:00:00Z" };
const asked: AsksState["items"] = [
  { ask: "comment", id: "3", node: "a", text: "New", n: 1 },
  { ask: "resolve", id: "1", resolved: true, n: 2 },
  { ask: "save", message: "x", n: 3 },
];

describe("comments", () => {
  it("stand in the order they were written, what is on its way last", () => {
    expect(commentsWith([ADA, BEN], asked).map(({ id, pending }) => [id, pending])).toEqual([["2", false], ["1", true], ["3", true]]);
  });

  it("count as resolved as soon as that was asked", () => {
    expect(commentsWith([ADA], asked)[0]?.resolved).toBe(true);
  });

  it("stand there once, though the question is not yet answered", () => {
    const written: Comment = { ...ADA, id: "3", text: "New" };
    expect(commentsWith([written], asked).filter(({ id }) => id === "3")).toHaveLength(1);
  });

  it("get ids of their own", () => {
    const ids = new Set(Array.from({ length: 100 }, newCommentId));
    expect(ids.size).toBe(100);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/);
  });

  it("say when, the shorter the nearer", () => {
    const now = new Date(2026, 2, 2, 18);
    expect(saidAt(new Date(2026, 2, 2, 9, 5).toISOString(), now)).toBe("today 09:05");
    expect(saidAt(new Date(2026, 1, 7, 9, 5).toISOString(), now)).toBe("7 Feb 09:05");
    expect(saidAt(new Date(2025, 1, 7, 9, 5).toISOString(), now)).toBe("7 Feb 2025 09:05");
    expect(saidAt("soon", now)).toBe("");
  });
});
