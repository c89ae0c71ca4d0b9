/** A rule around a detection; its lines are given without indentation of their own. */
export function toRule(detection: string, head: string = ""): string {
  const lines = detection.split("\n").map((line) => `    ${line}`);
  return [
    "title: A rule",
    head === "" ? "logsource:\n    category: test" : head,
    "detection:",
    ...lines,
    ...(detection.includes("condition") ? [] : ["    condition: sel"]),
    "",
  ].join("\n");
}
