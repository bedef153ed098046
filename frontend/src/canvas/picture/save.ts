// Handing pictures over: to the downloads, or to the printer.

/** Offers the content as a file under that name. */
export function saveFile(name: string, content: Blob | string, type: string): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

const SHEET = "@page { size: A4 landscape; margin: 8mm } html, body { margin: 0; height: 100% } svg { display: block; width: 100%; height: 193mm; break-inside: avoid }";

/** Prints a picture on one landscape page, from a frame that is gone once the dialog closes. */
export function printPicture(svg: string): Promise<void> {
  const frame = document.createElement("iframe");
  frame.title = "Print";
  frame.style.cssText = "position: fixed; inset: auto 0 0 auto; width: 0; height: 0; border: 0";
  return new Promise((resolve) => {
    frame.addEventListener("load", () => {
      const page = frame.contentWindow;
      page?.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
      page?.print();
      resolve();
    }, { once: true });
    frame.srcdoc = printable(svg);
    document.body.append(frame);
  });
}

/** The page that is printed: the picture alone. */
export const printable = (svg: string) => `<!doctype html><meta charset="utf-8"><style>${SHEET}</style>${svg}`;

/** A name for a file: letters and digits of any script, the rest a hyphen. */
export function fileName(title: string, ending: string): string {
  const stem = title.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 80);
  return `${stem || "journey"}.${ending}`;
}
