// Numbers and names of the file, written as people say them.

const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const ONE_DECIMAL = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** “1 part”, “2 parts”; a noun with another plural brings it along. */
export function plural(n: number, noun: string, several = `${noun}s`): string {
  return `${count(n)} ${n === 1 ? noun : several}`;
}

/** A value of the file as people say it: “order.placed” is “order placed”. */
export function spoken(value: string): string {
  return value === "" ? "not set" : value.replace(/[._]/g, " ");
}

/** “12,345” */
export function count(n: number): string {
  return WHOLE.format(n);
}

/** “12.3 %”, or a dash where there is nothing to divide by. */
export function percent(numerator: number, denominator: number | undefined): string {
  return denominator ? `${ONE_DECIMAL.format((100 * numerator) / denominator)} %` : "—";
}
