// Markup of pictures: text from people gets into it only escaped.

declare const checked: unique symbol;
/** Text that is XML; only the functions of this file make it. */
export type Markup = string & { readonly [checked]: true };
export type Attributes = { [name: string]: string | number | undefined };

// What XML 1.0 does not allow, not even escaped: control characters, halves of pairs, and two that are no characters.
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Any text as text of the picture. */
export function escaped(text: string): Markup {
  return text.replace(FORBIDDEN, "").replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign) as Markup;
}

/** An element with its attributes; those undefined are left out. */
export function element(name: string, attributes: Attributes, ...children: Markup[]): Markup {
  const written = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${shortest(value)}"`]));
  const opening = `<${name}${written.join("")}`;
  return (children.length ? `${opening}>${children.join("")}</${name}>` : `${opening}/>`) as Markup;
}

/** Elements one after another. */
export const together = (...parts: Markup[]) => parts.join("") as Markup;

function shortest(value: string | number): string {
  return typeof value === "number" ? String(Number(value.toFixed(2))) : escaped(value);
}
