// The phone as Streamlit mounts it: drawn afresh for every new conversation, scrolled to the chosen message.

import type { FrontendRenderer, FrontendRendererArgs } from "@streamlit/component-v2-lib";
import "./phone.css";
import { phone } from "./phone";
import type { PhoneData } from "./types";

const drawn = new WeakMap<Element, string>();

const render: FrontendRenderer = (args) => {
  const { data, parentElement } = args as FrontendRendererArgs<Record<string, unknown>, PhoneData>;
  const host = parentElement.querySelector<HTMLElement>(".jb-phone");
  if (!host) throw new Error("The phone has no element to draw in.");
  const content = JSON.stringify(data);
  if (drawn.get(host) === content) return;
  drawn.set(host, content);
  host.replaceChildren(phone(data));
  keepChosenInSight(host);
};

/** Fonts and styles arrive late and move everything, so the place is kept until a hand scrolls. */
function keepChosenInSight(host: HTMLElement) {
  const scroller = host.querySelector<HTMLElement>(".scroller");
  const list = scroller?.firstElementChild;
  if (!scroller || !list) return;
  const watch = new ResizeObserver(() => showChosen(scroller));
  [scroller, list].forEach((part) => watch.observe(part));
  const touched = ["wheel", "pointerdown", "touchstart", "keydown"];
  touched.forEach((event) => scroller.addEventListener(event, () => watch.disconnect(), { once: true, passive: true }));
}

function showChosen(scroller: HTMLElement) {
  const chosen = scroller.querySelector<HTMLElement>(".chosen");
  // Scrolled by hand: scrollIntoView would also move the page around the phone.
  scroller.scrollTop = chosen ? chosen.offsetTop - (scroller.clientHeight - chosen.offsetHeight) / 2 : scroller.scrollHeight;
}

export default render;
