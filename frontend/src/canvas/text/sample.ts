// The mini phone's text: a message filled for an example customer. It is an illustration; the Preview page renders with
// the real engine. Here, of the filters only `default` counts, conditions and loops show their first branch once, and a
// name that the text itself makes (`assign`, `capture`, `for`) stands for its value.

import { type Piece, piecesOf } from "./liquid";

type Values = Record<string, string>;

/** An open `if`, `for` …: the branch we are in, of which the first is shown, and whether the block itself is shown. */
type Block = { name: string; branch: number; within: boolean };

/** What is remembered while reading: the open blocks and the names that tags have made. */
type Reading = { values: Values; blocks: Block[]; made: Set<string>; problems: Set<string> };

const SHOWN = 1;
// The branch a block starts in: `case` waits for its first `when`; the last two are never shown.
const BLOCKS = new Map([["if", SHOWN], ["unless", SHOWN], ["for", SHOWN], ["case", 0], ["capture", 2], ["comment", 2]]);
const NEXT_BRANCH = new Set(["else", "elsif", "when"]);
const CLOSINGS = new Map([["{{", "}}"], ["{%", "%}"]]);
const MAKES = /^(?:assign|capture|for)\s+([\w-]+)/;
const BETWEEN_PIPES = /(?:'[^']*'|"[^"]*"|[^|])+/g;
const DEFAULT = /^default\s*:\s*('[^']*'|"[^"]*"|[^\s,]+)/;
const QUOTED = /^(?:'[^']*'|"[^"]*")$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** The text as the example customer reads it, and what could not be filled, in words; it never throws. */
export function filled(template: string, values: Values): { text: string; problems: string[] } {
  const reading: Reading = { values, blocks: [], made: new Set(["forloop"]), problems: new Set() };
  const text = piecesOf(template).map((piece) => written(piece, reading)).join("");
  const open = reading.blocks.at(-1)?.name;
  if (open) reading.problems.add(neverClosed(open));
  return { text, problems: [...reading.problems] };
}

function written({ kind, body }: Piece, reading: Reading): string {
  if (kind === "unclosed") reading.problems.add(neverClosed(CLOSINGS.has(body) ? body : "raw"));
  if (kind === "logic") enter(body, reading);
  if (kind === "logic" || !isShown(reading.blocks)) return "";
  return kind === "output" ? valueOf(body, reading) : body;
}

function isShown(blocks: Block[]): boolean {
  const block = blocks.at(-1);
  return !block || (block.within && block.branch === SHOWN);
}

function enter(tag: string, { blocks, made }: Reading): void {
  const name = /^\w*/.exec(tag)?.[0] ?? "";
  const block = blocks.at(-1);
  if (block?.name === "comment" && name !== "endcomment") return;
  const branch = BLOCKS.get(name);
  const own = MAKES.exec(tag)?.[1];
  if (own) made.add(own);
  if (branch !== undefined) blocks.push({ name, branch, within: isShown(blocks) });
  else if (name.startsWith("end")) blocks.pop();
  else if (block && NEXT_BRANCH.has(name)) block.branch += 1;
}

/** The value, or the first `default` with something in it. */
function valueOf(output: string, { values, made, problems }: Reading): string {
  const [name = "", ...filters] = (output.match(BETWEEN_PIPES) ?? []).map((part) => part.trim());
  const defaults = filters.flatMap((filter) => DEFAULT.exec(filter)?.[1] ?? []);
  const found = [name, ...defaults].map((expression) => meant(expression, values, made)).find((value) => value.trim());
  if (found === undefined && defaults.length === 0) problems.add(missing(name));
  return found ?? "";
}

function meant(expression: string, values: Values, made: Set<string>): string {
  if (QUOTED.test(expression)) return expression.slice(1, -1);
  if (NUMBER.test(expression)) return expression;
  if (Object.hasOwn(values, expression)) return values[expression] ?? "";
  return made.has(expression.split(/[.[]/, 1)[0] ?? "") ? expression : "";
}

function neverClosed(opening: string): string {
  return `“${opening}” is never closed; close it with “${CLOSINGS.get(opening) ?? `{% end${opening} %}`}”.`;
}

function missing(name: string): string {
  return name ? `The example customer has no “${name}”, so nothing stands in its place.` : "There is nothing between “{{” and “}}”.";
}
