// Durations in words, the twin of src/journeyboard/message/duration.py: both run the cases of tests/rules/durations.json.

const UNITS = [
  { size: 604_800, words: ["week", "weeks", "w"] },
  { size: 86_400, words: ["day", "days", "d"] },
  { size: 3_600, words: ["hour", "hours", "h", "hr", "hrs"] },
  { size: 60, words: ["minute", "minutes", "m", "min", "mins"] },
  { size: 1, words: ["second", "seconds", "s", "sec", "secs"] },
];
const SECONDS = new Map(UNITS.flatMap(({ size, words }) => words.map((word) => [word, size] as const)));
const LONGEST = 315_360_000;

// Python's idea of a digit, a space and a word's end, not JavaScript's.
const SPACE = "[\\t-\\r\\x1c-\\x1f\\x85\\p{Z}]*";
const PART = new RegExp(`${SPACE}(\\p{Nd}+(?:\\.\\p{Nd}+)?)${SPACE}([a-z]+)${SPACE},?${SPACE}(?:and(?![\\p{L}\\p{N}_]))?`, "iuy");

/** Whole seconds of “1 hour 30 minutes” or “2d”; null if the text is no duration or a longer one than 10 years. */
export function parseDuration(text: string): number | null {
  const seconds = secondsIn(text);
  return seconds !== null && seconds <= LONGEST ? seconds : null;
}

/** The shortest exact wording, largest unit first; weeks are written as days. */
export function formatDuration(seconds: number): string {
  let rest = seconds;
  const words = UNITS.slice(1).map(({ size, words: [one, several] }) => {
    const times = Math.floor(rest / size);
    rest %= size;
    return times > 0 ? `${times} ${times === 1 ? one : several}` : "";
  });
  return words.filter(Boolean).join(" ") || "0 minutes";
}

/** What to show under a field that holds this text; nothing if it is a duration. */
export function complaint(text: string): string {
  const seconds = secondsIn(text);
  if (seconds === null) return "This is not a duration; write “1 hour” or “2 days 12 hours”.";
  return seconds > LONGEST ? "A duration lies between 0 and 10 years; write a shorter one." : "";
}

function secondsIn(text: string): number | null {
  let [at, total] = [0, 0];
  do {
    PART.lastIndex = at;
    const [, times = "", word = ""] = PART.exec(text) ?? [];
    const size = SECONDS.get(word.toLowerCase());
    if (size === undefined) return null;
    total += Number(latinDigits(times)) * size;
    at = PART.lastIndex;
  } while (at < text.length);
  return round(total);
}

/** Every script has its ten digits in a row, so a digit is worth its distance from the row's zero. */
function latinDigits(number: string): string {
  return number.replace(/[^0-9.]/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let zero = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String((code - zero) % 10);
  });
}

/** To the even neighbour from the middle, as Python rounds. */
function round(number: number): number {
  const low = Math.floor(number);
  const rest = number - low;
  return rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? low + 1 : low;
}
