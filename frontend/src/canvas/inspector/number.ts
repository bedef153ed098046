// A number as it is typed, and why it is none yet.

export type Limits = { low?: number; high?: number; whole?: boolean; required?: boolean };

/** The number in a text, within its limits; an empty text is none, where none is needed. */
export function numberIn(text: string, { low, high, whole, required }: Limits): { value: number | undefined } | { wrong: string } {
  const typed = text.trim().replace(/\s*%$/, "").replace(",", ".");
  if (!typed) return required ? { wrong: "Write a number." } : { value: undefined };
  const number = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(typed) ? Number(typed) : NaN;
  if (!Number.isFinite(number)) return { wrong: "This is not a number; write it in digits, such as 12." };
  if (whole && !Number.isInteger(number)) return { wrong: "Write a whole number." };
  if (low !== undefined && number < low) return { wrong: `It can be ${shown(low)} at least.` };
  if (high !== undefined && number > high) return { wrong: `It can be ${shown(high)} at most.` };
  return { value: number };
}

const shown = (number: number) => String(Number(number.toPrecision(6)));
