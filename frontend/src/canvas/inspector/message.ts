// What a message says to the example customer, and what an SMS of it costs.

import type { Data } from "../model/journey";
import { filled } from "../text/sample";
import { count, type SmsCount, smartEncode } from "../text/sms";
import type { Choices } from "../wire";
import { isData } from "./paths";

/** A text as the example customer reads it, and what could not be filled. */
export type Shown = { text: string; problems: string[] };
export type Insertion = { label: string; text: string };

export const INSERTIONS: Insertion[] = [
  { label: "First name, or “there”", text: "{{ first_name | default: 'there' }}" },
  { label: "Product, or “your order”", text: "{{ product | default: 'your order' }}" },
  { label: "Link", text: "{{ link }}" },
  { label: "Code of the offer", text: "{{ code }}" },
  { label: "Last day of the code", text: "{{ code_expires | date: '%b %d' }}" },
  { label: "Value of the cart", text: "{{ cart_value }}" },
  { label: "Order number", text: "{{ order_id }}" },
  { label: "Brand", text: "{{ brand }}" },
];

const DAY = 86_400_000;
const DEFAULT_DAYS = 2; // how long a code holds where the offer does not say

/** The example's values, with those that the message itself brings: its link and its code. */
export function valuesFor(node: Data, { example, brand }: Choices, now = Date.now()): Record<string, string> {
  const { link: _, code: __, ...about } = example;
  const offer = isData(node.offer) ? node.offer : {};
  const url = isData(node.link) && typeof node.link.url === "string" ? node.link.url : "";
  const days = typeof offer.valid_for === "number" ? offer.valid_for : DEFAULT_DAYS;
  return {
    ...about,
    brand,
    code_expires: new Date(now + days * DAY).toLocaleDateString("en-US", { month: "short", day: "2-digit" }),
    ...(url ? { link: `${url.replace(/\/+$/, "")}/k7m2q` } : {}),
    ...(typeof offer.code === "string" && offer.code ? { code: offer.code } : {}),
  };
}

/** A field of the message as it is read; what the message itself lacks is said so. */
export function shownText(node: Data, field: string, choices: Choices): Shown {
  const template = typeof node[field] === "string" ? node[field] : "";
  const { text, problems } = filled(template, valuesFor(node, choices));
  return { text, problems: problems.map(ownLack) };
}

function ownLack(problem: string): string {
  if (problem.includes("“link”")) return "The message has no link yet; give its address under “Offer and link”.";
  if (problem.includes("“code”")) return "The offer has no code yet; set it under “Offer and link”.";
  return problem;
}

/** An SMS as it goes out, with the opt-out line where it is on; before smart encoding. */
export function smsText(node: Data, choices: Choices): Shown {
  const { text, problems } = shownText(node, "body", choices);
  const withLine = node.opt_out === true && choices.opt_out_text;
  return { text: withLine ? `${text.trimEnd()} ${choices.opt_out_text}` : text, problems };
}

export type Bill = { sent: string; now: SmsCount; other: SmsCount; isSmart: boolean };

/** The parts of an SMS, and what they were with smart encoding turned the other way. */
export function billOf(node: Data, text: string): Bill {
  const isSmart = node.smart_encoding !== false;
  return { sent: isSmart ? smartEncode(text) : text, now: count(text, isSmart), other: count(text, !isSmart), isSmart };
}

/** What smart encoding changes about this text, in words; empty where it makes no difference. */
export function smartWords({ now, other, isSmart }: Bill): string {
  if (now.parts === other.parts && now.encoding === other.encoding) return "";
  const parts = other.parts === 1 ? "1 part" : `${other.parts} parts`;
  return isSmart ? `Without smart encoding it would be ${parts} in ${other.encoding}.` : `Smart encoding would make it ${parts} in ${other.encoding}.`;
}

/** A text in pieces, those of the culprits apart. */
export function marked(text: string, culprits: string[]): { text: string; isCulprit: boolean }[] {
  const pieces: { text: string; isCulprit: boolean }[] = [];
  for (const char of text) {
    const isCulprit = culprits.includes(char);
    const last = pieces.at(-1);
    if (last && last.isCulprit === isCulprit) last.text += char;
    else pieces.push({ text: char, isCulprit });
  }
  return pieces;
}

/** An amount of money as the brand writes it, with as many decimals as a part of an SMS needs. */
export function money(amount: number, currency: string): string {
  const digits = amount !== 0 && Math.abs(amount) < 1 ? 4 : 2;
  return new Intl.NumberFormat("en-US", { style: "currency", currency, minimumFractionDigits: 2, maximumFractionDigits: digits }).format(amount);
}
