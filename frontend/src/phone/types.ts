// What Python hands the phone. The Python twin is ui/phone/messages.py.

export type Channel = "sms" | "mms" | "email" | "push" | "ads";
export type PhoneLink = { text: string; title?: string };
export type Message = {
  kind: Channel;
  side: "brand" | "customer";
  text: string;
  subject?: string;
  preheader?: string;
  from_name?: string;
  day?: string;
  time?: string;
  meta?: string;
  link?: PhoneLink | null;
  state?: "delivered" | "skipped" | "failed";
  reason?: string;
};
export type PhoneData = {
  sender: string;
  skin: "ios" | "android";
  messages: Message[];
  selected: number | null;
};
