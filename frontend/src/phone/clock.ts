// The phone's clock: a moment as the customer's wall shows it.

export type Shown = { time: string; day: string; short: string };

/** Reads moments (seconds since 1970) in a time zone; UTC where the browser does not know it. */
export function clockIn(zone: string): (at: number) => Shown {
  const [time, day, short] = [
    format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    format(zone, { weekday: "long", day: "numeric", month: "long" }),
    format(zone, { weekday: "short", day: "numeric", month: "short" }),
  ];
  return (at) => {
    const moment = new Date(at * 1000);
    return { time: time.format(moment), day: day.format(moment).replace(",", ""), short: short.format(moment).replace(",", "") };
  };
}

function format(zone: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: "UTC" });
  }
}
