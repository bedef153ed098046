// A feed with the ads among other people's posts, which are only hinted at.

import { avatar, element, mute } from "../element";
import { drawing } from "../icons";
import { bare, footnote, note } from "./messages";
import type { Message } from "../types";

/** The feed with every ad that runs by now, newest on top. */
export function feed(ads: Message[], sender: string): HTMLElement {
  const cards = ads.toReversed().map((ad) => element("li", "item", ad.state === "skipped" ? note(ad) : card(ad, sender)));
  const none = !cards.length && element("p", "nothing", "No ad runs yet.");
  const circles = mute(element("div", "circles", ...Array.from({ length: 5 }, () => element("span", ""))));
  return element("div", "feed", element("h3", "large-title", "Feed"), circles, none, element("ol", "ads", ...cards), post(), post());
}

function card(ad: Message, sender: string): HTMLElement {
  const name = ad.from_name || sender;
  const top = element("div", "from", avatar(name), element("span", "who", element("b", "", name), element("small", "", "Sponsored")));
  const cta = ad.link && element("div", "cta", ad.link.title || bare(ad.link.text));
  const text = element("div", "pitch", ad.subject && element("b", "", ad.subject), element("span", "", ad.text));
  const picture = element("div", "media wide", drawing("picture"), ad.media && element("span", "", ad.media));
  return element("div", "ad", top, picture, cta, text, footnote(ad));
}

/** Somebody else's post, in grey. */
function post(): HTMLElement {
  return mute(element("div", "post", element("span", "ghost round"), element("span", "ghost short"), element("span", "ghost picture"), element("span", "reactions", drawing("heart"), drawing("chat"))));
}
