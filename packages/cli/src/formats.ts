/** What `--format` of an answer may be. */
export const ANSWER_FORMATS = ["text", "json", "jsonl", "html", "stix"] as const;
