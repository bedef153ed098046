// What is being typed: a draft stands in the input only as long as the journey's value is the one it was typed over.

import { useState } from "react";
import type { Json } from "../model/journey";
import { same } from "../model/patch";
import { useBoardStore } from "../state/use";

/** What a text means: a value for the journey, or why it is none yet. */
export type Reading = { value: Json | undefined } | { wrong: string };

type Draft = { text: string; over: Json | undefined };

/** An input's text, its complaint and its handlers. An undo elsewhere shows at once; what is wrong is never committed. */
export function useDraft(value: Json | undefined, written: string, read: (text: string) => Reading, change: (value: Json | undefined) => void) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const { settle } = useBoardStore().getState();
  const live = draft && same(draft.over ?? null, value ?? null) ? draft : null;
  const reading = live && read(live.text);
  const wrong = reading && "wrong" in reading ? reading.wrong : "";
  return {
    text: live?.text ?? written,
    wrong,
    onType: (text: string) => {
      const next = read(text);
      setDraft({ text, over: "value" in next ? next.value : value });
      if ("value" in next) change(next.value);
    },
    onLeave: () => {
      if (!wrong) setDraft(null);
      settle();
    },
  };
}
