import { describe, expect, test } from "vitest";
import { cut, linesOf, textBlock, widthOf } from "../../src/canvas/picture/text";
import { element, escaped } from "../../src/canvas/picture/xml";
import { faultsOf, textsOf } from "./wellFormed";

const FONT = { size: 12 };
const TEXTS = ["", "one", "two words", "a much longer sentence that needs several lines to stand in", "supercalifragilisticexpialidocious", "日本語のとても長い文章です", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "first\n\nthird", "שלום עולם, זו הודעה", "  spaces   between  "];
const NASTY = ["<script>alert(1)</script>", "a & b && c", `"quotes" and 'more'`, "]]>", "<!-- -->", "&lt;", "\u0000\u0007\u001b[31m", "\ud800 half", "\ufffe\uffff", "مرحبا بالعالم", "🎉🇺🇸", "\u202eabc", "{{ first_name }}"];

describe("lines of text", () => {
  test.each(TEXTS)("of %j are no wider than their room and lose nothing", (text) => {
    const lines = linesOf(text, 80, FONT);
    lines.forEach((line) => expect(widthOf(line, FONT)).toBeLessThanOrEqual(80));
    expect(lines.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
  });
  test("end in an ellipsis where there are too many", () => {
    const lines = linesOf("a much longer sentence that needs several lines to stand in", 80, FONT, 2);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
    expect(widthOf(lines[1] ?? "", FONT)).toBeLessThanOrEqual(80);
  });
  test("keep an empty line between paragraphs, none around them", () => {
    expect(linesOf("\na\n\nb\n", 80, FONT)).toEqual(["a", "", "b"]);
  });
  test("take no character apart", () => {
    const family = "👩‍👩‍👧‍👦";
    expect(linesOf(family.repeat(3), 10, FONT)).toEqual([family, family, family]);
    expect(cut(family.repeat(9), 100, FONT).replaceAll(family, "")).toBe("…");
  });
  test("are cut only where they do not fit", () => {
    expect(cut("short", 100, FONT)).toBe("short");
    expect(cut("two\nlines", 100, FONT)).toBe("two lines");
  });
  test("of Hebrew and Arabic begin at the right edge", () => {
    const at = { x: 10, y: 0, width: 100, fill: "#000" };
    expect(textBlock(["שלום"], FONT, at)).toMatch(/x="110"[^>]*direction="rtl"/);
    expect(textBlock(["hello שלום"], FONT, at)).toMatch(/x="10" /);
  });
});

describe("text in XML", () => {
  test.each(NASTY)("%j stays text", (text) => {
    const xml = element("text", { title: text }, escaped(text));
    expect(faultsOf(xml)).toEqual([]);
    const [read = ""] = textsOf(xml);
    expect(text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")).toBe(read);
  });
});

describe("the oracle", () => {
  test.each(["<a>", "<a></b>", "<a/><b/>", "<a>&</a>", '<a x="1" x="2"/>', "text", '<a x="<"/>', "<a>\u0001</a>", "<a><b></a></b>"])("finds fault with %s", (xml) => {
    expect(faultsOf(xml)).not.toEqual([]);
  });
});
