// An oracle for pictures: reads XML strictly, token by token, and says what is wrong with it.

const TOKEN = /<\/([\w:-]+)\s*>|<([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
const ENTITY = /&(?:amp|lt|gt|quot|#39);/g;

export function faultsOf(xml: string): string[] {
  const open: string[] = [];
  const faults: string[] = [];
  let [at, roots] = [0, 0];
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(xml); token; token = TOKEN.exec(xml)) {
    const [whole, closing, opening, attributes = "", isEmpty, text] = token;
    at += whole.length;
    if (closing && open.pop() !== closing) faults.push(`</${closing}> closes something else`);
    if (opening && open.length === 0) roots += 1;
    if (opening && !isEmpty) open.push(opening);
    if (`${attributes}${text ?? ""}`.replace(ENTITY, "").includes("&")) faults.push(`a bare & in ${whole}`);
    if (text && open.length === 0 && text.trim()) faults.push(`text outside: ${text}`);
    const names = [...attributes.matchAll(/([\w:-]+)=/g)].map(([, name]) => name);
    if (new Set(names).size < names.length) faults.push(`an attribute twice in ${whole}`);
  }
  if (at < xml.length) faults.push(`no XML: ${xml.slice(at, at + 60)}`);
  if (open.length) faults.push(`never closed: ${open.join()}`);
  if (roots !== 1) faults.push(`${roots} roots`);
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(xml)) faults.push("a character XML does not allow");
  return faults;
}

/** What a reader sees: the text of an element of that name. */
export function textsOf(xml: string, name = "text"): string[] {
  const signs: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
  return [...xml.matchAll(new RegExp(`<${name}\\b[^>]*>([^<]*)</${name}>`, "g"))].map(([, text = ""]) => text.replace(ENTITY, (entity) => signs[entity] ?? entity));
}

/** Addresses a program would fetch; parts of the picture itself and data it carries are none. */
export function fetchedBy(svg: string): string[] {
  const links = [...svg.matchAll(/(?:href|src)\s*=\s*"([^"]*)"|url\(([^)]*)\)|@import[^;]*/g)].map(([whole, link, url]) => link ?? url ?? whole);
  return links.filter((link) => !link.startsWith("#") && !link.startsWith("data:"));
}
