// Coming back for figures that are in the air: an answer that says nothing new is not delivered, so the browser asks again.

const FIRST = 250; // ms after which they may have landed
const LONGEST = 1_500;

export type Lookout = { watch: (flying: boolean) => void; end: () => void };

/** Calls `look` while something flies, less and less often. */
export function lookout(look: () => void): Lookout {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (pause: number) => {
    timer = setTimeout(() => {
      look();
      later(Math.min(pause * 1.5, LONGEST));
    }, pause);
  };
  const end = () => clearTimeout(timer);
  const watch = (flying: boolean) => {
    end();
    if (flying) later(FIRST);
  };
  return { watch, end };
}
