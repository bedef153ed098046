// Pictures as pixels: the SVG drawn on a canvas of this browser.

// What Chromium, Firefox and Safari all allow, on phones too.
const LONGEST_SIDE = 16_000;
const MOST_PIXELS = 64_000_000;

/** The picture as a PNG, `scale` pixels to a unit or as many as a canvas may have. */
export async function toPng(svg: string, scale = 2): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml;charset=utf-8" }));
  try {
    return await drawn(await loaded(url), scale);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** How many pixels a unit may have at most. */
export function allowedScale(width: number, height: number, wanted: number): number {
  return Math.min(wanted, LONGEST_SIDE / Math.max(width, height), Math.sqrt(MOST_PIXELS / (width * height)));
}

async function loaded(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

function drawn(image: HTMLImageElement, wanted: number): Promise<Blob> {
  const scale = allowedScale(image.width, image.height, wanted);
  const canvas = document.createElement("canvas");
  canvas.width = Math.floor(image.width * scale);
  canvas.height = Math.floor(image.height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The browser drew no picture."))), "image/png"));
}
