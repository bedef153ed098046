// Elements out of text: what a customer or a brand wrote never becomes markup.

type Child = Node | string | null | undefined | false;

/** An element with classes, its children in order; empty ones are left out. */
export function element(tag: string, className: string, ...children: Child[]): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

/** The same with an accessible name. */
export function named(made: HTMLElement, role: string, name: string): HTMLElement {
  made.setAttribute("role", role);
  made.setAttribute("aria-label", name);
  return made;
}

const DRAWINGS: Record<string, string> = {
  back: "M15 5 8 12l7 7",
  battery: "M3 8.500h15a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2v-3a2 2 0 0 1 2-2Zm19.5 2.500v2M3.5 11h10v2h-10Z",
  signal: "M3 17v1m5-5v5m5-9v9m5-13v13",
  plus: "M12 6v12M6 12h12",
  skip: "M5 5l14 14M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  link: "M9 15l6-6m-4-3 1-1a4.5 4.5 0 0 1 6.4 6.400l-1 1m-4.4 4.6-1 1A4.5 4.5 0 0 1 5.6 12.600l1-1",
  picture: "M5 5h14a1.5 1.5 0 0 1 1.5 1.500v11A1.5 1.5 0 0 1 19 19H5a1.5 1.5 0 0 1-1.5-1.500v-11A1.5 1.5 0 0 1 5 5Zm-1 11 5-5 4 4 2.5-2.500L20 16M15.5 9h.01",
};

/** A decorative stroke icon. */
export function drawing(name: keyof typeof DRAWINGS & string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  path.setAttribute("d", DRAWINGS[name] ?? "");
  svg.append(path);
  return svg;
}
