import { describe, expect, test } from "vitest";
import { type Choice, matching } from "../../src/canvas/board/ChoiceList";

const choice = (id: string, title: string, words = ""): Choice => ({ id, title, words, icon: "", family: "message" });
const ALL = [choice("reminder", "Your cart is saved", "SMS · consideration"), choice("second", "Saved for later", "E-mail"), choice("wait", "One hour", "Delay")];

describe("searching", () => {
  test("finds by any words of title, text or id, in any order", () => {
    expect(matching([{ ...ALL[0]!, also: "reminder" }], "remind sms").map(({ id }) => id)).toEqual(["reminder"]);
  });
  test("puts titles that begin with what was typed first", () => {
    expect(matching(ALL, "saved").map(({ id }) => id)).toEqual(["second", "reminder"]);
  });
  test("shows all while nothing is typed, and none for what is nowhere", () => {
    expect(matching(ALL, " ").length).toBe(3);
    expect(matching(ALL, "refund")).toEqual([]);
  });
});
