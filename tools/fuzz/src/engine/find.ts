import { createHash } from "node:crypto";
import { Breach, type BreachKind } from "../oracle/breach.ts";

/** An input with which the reader breaks a promise. */
export interface Find {
  readonly kind: BreachKind;
  readonly message: string;
  /** First lines of the stack, where the reader threw. */
  readonly stack?: readonly string[];
  /** Finds of one defect have mostly the same. */
  readonly signature: string;
}

/** What is written beside the bytes of a find. */
export interface FindNote extends Find {
  readonly seed: number;
  readonly worker: number;
  /** Number of the execution in its worker. */
  readonly execution: number;
  /** Digest of the input that was mutated. */
  readonly parent: string;
  readonly steps: readonly string[];
  /** It shows alone, in a session of its own. If not, it takes the inputs before it. */
  readonly alone: boolean;
  readonly minimised: boolean;
}

const STACK_LINES = 6;

/** What an error says about the reader. */
export function toFind(error: unknown): Find {
  if (error instanceof Breach) return makeFind(error.kind, error.message);
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  const frames = stack.split("\n").filter((line) => line.includes("/packages/evtx/"));
  const where = frames.map((line) =>
    line
      .trim()
      .replace(/^at /, "")
      .replace(/\(.*\//, "("),
  );
  return {
    ...makeFind("throw", `${message} ${where[0] ?? ""}`),
    stack: where.slice(0, STACK_LINES),
  };
}

/** `signature` is the message without what differs from input to input. */
export function makeFind(kind: BreachKind, message: string): Find {
  const form = message.replace(/"(?:[^"\\]|\\.)*"/g, "…").replace(/\d+/g, "#");
  return { kind, message: message.slice(0, 2000), signature: `${kind}: ${form.slice(0, 120)}` };
}

/** A short name for bytes. */
export function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}
