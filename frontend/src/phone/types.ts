// What Python hands the phone, and what it says back. The Python twin is ui/phone/messages.py.

export type Channel = "sms" | "mms" | "email" | "push" | "ads";
export type PhoneLink = { text: string; title?: string };
export type Message = {
  kind: Channel;
  side: "brand" | "customer";
  text: string;
  /** Seconds since 1970; without one the message was always there. */
  at?: number;
  /** When a message that waits stops waiting, in seconds since 1970. */
  until?: number;
  subject?: string;
  preheader?: string;
  from_name?: string;
  day?: string;
  time?: string;
  meta?: string;
  media?: string;
  link?: PhoneLink | null;
  state?: "delivered" | "skipped" | "failed" | "held" | "sending";
  reason?: string;
};
export type Reply = { at: number; text: string };
export type Note = { at: number; text: string };
export type Story = { id: string; zone: string; start: number; end: number; notes: Note[]; replies: Reply[] };
export type PhoneData = {
  sender: string;
  skin: "ios" | "android";
  mode: "light" | "dark" | null;
  messages: Message[];
  /** With a story the phone has a clock to move and takes replies; without one it only shows. */
  story: Story | null;
};
/** The customer's replies so far; Python answers by a new conversation. */
export type Said = { story: string; replies: Reply[] };
