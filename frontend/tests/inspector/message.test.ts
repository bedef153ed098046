// The mini phone shows what goes out, and the counter counts that.

import { describe, expect, it } from "vitest";
import { billOf, INSERTIONS, marked, money, shownText, smartWords, smsText, valuesFor } from "../../src/canvas/inspector/message";
import type { Choices } from "../../src/canvas/wire";

const CHOICES: Choices = {
  segments: [], currency: "USD", brand: "Lumen", sender: "", opt_out_text: "Reply STOP to opt out", sms_price: 0.0125,
  example: { first_name: "Mia", product: "Serum", link: "https://elsewhere", code: "OLD" },
};

describe("a message", () => {
  it("is filled with the example customer's values and its own link and code", () => {
    const node = { kind: "sms", body: "{{ first_name }} {{ code }} {{ link }}", link: { url: "https://l.example/cart/" }, offer: { code: "TEN" } };
    expect(shownText(node, "body", CHOICES)).toEqual({ text: "Mia TEN https://l.example/cart/k7m2q", problems: [] });
  });

  it("says what it lacks and where that is set", () => {
    const { problems } = shownText({ body: "{{ link }} {{ code }} {{ nickname }}" }, "body", CHOICES);
    expect(problems.join(" ")).toMatch(/no link yet.*no code yet.*“nickname”/);
  });

  it("knows the last day of its code", () => {
    const now = Date.UTC(2026, 2, 2, 12);
    expect(valuesFor({}, CHOICES, now).code_expires).toBe("Mar 04");
    expect(valuesFor({ offer: { valid_for: 7 } }, CHOICES, now).code_expires).toBe("Mar 09");
  });

  it("can be filled with everything the menu inserts", () => {
    const node = { body: INSERTIONS.map(({ text }) => text).join(" "), link: { url: "https://x" }, offer: { code: "TEN" } };
    const choices = { ...CHOICES, example: { ...CHOICES.example, cart_value: "64.00", order_id: "c1-1" } };
    expect(shownText(node, "body", choices).problems).toEqual([]);
  });
});

describe("an SMS", () => {
  it("goes out with the opt-out line where that is on", () => {
    expect(smsText({ body: "Hi ", opt_out: true }, CHOICES).text).toBe("Hi Reply STOP to opt out");
    expect(smsText({ body: "Hi " }, CHOICES).text).toBe("Hi ");
  });

  it("counts as smart encoding leaves it, and says what that is worth", () => {
    const text = "It’s here ".repeat(10);
    const [smart, plain] = [billOf({}, text), billOf({ smart_encoding: false }, text)];
    expect([smart.now.encoding, smart.now.parts]).toEqual(["GSM-7", 1]);
    expect([plain.now.encoding, plain.now.parts]).toEqual(["UCS-2", 2]);
    expect(smartWords(smart)).toBe("Without smart encoding it would be 2 parts in UCS-2.");
    expect(smartWords(plain)).toBe("Smart encoding would make it 1 part in GSM-7.");
    expect(smartWords(billOf({}, "plain"))).toBe("");
  });

  it("has its culprits marked and loses nothing by that", () => {
    const text = "Zażółć 👋🏽 gęślą";
    const pieces = marked(text, billOf({}, text).now.culprits);
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    expect(pieces.filter(({ isCulprit }) => isCulprit).length).toBeGreaterThan(2);
    expect(marked("plain", [])).toEqual([{ text: "plain", isCulprit: false }]);
  });

  it("costs what its parts cost, to the fraction of a cent", () => {
    expect(money(0.0125, "USD")).toBe("$0.0125");
    expect(money(1.5, "EUR")).toBe("€1.50");
    expect(money(0, "USD")).toBe("$0.00");
  });
});
