import { CommandError } from "./error.ts";

const FORM =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(\.\d{1,3})?)?)?(Z|[+-]\d{2}:\d{2})?$/i;

/**
 * Reads a point of time of the command line as UTC milliseconds. Without a zone it is UTC.
 * A day alone is its first millisecond for `since` and its last for `until`: both days belong to the window.
 * @throws {CommandError} `CLI_USAGE`
 */
function parseTime(text: string, option: "since" | "until"): number {
  const match = FORM.exec(text.trim());
  if (match !== null) {
    const [, day = "", clock, seconds, fraction, zone] = match;
    const time =
      clock === undefined
        ? option === "since"
          ? "00:00:00.000"
          : "23:59:59.999"
        : `${clock}:${seconds ?? "00"}${fraction ?? ""}`;
    const ms = Date.parse(`${day}T${time}${zone?.toUpperCase() ?? "Z"}`);
    // 30 February would become 1 March.
    const isDay = Number.isFinite(ms) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
    if (isDay) return ms;
  }
  throw new CommandError(
    "CLI_USAGE",
    `--${option} "${text}" is not a time`,
    "Give a day or a time as ISO 8601, UTC unless it says otherwise: 2024-07-25 or 2024-07-25T14:30Z",
  );
}

/** The window of `--since` and `--until`. @throws {CommandError} `CLI_USAGE` */
export function parseWindow(
  since: string | undefined,
  until: string | undefined,
): { readonly since?: number; readonly until?: number } {
  const from = since === undefined ? undefined : parseTime(since, "since");
  const to = until === undefined ? undefined : parseTime(until, "until");
  if (from !== undefined && to !== undefined && from > to)
    throw new CommandError(
      "CLI_USAGE",
      `--since ${since} is later than --until ${until}`,
      "Exchange the two",
    );
  return {
    ...(from !== undefined && { since: from }),
    ...(to !== undefined && { until: to }),
  };
}
