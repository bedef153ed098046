// Live figures: the switch, and the line that says what flew and when.

import { useEffect, useState } from "react";
import { age } from "../text/age";
import { count } from "../text/words";
import { useBoard, useBoardStore } from "../state/use";
import type { Flown, Ghost } from "../wire";

/** Switches the flying of every edit on and off. */
export function LiveSwitch() {
  const board = useBoardStore();
  const live = useBoard(({ overlay }) => overlay.live);
  const [wished, wish] = useState<boolean | null>(null);
  useEffect(() => wish(null), [live]);
  if (!live) return null;
  const on = wished ?? live.on;
  const turn = () => {
    wish(!on);
    board.getState().ask({ ask: "live", on: !on });
  };
  const hint = on ? "Every edit is flown at once, and the counts follow" : "Fly every edit at once, so that the counts follow";
  return (
    <button type="button" role="switch" aria-checked={on} className="live-switch" title={hint} onClick={turn}>
      <span className="track" aria-hidden="true" />
      <span>Live<span className="wide"> figures</span></span>
    </button>
  );
}

const FIRST = "Flying this journey with simulated customers … On a machine that has never flown, getting ready takes a minute or two.";

/** What the live figures are: how many simulated customers, which days, how old; or why there are none. */
export function LiveLine() {
  const live = useBoard(({ overlay }) => overlay.live);
  const figures = useBoard(({ overlay }) => overlay.figures);
  const slow = useSlow(Boolean(live?.flying));
  if (!live?.on) return null;
  if (live.problem) return <p className="live-line problem" role="status">{`Not flown: ${live.problem}`}</p>;
  const flown = figures?.flown;
  if (!flown) return <p className="live-line">{live.flying ? FIRST : null}</p>;
  return (
    <p className={slow ? "live-line flying" : "live-line"}>
      <span className="pulse" aria-hidden="true" />
      <span className="told">
        {`${count(flown.customers)} simulated customers · ${count(flown.days)} days · seed ${flown.seed} · `}
        {slow ? "flying this edit …" : <Age flown={flown} />}
{" "}
        {figures.ghost && <Against ghost={figures.ghost} />}
      </span>
    </p>
  );
}

function Against({ ghost }: { ghost: Ghost }) {
  return (
    <span className="against">
      {`± against revision ${ghost.revision}`}
      <span className="wide">, the same customers and the same luck; ≈ is within noise</span>
    </span>
  );
}

const MINUTE = 60_000;

function Age({ flown }: { flown: Flown }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), MINUTE);
    return () => clearInterval(timer);
  }, []);
  return <>{`flown ${age(Date.now() - Date.parse(flown.at))}`}</>;
}

const SLOW = 500; // ms a flight may take before it is mentioned

function useSlow(flying: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(flying), flying ? SLOW : 0);
    return () => clearTimeout(timer);
  }, [flying]);
  return slow;
}
