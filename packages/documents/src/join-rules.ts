import type { Block, CodeBlock, TextBlock, ListItemBlock } from "./document.ts";

const RULE_START = /^(?:(?:private |global ){0,2}rule \w{1,128}\b|import "\w{1,40}"$)/;
const MAX_LINES = 600;

/**
 * Joins detection rules that a document writes as one paragraph a line: from the line that opens a YARA rule to the
 * one that closes its last brace they become one block of code. What does not close is left as it is.
 */
export function joinRules(blocks: readonly Block[]): readonly Block[] {
  const joined: Block[] = [];
  for (let at = 0; at < blocks.length; at++) {
    const block = blocks[at];
    if (block === undefined) continue;
    const count = RULE_START.test("text" in block ? block.text : "") ? ruleLength(blocks, at) : 0;
    if (count < 2) {
      joined.push(block);
      continue;
    }
    const lines = blocks.slice(at, at + count).filter((line) => isLine(line));
    const place = {
      ...(block.page !== undefined && { page: block.page }),
      ...(block.line !== undefined && { line: block.line }),
    };
    const code: CodeBlock = {
      kind: "code",
      text: lines.map(({ text }) => text).join("\n"),
      links: [],
      ...place,
    };
    joined.push(code);
    at += count - 1;
  }
  return joined;
}

/** How many blocks the rule takes; 0 where it does not close. */
function ruleLength(blocks: readonly Block[], from: number): number {
  let depth = 0;
  let hasOpened = false;
  for (let at = from; at < blocks.length && at - from < MAX_LINES; at++) {
    const block = blocks[at];
    if (block === undefined || !isLine(block)) return 0;
    if (hasOpened && depth > 0 && RULE_START.test(block.text)) return 0;
    const opens = count(block.text, "{");
    depth += opens - count(block.text, "}");
    hasOpened ||= opens > 0;
    if (hasOpened && depth <= 0) return at - from + 1;
    if (!hasOpened && at - from > 3) return 0;
  }
  return 0;
}

function isLine(block: Block): block is TextBlock | ListItemBlock | CodeBlock {
  return block.kind === "paragraph" || block.kind === "list-item" || block.kind === "code";
}

function count(text: string, unit: string): number {
  let found = 0;
  for (let at = text.indexOf(unit); at >= 0; at = text.indexOf(unit, at + 1)) found++;
  return found;
}
