import { KNOWLEDGE_VERSION, type KnowledgePart } from "./part.ts";

/** Parts as JSON that {@link loadKnowledge} reads: one entry a line, the same bytes for the same parts. */
export function formatKnowledge(parts: readonly KnowledgePart[]): string {
  const texts = parts.map((part) => {
    const sections = Object.entries(part).map(([name, value]) =>
      Array.isArray(value)
        ? `${JSON.stringify(name)}:[\n${value.map((entry) => JSON.stringify(entry)).join(",\n")}\n]`
        : `${JSON.stringify(name)}:${JSON.stringify(value)}`,
    );
    return `{${sections.join(",\n")}}`;
  });
  return `{"format":"tocsin-knowledge","version":${JSON.stringify(KNOWLEDGE_VERSION)},"parts":[\n${texts.join(",\n")}\n]}\n`;
}
