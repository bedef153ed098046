// The page's font, brought along inside a picture.

const PLACE = "app/static/inter-latin.woff2";

let rule: Promise<string> | undefined;

/** The rule that carries the font as data, or nothing where it cannot be had; asked for once. */
export function fontFace(): Promise<string> {
  rule ??= carried().catch(() => {
    rule = undefined;
    return "";
  });
  return rule;
}

async function carried(): Promise<string> {
  const answer = await fetch(new URL(PLACE, document.baseURI));
  if (!answer.ok || answer.headers.get("content-type")?.startsWith("text/html")) return "";
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return `@font-face { font-family: Inter; font-weight: 100 900; src: url(data:font/woff2;base64,${base64(bytes)}) format("woff2"); }`;
}

function base64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
