// The small signs on the inspector's buttons.

import type { ButtonHTMLAttributes } from "react";

const STROKES = {
  add: "M12 5v14M5 12h14",
  remove: "M5 7h14M10 7V5h4v2m-7 0 1 12h8l1-12m-7 4v5m4-5v5",
  up: "m6 14 6-6 6 6",
  down: "m6 10 6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  open: "m9 6 6 6-6 6",
  go: "M5 12h14m-6-6 6 6-6 6",
};
export type GlyphName = keyof typeof STROKES;

export function Glyph({ name, size = 15 }: { name: GlyphName; size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} className="in-glyph" aria-hidden="true">
      <path d={STROKES[name]} />
    </svg>
  );
}

type Button = ButtonHTMLAttributes<HTMLButtonElement> & { glyph?: GlyphName; label: string; quiet?: boolean };

/** A button with words, or with a sign alone whose words are read out (`quiet`). */
export function Press({ glyph, label, quiet, className = "", ...others }: Button) {
  return (
    <button type="button" className={`in-press ${quiet ? "quiet" : ""} ${className}`} {...(quiet ? { "aria-label": label, title: label } : {})} {...others}>
      {glyph && <Glyph name={glyph} />}
      {!quiet && <span>{label}</span>}
    </button>
  );
}
