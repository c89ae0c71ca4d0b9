import { Damage } from "../diagnostic.ts";
import type { Chunk } from "../log/chunk.ts";
import { parseFragment } from "./fragment.ts";
import { Instance } from "./instance.ts";
import { parseInstance, Template } from "./template.ts";
import {
  FLAG_MORE,
  TOKEN_EOF,
  TOKEN_FRAGMENT,
  TOKEN_OPEN,
  TOKEN_PI_TARGET,
  TOKEN_TEMPLATE,
} from "./token.ts";

/**
 * The fragments of a record or of a value of type binary XML, in order. Never throws: damage is reported,
 * and what was read before it is given. Bytes after the last fragment are padding.
 * @param nested whether the bytes are a value, where elements have no dependency id
 */
export function parseDocument(
  chunk: Chunk,
  start: number,
  end: number,
  depth: number,
  nested: boolean,
): readonly Instance[] {
  const found: Instance[] = [];
  let at = start;
  // Behind a fragment without a template stands its end token and then padding, which may hold anything.
  let padding = false;
  try {
    while (at < end) {
      const token = chunk.bytes[at] as number;
      if (token === TOKEN_FRAGMENT) {
        padding = false;
        at += 4;
      } else if (token === TOKEN_TEMPLATE) {
        const instance = parseInstance(chunk, at, end, depth);
        found.push(instance);
        at = instance.end;
      } else if (!padding && ((token & ~FLAG_MORE) === TOKEN_OPEN || token === TOKEN_PI_TARGET)) {
        const loose = parseFragment(chunk, at, end, { depth, nested, instanceAt: parseInstance });
        const template = new Template(loose.nodes, 0);
        found.push(new Instance(chunk, template, 0, 0, loose.end, depth));
        at = loose.end;
        padding = true;
      } else {
        if (found.length === 0 && token !== TOKEN_EOF)
          throw new Damage("EVTX_BINXML", at, `no fragment: token 0x${token.toString(16)}`);
        break;
      }
    }
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    chunk.report(error.code, error.at, error.message);
  }
  return found;
}

/** What a slot of type binary XML holds; parsed once. */
export function nestedIn(instance: Instance, slot: number): readonly Instance[] {
  const known = instance.documents[slot];
  if (known !== undefined) return known;
  const start = instance.offset(slot);
  const end = start + instance.size(slot);
  const found = parseDocument(instance.chunk, start, end, instance.depth + 1, true);
  instance.documents[slot] = found;
  return found;
}
