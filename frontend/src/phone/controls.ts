// Above the phone: the moment, the slider with its marks, the buttons, and what happened last.

import { button, element, named, mute } from "./element";
import { drawing } from "./icons";
import type { Message, Story } from "./types";
import type { Scale } from "./scale";

const STEPS = 1000;

export type Hands = { seek: (place: number) => void; step: (forward: boolean) => void; play: () => void; takeBack: () => void };
export type Look = { place: number; day: string; short: string; time: string; words: string; count: string; playing: boolean; first: boolean; last: boolean; replies: number };

/** The controls, made once; `update` shows a moment, `mark` draws where messages stand. */
export class Controls {
  readonly root: HTMLElement;
  private readonly when = element("p", "when");
  private readonly words = element("p", "last-words");
  private readonly marks = mute(element("div", "marks"));
  private readonly slider = document.createElement("input");
  private readonly track = element("div", "track", this.marks, this.slider);
  private readonly playing: HTMLButtonElement;
  private readonly before: HTMLButtonElement;
  private readonly next: HTMLButtonElement;
  private readonly back: HTMLButtonElement;

  constructor(hands: Hands) {
    Object.assign(this.slider, { type: "range", min: "0", max: `${STEPS}`, step: "1", className: "slider" });
    this.slider.setAttribute("aria-label", "Moment in the conversation");
    this.slider.addEventListener("input", () => hands.seek(this.slider.valueAsNumber / STEPS));
    this.slider.addEventListener("keydown", (event) => pages(event, hands));
    this.before = button("tool", "Previous message", () => hands.step(false), drawing("before"));
    this.playing = button("tool main", "Play", hands.play, drawing("play"));
    this.next = button("tool", "Next message", () => hands.step(true), drawing("next"));
    this.back = button("tool wide", "Take back the replies", hands.takeBack, drawing("undo"), element("span", "", "Take back"));
    this.words.setAttribute("role", "status");
    const top = element("div", "row", this.when, element("div", "tools", this.back, this.before, this.playing, this.next));
    this.root = named(element("div", "player", top, this.track, this.words), "group", "Timeline");
  }

  mark(messages: Message[], story: Story, scale: Scale) {
    const told = messages.filter(({ at }) => at !== undefined);
    const dots = told.map((message) => dot(`mark ${message.side} ${message.state ?? ""}`, scale.place(message.at ?? story.start)));
    this.marks.replaceChildren(...story.notes.map(({ at }) => dot("mark note", scale.place(at))), ...dots);
  }

  update(look: Look) {
    this.when.replaceChildren(element("b", "", look.time), ` ${look.short}`);
    this.slider.value = `${Math.round(look.place * STEPS)}`;
    this.track.style.setProperty("--done", `${look.place * 100}%`);
    this.slider.setAttribute("aria-valuetext", `${look.day}, ${look.time}; ${look.count}`);
    if (this.words.textContent !== look.words) this.words.textContent = look.words;
    [this.before.disabled, this.next.disabled, this.back.hidden] = [look.first, look.last, !look.replies];
    const name = look.playing ? "Pause" : "Play";
    if (this.playing.getAttribute("aria-label") === name) return;
    this.playing.setAttribute("aria-label", name);
    this.playing.replaceChildren(drawing(look.playing ? "pause" : "play"));
  }
}

function dot(className: string, place: number): HTMLElement {
  const made = element("span", className);
  made.style.setProperty("--place", `${place}`);
  return made;
}

function pages(event: KeyboardEvent, hands: Hands) {
  if (event.key !== "PageUp" && event.key !== "PageDown") return;
  event.preventDefault();
  hands.step(event.key === "PageUp");
}
