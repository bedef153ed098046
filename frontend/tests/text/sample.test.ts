import { describe, expect, test } from "vitest";
import { filled } from "../../src/canvas/text/sample";

const GIULIA = { first_name: "Giulia", city: "", "cart.total": "€ 49.00", braces: "{{ city }} {% if %}" };
const shown = (template: string) => filled(template, GIULIA).text;
const problems = (template: string) => filled(template, GIULIA).problems;

describe("a message on the mini phone", () => {
  test("has the customer's values in their places", () => {
    expect(filled("Ciao {{ first_name }}, {{cart.total}} await.", GIULIA)).toEqual({ text: "Ciao Giulia, € 49.00 await.", problems: [] });
  });
  test("stays as it is without tags", () => {
    expect(filled("50 % off {today} } } %}", GIULIA)).toEqual({ text: "50 % off {today} } } %}", problems: [] });
  });
  test("prefers the value to its default, and the default to a blank", () => {
    expect(shown("{{ first_name | default: 'you' }}")).toBe("Giulia");
    expect(shown(`{{ city | default: "your | town", allow_false: true }}`)).toBe("your | town");
    expect(shown("{{ nickname|default:first_name }}")).toBe("Giulia");
    expect(shown("{{ nickname | default: city | upcase | default: 5 }}")).toBe("5");
  });
  test("has nothing where a default is empty on purpose, and does not complain", () => {
    expect(filled("Hi{{ nickname | default: '' }}!", GIULIA)).toEqual({ text: "Hi!", problems: [] });
  });
  test("leaves values as they are under other filters", () => {
    expect(shown("{{ first_name | upcase | truncate: 3, '' }} {{ 'a|b' | capitalize }} {{ 12.5 | money }}")).toBe("Giulia a|b 12.5");
  });
  test("names a value that the customer does not have, once", () => {
    expect(filled("[{{ size }}{{ size }}{{ city }}{{ constructor }}]", GIULIA)).toEqual({
      text: "[]",
      problems: ["size", "city", "constructor"].map((name) => `The example customer has no “${name}”, so nothing stands in its place.`),
    });
  });
  test("does not take a value for markup", () => {
    expect(filled("{{ braces }}", GIULIA)).toEqual({ text: GIULIA.braces, problems: [] });
  });
});

describe("conditions and loops on the mini phone", () => {
  test("show their first branch", () => {
    expect(shown("{% if vip %}A{% elsif new %}B{% else %}C{% endif %}!")).toBe("A!");
    expect(shown("{% unless vip %}A{% else %}B{% endunless %}!")).toBe("A!");
    expect(shown("{% case tier %} {% when 1 %}A{% when 2 %}B{% else %}C{% endcase %}!")).toBe("A!");
    expect(shown("{% for item in cart.items %}A{% else %}B{% endfor %}!")).toBe("A!");
  });
  test("hide what stands inside a hidden branch, and its problems", () => {
    expect(filled("{% if a %}{% if b %}A{% else %}B{% endif %}{% else %}{% if c %}{{ size }}{% endif %}C{% endif %}", GIULIA)).toEqual({ text: "A", problems: [] });
  });
  test("let names made in the text stand for their values", () => {
    expect(filled("{% for item in cart.items %}{{ forloop.index }}. {{ item.name }} {% endfor %}{% assign code = 'X' %}{{ code }}", GIULIA)).toEqual({
      text: "forloop.index. item.name code",
      problems: [],
    });
  });
  test("leave out comments and what is captured", () => {
    expect(shown("a{% comment %}{% if %}{{ x }}{% endcomment %}b{% capture c %}c{% endcapture %}d{% unknown %}{% endfor %}e")).toBe("abde");
  });
  test("leave a raw text alone", () => {
    expect(shown("{% raw %} {{ first_name }} {% if %} {% endraw %}!")).toBe(" {{ first_name }} {% if %} !");
  });
  test("swallow white space beside a dash", () => {
    expect(shown("a \n {%- if x -%} \n b {%- endif %} c {{- first_name -}} d")).toBe("ab cGiuliad");
    expect(shown("a {%- raw -%} {{ {%- endraw -%} b")).toBe("a {{ b");
  });
});

describe("a faulty text on the mini phone", () => {
  test("is shown, and says what was never closed", () => {
    expect(filled("Hi {{ first_name", GIULIA)).toEqual({ text: "Hi {{ first_name", problems: ["“{{” is never closed; close it with “}}”."] });
    expect(filled("Hi {{ city, {{ first_name }}!", GIULIA)).toEqual({ text: "Hi {{ city, Giulia!", problems: ["“{{” is never closed; close it with “}}”."] });
    expect(problems("{% if vip }}")).toEqual(["“{%” is never closed; close it with “%}”."]);
    expect(filled("a {% raw %} {{ x }}", GIULIA)).toEqual({ text: "a {% raw %} {{ x }}", problems: ["“raw” is never closed; close it with “{% endraw %}”."] });
    expect(problems("{% if vip %}{% for a in b %}x{% endfor %}")).toEqual(["“if” is never closed; close it with “{% endif %}”."]);
  });
  test("says when there is nothing between the braces", () => {
    expect(problems("{{}} {{ - }} {{ }}")).toContain("There is nothing between “{{” and “}}”.");
  });
  test("never throws", () => {
    const bits = ["{{", "}}", "{%", "%}", "-", " if ", " endif ", "raw", "|", "default:", "'", '"', "comment", "case", "when", "\n", "a", "\ud83d", "."];
    let seed = 7;
    const next = () => (seed = (seed * 48_271) % 2_147_483_647);
    for (let round = 0; round < 3_000; round++) {
      const template = Array.from({ length: next() % 30 }, () => bits[next() % bits.length]).join("");
      expect(typeof filled(template, GIULIA).text).toBe("string");
    }
  });
  test("of a hundred thousand characters takes a moment, whatever is in it", () => {
    const start = performance.now();
    for (const bit of ["{{", "{% if %}", "{% else %}", "{% raw %}", "{{ a }}", "{{ 'x", "{{-", "{% endif %}", "{%  ", "{{ a | default: '", " ", "|"]) {
      filled(bit.repeat(100_000 / bit.length), GIULIA);
      filled(`{{ ${bit.replace("{{", "").replace("%}", "").repeat(50_000)} }}`, GIULIA);
    }
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
