// What lies over the drawing before Python has said anything, and how news is taken without drawing again what stays.

import { same } from "../model/patch";
import type { Choices, Overlay } from "../wire";

export const NO_OVERLAY: Overlay = { says: {}, timing: {}, badges: {}, findings: [], docs: {}, figures: null, live: null, comments: [], marks: {} };
export const NO_CHOICES: Choices = { segments: [], currency: "USD", brand: "", sender: "", opt_out_text: "", sms_price: 0, example: {} };

/** The old value where the new one says the same. */
export const kept = <T>(old: T, next: T): T => (same(old, next) ? old : next);

/** The new overlay, with the old part wherever it says the same, so that only changed cards redraw. */
export function unchanged(old: Overlay, next: Overlay): Overlay {
  if (same(old, next)) return old;
  const badges = Object.fromEntries(Object.entries(next.badges).map(([id, marks]) => [id, kept(old.badges[id] ?? [], marks)]));
  return {
    says: kept(old.says, next.says),
    timing: kept(old.timing, next.timing),
    badges: kept(old.badges, badges),
    findings: kept(old.findings, next.findings),
    docs: kept(old.docs, next.docs),
    figures: kept(old.figures, next.figures),
    live: kept(old.live, next.live),
    comments: kept(old.comments, next.comments),
    marks: kept(old.marks, next.marks),
  };
}
