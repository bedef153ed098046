// One stroke icon per kind of node, and those of the toolbar; a new kind adds its line here.

import type { ReactNode } from "react";

const STROKES: Record<string, ReactNode> = {
  entry: <path d="M10 4h7a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-7M4 12h10m-3.5-3.5L14 12l-3.5 3.5" />,
  sms: <path d="M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-4.5 3.5V17H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2ZM8 11h.01M12 11h.01M16 11h.01" />,
  mms: <path d="M5 4h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-7l-4.5 3V18H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2Zm1.5 11 4-5 3 3.5 2-2 2.5 3.5M15.5 8h.01" />,
  email: <path d="M5 5h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Zm-1.5 2 8.5 6 8.5-6" />,
  push: <path d="M6 10a6 6 0 1 1 12 0c0 4.5 2 6 2 6H4s2-1.5 2-6Zm4 9.500a2.2 2.2 0 0 0 4 0" />,
  ads: <path d="M4 10v4a1 1 0 0 0 1 1h2.500L15 19V5L7.5 9H5a1 1 0 0 0-1 1Zm3.5 5 1 4.500M18.5 9a4 4 0 0 1 0 6" />,
  delay: <path d="M12 21a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm0-12.500V13l3 2M9.5 2h5" />,
  wait_until: <path d="M7 3h10M7 21h10M8 3v3.500c0 2.5 4 3.5 4 5.500s4 3 4 5.500V21M16 3v3.500c0 2.5-4 3.5-4 5.500s-4 3-4 5.500V21" />,
  split: <path d="M12 3v5m0 0c0 5-6 3.5-6 9v3m6-12c0 5 6 3.5 6 9v3M3.5 17.5 6 20l2.5-2.500m7 0L18 20l2.5-2.5" />,
  random_split: <path d="M4 7h3c5 0 5 10 10 10h3M4 17h3c1.7 0 2.8-1.1 3.7-2.600M13.5 9.300C14.4 8 15.4 7 17 7h3m-2.5-2.500L20 7l-2.5 2.500m0 5L20 17l-2.5 2.5" />,
  update: <path d="M11.5 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 20c.5-3.5 3.5-5.5 7-5.500m2.5 5.5 1-3 4.5-4.5 2 2-4.5 4.5-3 1Z" />,
  webhook: <path d="M9.5 10.500a4 4 0 1 1 5-4M9.5 10.5 6.5 16m5.5-9.5 3 5.500m0 0a4 4 0 1 1-1 6.300M6.5 16H14M6.5 16a2 2 0 1 1-2-1.5" />,
  jump: <path d="M9 14 4.5 9.5 9 5M4.5 9.500H15a5 5 0 0 1 0 10h-3" />,
  goal: <path d="M6 21V4m0 0c4-2 8 2 12 0v9c-4 2-8-2-12 0" />,
  exit: <path d="M14 4H7a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h7m-3-8h10m-3.5-3.500L21 12l-3.5 3.5" />,
  unsupported: <path d="M12 3.5 20.5 8v8L12 20.5 3.5 16V8L12 3.500Zm-2 6.300a2 2 0 1 1 2.7 1.900c-.5.2-.7.5-.7 1.100M12 16h.01" />,
  note: <path d="M6 4h12a2 2 0 0 1 2 2v8l-6 6H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2Zm14 10h-4a2 2 0 0 0-2 2v4M8 9h8m-8 4h4" />,
  tidy: <path d="M9 3.500h6v4.500H9zM3.5 16h6v4.500h-6zM14.5 16h6v4.500h-6zM12 8v4m-5.5 4v-2a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v2" />,
  fit: <path d="M4 9V6a2 2 0 0 1 2-2h3m6 0h3a2 2 0 0 1 2 2v3m0 6v3a2 2 0 0 1-2 2h-3m-6 0H6a2 2 0 0 1-2-2v-3" />,
  closer: <path d="M12 5v14M5 12h14" />,
  farther: <path d="M5 12h14" />,
  error: <path d="M12 7v6m0 4h.01" />,
  warning: <path d="M12 9v4.500m0 3.500h.01" />,
  info: <path d="M12 11v6m0-10h.01" />,
};

/** A decorative icon; an unknown name draws the other one, or the question mark of an unsupported step. */
export function Icon({ name, other = "unsupported", size = 18 }: { name: string; other?: string; size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} className="icon" aria-hidden="true">
      {STROKES[name] ?? STROKES[other] ?? STROKES.unsupported}
    </svg>
  );
}
