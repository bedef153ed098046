// The phone as Streamlit mounts it: made once, then shown every new conversation.

import type { FrontendRenderer, FrontendRendererArgs } from "@streamlit/component-v2-lib";
import "./phone.css";
import "./skins.css";
import "./screens.css";
import "./controls.css";
import { Stage } from "./stage";
import type { PhoneData, Said } from "./types";

type Mounted = { stage: Stage; story: boolean; content: string; say: (said: Said) => void };
const mounted = new WeakMap<Element, Mounted>();

const render: FrontendRenderer<{ said: Said }, PhoneData> = (args) => {
  const { data, parentElement, setStateValue } = args as FrontendRendererArgs<{ said: Said }, PhoneData>;
  const host = parentElement.querySelector<HTMLElement>(".jb-phone");
  if (!host) throw new Error("The phone has no element to draw in.");
  const say = (said: Said) => setStateValue("said", said);
  const here = found(host, Boolean(data.story), say);
  here.say = say;
  const content = JSON.stringify(data);
  if (here.content === content) return;
  here.content = content;
  here.stage.show(data);
};

function found(host: HTMLElement, story: boolean, say: (said: Said) => void): Mounted {
  const known = mounted.get(host);
  if (known?.story === story) return known;
  const made: Mounted = { stage: new Stage(host, (said) => made.say(said), story), story, content: "", say };
  mounted.set(host, made);
  return made;
}

export default render;
