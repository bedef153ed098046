// Decorative stroke icons; a name for a screen reader belongs to what they stand in.

const DRAWINGS = {
  back: "M15 5 8 12l7 7",
  battery: "M3 8.500h15a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2v-3a2 2 0 0 1 2-2Zm19.5 2.500v2M3.5 11h12v2h-12Z",
  signal: "M3 17v1m5-5v5m5-9v9m5-13v13",
  wifi: "M3 10a13 13 0 0 1 18 0M6.500 13.500a8 8 0 0 1 11 0M10 17a3 3 0 0 1 4 0",
  plus: "M12 6v12M6 12h12",
  skip: "M5.700 5.700l12.600 12.600M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  wait: "M12 7v5l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  link: "M9 15l6-6m-4-3 1-1a4.5 4.5 0 0 1 6.4 6.400l-1 1m-4.4 4.6-1 1A4.5 4.5 0 0 1 5.6 12.600l1-1",
  picture: "M5 5h14a1.5 1.5 0 0 1 1.5 1.500v11A1.5 1.5 0 0 1 19 19H5a1.5 1.5 0 0 1-1.5-1.500v-11A1.5 1.5 0 0 1 5 5Zm-1 11 5-5 4 4 2.5-2.500L20 16M15.5 9h.01",
  person: "M12 12.500a4.200 4.200 0 1 0 0-8.400 4.200 4.200 0 0 0 0 8.400ZM4.500 20.500a7.500 7.500 0 0 1 15 0",
  send: "M12 19V5m-6 6 6-6 6 6",
  undo: "M8 5 4 9l4 4M4 9h10a5.500 5.500 0 0 1 0 11h-3",
  play: "M8 5.500v13l10.500-6.500Z",
  pause: "M8.500 5.500v13m7-13v13",
  next: "M6 6v12l8-6ZM18 6v12",
  before: "M18 6v12l-8-6ZM6 6v12",
  lock: "M6.500 11h11A1.500 1.500 0 0 1 19 12.500v6a1.500 1.500 0 0 1-1.500 1.500h-11A1.500 1.500 0 0 1 5 18.500v-6A1.500 1.500 0 0 1 6.500 11Zm1.500 0V8a4 4 0 0 1 8 0v3",
  chat: "M5 18.500 4 21l4.200-1.500A8.500 7.800 0 1 0 5 18.500Z",
  mail: "M4.500 6h15A1.500 1.500 0 0 1 21 7.500v9a1.500 1.500 0 0 1-1.500 1.500h-15A1.500 1.500 0 0 1 3 16.500v-9A1.500 1.500 0 0 1 4.500 6Zm-1 1.500L12 13l8.500-5.500",
  feed: "M5 4h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Zm-1 15h16",
  torch: "M8 4h8v3l-2 4v9h-4v-9L8 7Zm4 9v2",
  camera: "M4.500 8H8l1.500-2.500h5L16 8h3.500A1.500 1.500 0 0 1 21 9.500v8a1.500 1.500 0 0 1-1.500 1.500h-15A1.500 1.500 0 0 1 3 17.500v-8A1.500 1.500 0 0 1 4.500 8ZM12 16.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7Z",
  bin: "M5 7h14M10 7V4.500h4V7m-7 0 .8 12.500h8.400L17 7",
  heart: "M12 20C5 15 3.500 11.500 4.500 8.500 5.800 5 10 5 12 8.500 14 5 18.200 5 19.500 8.500 20.500 11.500 19 15 12 20Z",
} as const;

export type Icon = keyof typeof DRAWINGS;

/** A decorative stroke icon. */
export function drawing(name: Icon): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon icon-${name}`);
  path.setAttribute("d", DRAWINGS[name]);
  svg.append(path);
  return svg;
}
