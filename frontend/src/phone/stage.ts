// The phone and its timeline as one: a moment moves, by hand or by playing, and everything follows.

import { AppRow, appsOf } from "./apps";
import { clockIn, type Shown } from "./clock";
import { Controls } from "./controls";
import { Handset } from "./handset";
import { APPS, arrived, came, lastWords, nextStop, stopBefore, stopsOf, type App } from "./moments";
import { scale, type Scale } from "./scale";
import type { Message, PhoneData, Reply, Said, Story } from "./types";

const PER_GAP = 1100; // milliseconds of playing from one moment to the next
const NOTHING: Shown = { time: "", day: "", short: "" };
let remembered = { id: "", at: 0 };

/** A phone with a story, or without one a phone that only shows. */
export class Stage {
  private readonly handset: Handset;
  private readonly controls: Controls;
  private readonly row: AppRow;
  private data!: PhoneData;
  private messages: Message[] = [];
  private pending: Reply[] = [];
  private scale!: Scale;
  private clock: (at: number) => Shown = () => NOTHING;
  private at = 0;
  private app: App = "messages";
  private latest: Message | undefined | null = null; // null: not looked at yet
  private frame = 0;

  constructor(host: HTMLElement, private readonly say: (said: Said) => void, story: boolean) {
    this.handset = new Handset(story ? (text) => this.reply(text) : null);
    const hands = { seek: (place: number) => this.seek(this.scale.moment(place)), step: (forward: boolean) => this.step(forward), play: () => this.play(), takeBack: () => this.takeBack() };
    this.controls = new Controls(hands);
    this.row = new AppRow((app) => this.open(app));
    host.replaceChildren(...(story ? [this.controls.root, this.row.root] : []), this.handset.root);
  }

  show(data: PhoneData) {
    const [before, app] = [this.data?.story?.id, this.app];
    this.data = data;
    if (data.story) this.take(data.story, before);
    else this.messages = data.messages;
    this.handset.dress(data);
    this.latest = null;
    this.draw();
    if (before === data.story?.id) this.reopen(app);
    else if (this.messages.some(({ kind }) => APPS[kind] === "messages")) this.reopen("messages");
  }

  /** A text conversation comes first, and a new answer turns nothing away that somebody looks at. */
  private reopen(app: App) {
    if (app !== this.app) this.open(app);
  }

  private take(story: Story, before: string | undefined) {
    const known = story.replies.map((reply) => `${reply.at} ${reply.text}`);
    this.pending = before === story.id ? this.pending.filter((reply) => !known.includes(`${reply.at} ${reply.text}`)) : [];
    if (before !== story.id) {
      this.pause();
      this.at = remembered.id === story.id ? remembered.at : story.end;
    }
    this.clock = clockIn(story.zone);
    this.gather(story);
  }

  /** The conversation with replies that Python has not heard yet. */
  private gather(story: Story) {
    const waiting = this.pending.map(({ at, text }): Message => ({ kind: "sms", side: "customer", text, at, state: "sending" }));
    this.messages = [...this.data.messages, ...waiting].sort((one, other) => (one.at ?? 0) - (other.at ?? 0));
    this.scale = scale(story.start, story.end, stopsOf(this.messages, story.notes));
    this.controls.mark(this.messages, story, this.scale);
  }

  private draw() {
    const story = this.data.story;
    const there = story ? arrived(this.messages, this.at) : this.messages;
    const latest = there.at(-1);
    if (latest !== this.latest) this.follow(latest, Boolean(story));
    const now = story ? this.clock(this.at) : { ...NOTHING, time: latest?.time ?? "9:41" };
    if (story) this.tell(story, there, now);
    this.handset.draw(this.app, there, this.data.sender, { ...now, at: this.at }, (message) => this.messages.indexOf(message));
  }

  private follow(latest: Message | undefined, story: boolean) {
    this.app = latest ? APPS[latest.kind] : story ? "lock" : "messages";
    this.latest = latest;
    this.handset.follow(latest);
  }

  private tell(story: Story, there: Message[], now: Shown) {
    const stops = stopsOf(this.messages, story.notes), total = this.messages.filter(came).length;
    const come = there.filter(came).length;
    const [first, last] = [this.at <= story.start, this.at >= story.end && nextStop(stops, this.at) === undefined];
    const words = lastWords(this.messages, story, this.at);
    const said = { place: this.scale.place(this.at), day: now.day, short: now.short, time: now.time, words, count: `${come} of ${total} messages so far` };
    this.controls.update({ ...said, playing: this.frame !== 0, first, last, replies: story.replies.length + this.pending.length });
    this.row.update(appsOf(this.messages), this.app, there);
  }

  private open(app: App) {
    this.app = app;
    this.handset.follow(undefined);
    this.draw();
  }

  private seek(at: number) {
    const story = this.data.story;
    if (!story) return;
    this.at = Math.min(Math.max(at, story.start), story.end);
    remembered = { id: story.id, at: this.at };
    this.draw();
  }

  private step(forward: boolean) {
    const story = this.data.story;
    if (!story) return;
    this.pause();
    const stops = stopsOf(this.messages, story.notes);
    this.seek(forward ? (nextStop(stops, this.at) ?? story.end) : (stopBefore(stops, this.at) ?? story.start));
  }

  private play() {
    if (this.frame) {
      this.pause();
      return this.draw();
    }
    if (this.at >= (this.data.story?.end ?? 0)) this.seek(this.data.story?.start ?? 0);
    this.run(performance.now());
    this.draw();
  }

  /** Smoothly, or for those who want no motion from moment to moment. */
  private run(since: number) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const length = PER_GAP * Math.max(this.scale.gaps, 3);
    const turn = (now: number) => {
      if (still && now - since < PER_GAP) {
        this.frame = requestAnimationFrame(turn);
        return;
      }
      const story = this.data.story;
      if (!story) return;
      const ahead = still ? (nextStop(stopsOf(this.messages, story.notes), this.at) ?? story.end) : this.scale.moment(this.scale.place(this.at) + (now - since) / length);
      since = now;
      this.frame = ahead >= story.end ? 0 : requestAnimationFrame(turn);
      this.seek(ahead);
    };
    this.frame = requestAnimationFrame(turn);
  }

  private pause() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  private reply(text: string) {
    const story = this.data.story;
    if (!story) return;
    this.pause();
    const at = Math.max(Math.floor(this.at) + 1, ...this.said(story).map((reply) => reply.at + 1).filter((next) => next < this.at + 5));
    this.pending.push({ at, text });
    this.gather({ ...story, end: Math.max(story.end, at + 1) });
    this.at = at; // the story may end before its reply until Python has heard it
    remembered = { id: story.id, at };
    this.draw();
    this.say({ story: story.id, replies: this.said(story) });
  }

  private takeBack() {
    const story = this.data.story;
    if (!story) return;
    this.pending = [];
    this.say({ story: story.id, replies: [] });
    this.gather(story);
    this.draw();
  }

  private said(story: Story): Reply[] {
    return [...story.replies, ...this.pending];
  }
}
