import { describe, expect, test } from "vitest";
import { appsOf } from "../../src/phone/apps";
import { arrived, came, lastWords, nextStop, stopBefore, stopsOf } from "../../src/phone/moments";
import type { Message, Story } from "../../src/phone/types";

const sms = (at: number, more: Partial<Message> = {}): Message => ({ kind: "sms", side: "brand", text: `at ${at}`, at, state: "delivered", ...more });
const STORY: Story = { id: "s", zone: "UTC", start: 0, end: 1000, notes: [{ at: 50, text: "Enters the journey" }], replies: [] };
const HELD = sms(100, { state: "held", until: 200, reason: "quiet hours" });
const ALL = [HELD, sms(200), sms(300, { side: "customer", text: "STOP" }), sms(400, { state: "skipped", reason: "opted out before" })];

describe("what stands on the phone at a moment", () => {
  test("is nothing that comes later", () => {
    for (let now = 0; now <= 500; now += 10) expect(arrived(ALL, now).every(({ at }) => (at ?? 0) <= now)).toBe(true);
    expect(arrived(ALL, 500)).toEqual(ALL.slice(1));
  });
  test("is the note that a message waits, only until it comes", () => {
    expect(arrived(ALL, 150)).toEqual([HELD]);
    expect(arrived(ALL, 200)).toEqual([ALL[1]]);
  });
  test("is everything that has no time", () => {
    expect(arrived([{ kind: "sms", side: "brand", text: "always" }], -1)).toHaveLength(1);
  });
  test("counts what really came", () => {
    expect(ALL.filter(came)).toEqual([ALL[1]]);
  });
});

describe("stepping", () => {
  const stops = stopsOf(ALL, STORY.notes);
  test("stops at every moment once, in order", () => {
    expect(stopsOf([...ALL, sms(200)], STORY.notes)).toEqual([50, 100, 200, 300, 400]);
  });
  test("goes on and back, and ends at the ends", () => {
    expect([nextStop(stops, 0), nextStop(stops, 50), nextStop(stops, 400)]).toEqual([50, 100, undefined]);
    expect([stopBefore(stops, 401), stopBefore(stops, 100), stopBefore(stops, 50)]).toEqual([400, 50, undefined]);
  });
});

describe("what happened last", () => {
  test.each([
    [10, "Nothing has happened yet."],
    [60, "Enters the journey"],
    [150, "SMS waits: quiet hours"],
    [250, "SMS delivered"],
    [350, "The customer replies “STOP”"],
    [450, "SMS not sent: opted out before"],
  ])("at %i is told in words", (now, words) => {
    expect(lastWords(ALL, STORY, now)).toBe(words);
  });
});

describe("the places on the phone", () => {
  test("are lock screen and messages, and those of the channels that are used", () => {
    expect(appsOf([])).toEqual(["lock", "messages"]);
    expect(appsOf([sms(1, { kind: "ads" }), sms(2, { kind: "email" })])).toEqual(["lock", "messages", "mail", "feed"]);
  });
});
