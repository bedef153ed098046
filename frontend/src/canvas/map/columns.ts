// The columns of the map: one for each touchpoint, a narrow one for a stage without any.

import type { JourneyMap, Touchpoint } from "./model";

export type Column = { stage: string; touchpoint: Touchpoint | null; left: number; width: number };
export type Widths = { touchpoint: number; empty: number };

/** Columns from left to right, the first at 0. */
export function columnsOf(map: JourneyMap, widths: Widths): Column[] {
  let left = 0;
  return map.stages.flatMap(({ name, touchpoints }) =>
    (touchpoints.length ? touchpoints : [null]).map((touchpoint) => {
      const width = touchpoint ? widths.touchpoint : widths.empty;
      left += width;
      return { stage: name, touchpoint, left: left - width, width };
    }),
  );
}

export const middleOf = ({ left, width }: Column) => left + width / 2;

/** Columns as wide as the room allows, between the narrowest and the widest that read well. */
export function fittingWidths(map: JourneyMap, room: number): Widths {
  const [narrow, wide, empty] = [190, 300, 120];
  const filled = map.stages.reduce((sum, { touchpoints }) => sum + touchpoints.length, 0);
  const idle = map.stages.filter(({ touchpoints }) => !touchpoints.length).length;
  const share = Math.floor((room - idle * empty) / Math.max(filled, 1));
  return { touchpoint: Math.max(narrow, Math.min(wide, share)), empty };
}
