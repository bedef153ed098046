// A Liquid text taken apart into words and tags, in one pass and without judging what the tags say.

export type Piece = { kind: "words" | "output" | "logic" | "unclosed"; body: string };

type Tag = Piece & { end: number; trimsBefore: boolean; trimsAfter: boolean };

const OPENING = /\{[{%]/g;
const NEXT_MARK = { output: /\}\}|\{[{%]/g, logic: /%\}|\{[{%]/g };
const END_OF_RAW = /\{%-?\s*endraw\s*-?%\}/g;

/** The pieces in order. `unclosed` is an opening that another one overtakes, or a `raw` with all that follows it. */
export function piecesOf(template: string): Piece[] {
  const found: Piece[] = [];
  let [at, trims] = [0, false];
  for (let start = search(OPENING, template, 0)?.index; start !== undefined; start = search(OPENING, template, at)?.index) {
    const tag = tagAt(template, start);
    found.push(words(template.slice(at, start), trims, tag.trimsBefore), tag);
    [at, trims] = [tag.end, tag.trimsAfter];
  }
  return [...found, words(template.slice(at), trims, false)];
}

/** `-` in a tag swallows the white space on its side. */
function words(text: string, trimsStart: boolean, trimsEnd: boolean): Piece {
  const rest = trimsStart ? text.trimStart() : text;
  return { kind: "words", body: trimsEnd ? rest.trimEnd() : rest };
}

function tagAt(template: string, start: number): Tag {
  const kind = template[start + 1] === "{" ? "output" : "logic";
  const mark = search(NEXT_MARK[kind], template, start + 2);
  if (!mark || mark[0].startsWith("{")) return unclosed(template, start, start + 2);
  const inside = template.slice(start + 2, mark.index);
  const body = inside.replace(/^-/, "").replace(/-$/, "").trim();
  const tag = { kind, body, end: mark.index + 2, trimsBefore: inside.startsWith("-"), trimsAfter: inside.endsWith("-") } as const;
  return kind === "logic" && body === "raw" ? rawFrom(template, start, tag) : tag;
}

function rawFrom(template: string, start: number, raw: Tag): Tag {
  const close = search(END_OF_RAW, template, raw.end);
  if (!close) return unclosed(template, start, template.length);
  const end = close.index + close[0].length;
  return { ...raw, kind: "words", body: template.slice(raw.end, close.index), end, trimsAfter: close[0].endsWith("-%}") };
}

function unclosed(template: string, start: number, end: number): Tag {
  return { kind: "unclosed", body: template.slice(start, end), end, trimsBefore: false, trimsAfter: false };
}

function search(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}
