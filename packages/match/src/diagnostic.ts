/** Codes of this package's diagnostics, each with what it means and what to do. */
export const MATCH_DIAGNOSTIC_CODES = {
  MATCH_REFUSED:
    "A detection asks for something that cannot be run safely, such as a look-around in a regular expression. Rewrite that part.",
} as const;
