import { formatPath, quoteText } from "./pattern-node.ts";
import type {
  ComparisonNode,
  ComparisonTest,
  PatternLiteral,
  PatternNode,
} from "./pattern-node.ts";

/** How strongly what stands in a place binds; what binds less is put in parentheses. */
const BINDING = {
  "followed-by": 0,
  "observation-or": 1,
  "observation-and": 2,
  "comparison-or": 1,
  "comparison-and": 2,
} as const;

const JOINTS = {
  "followed-by": " FOLLOWEDBY ",
  "observation-or": " OR ",
  "observation-and": " AND ",
  "comparison-or": " OR ",
  "comparison-and": " AND ",
} as const;

/**
 * A pattern as text of STIX 2.1: one blank between words, `=` and `!=`, parentheses only where they are needed.
 * `parsePattern` of it gives the same tree, unless the tree nests a kind of node right within the same kind.
 */
export function formatPattern(node: PatternNode): string {
  switch (node.kind) {
    case "observation":
      return `[${formatComparison(node.comparison)}]`;
    case "followed-by":
    case "observation-or":
    case "observation-and":
      return node.of.map((inner) => wrap(inner, node.kind)).join(JOINTS[node.kind]);
    case "within":
    case "repeats":
    case "start-stop": {
      const { of } = node;
      const isJoined = of.kind in BINDING;
      const repeated = isRepeatedKind(node.kind, of);
      const inner = formatPattern(of);
      return `${isJoined || repeated ? `(${inner})` : inner} ${formatQualifier(node)}`;
    }
  }
}

/** A kind of qualifier may stand only once behind an observation, so a second one goes behind parentheses. */
function isRepeatedKind(kind: PatternNode["kind"], of: PatternNode): boolean {
  let at = of;
  while (at.kind === "within" || at.kind === "repeats" || at.kind === "start-stop") {
    if (at.kind === kind) return true;
    at = at.of;
  }
  return false;
}

function wrap(node: PatternNode, within: keyof typeof BINDING): string {
  const text = formatPattern(node);
  const binding = node.kind in BINDING ? BINDING[node.kind as keyof typeof BINDING] : 3;
  return binding > BINDING[within] ? text : `(${text})`;
}

/** `WITHIN 5 SECONDS`, `REPEATS 2 TIMES`, `START t'…' STOP t'…'`. */
export function formatQualifier(
  node: Extract<PatternNode, { kind: "within" | "repeats" | "start-stop" }>,
): string {
  switch (node.kind) {
    case "within":
      return `WITHIN ${formatNumber(node.seconds)} SECONDS`;
    case "repeats":
      return `REPEATS ${formatNumber(node.times)} TIMES`;
    case "start-stop":
      return `START t'${node.start}' STOP t'${node.stop}'`;
  }
}

/** What stands in the brackets of an observation, as text. */
export function formatComparison(node: ComparisonNode): string {
  switch (node.kind) {
    case "test":
      return `${formatPath(node.path)} ${formatOperator(node)} ${formatValues(node)}`;
    case "exists":
      return `${node.negated ? "NOT " : ""}EXISTS ${formatPath(node.path)}`;
    case "comparison-and":
    case "comparison-or":
      return node.of
        .map((inner) => {
          const text = formatComparison(inner);
          const binding = inner.kind in BINDING ? BINDING[inner.kind as keyof typeof BINDING] : 3;
          return binding > BINDING[node.kind] ? text : `(${text})`;
        })
        .join(JOINTS[node.kind]);
  }
}

/** The operator with the `NOT` before it. */
export function formatOperator({ operator, negated }: ComparisonTest): string {
  return negated ? `NOT ${operator}` : operator;
}

/** What a test compares with: one literal, or a list in parentheses. */
export function formatValues({ operator, values }: ComparisonTest): string {
  const texts = values.map(formatLiteral);
  return operator === "IN" ? `(${texts.join(", ")})` : (texts[0] ?? "");
}

/** A literal as text. */
export function formatLiteral(literal: PatternLiteral): string {
  switch (literal.kind) {
    case "string":
      return quoteText(literal.value);
    case "hex":
      return `h'${literal.value}'`;
    case "binary":
      return `b'${literal.value}'`;
    case "timestamp":
      return `t'${literal.value}'`;
    case "boolean":
      return String(literal.value);
    case "integer":
      return formatNumber(literal.value);
    case "float": {
      const text = formatNumber(literal.value);
      return text.includes(".") ? text : `${text}.0`;
    }
  }
}

/** A number without an exponent, which the grammar does not know. */
function formatNumber(value: number): string {
  const text = String(value);
  const cut = text.indexOf("e");
  if (cut < 0) return Object.is(value, -0) ? "-0" : text;
  const exponent = Number(text.slice(cut + 1));
  if (exponent > 0) return BigInt(value).toString();
  const digits = text.slice(0, cut).replace(/[-.]/g, "");
  return `${value < 0 ? "-" : ""}0.${"0".repeat(-exponent - 1)}${digits}`;
}
