// Stroke icons as elements.

import { STROKES } from "../model/strokes";

/** A decorative icon; an unknown name draws the other one, or the question mark of an unsupported step. */
export function Icon({ name, other = "unsupported", size = 18 }: { name: string; other?: string; size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} className="icon" aria-hidden="true">
      <path d={STROKES[name] ?? STROKES[other] ?? STROKES.unsupported} />
    </svg>
  );
}
