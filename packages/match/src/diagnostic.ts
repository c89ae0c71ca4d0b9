/** Codes of this package's diagnostics, each with what it means and what to do. */
export const MATCH_DIAGNOSTIC_CODES = {
  MATCH_REFUSED:
    "A detection asks for something that cannot be run safely, such as a look-around in a regular expression. Rewrite that part.",
  MATCH_CORRELATION_LIMIT:
    "A correlation met a bound on events, groups or values and dropped some; its matches may be missing or too small. Narrow the time window, the time span or the rules that feed it.",
  MATCH_CORRELATION_LATE:
    "An event came to a correlation after its time had been judged, or tells no time; it was left out. Allow for more lateness.",
} as const;
