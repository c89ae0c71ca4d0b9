import { readHost } from "./hosts.ts";
import { hasMark } from "./mapped.ts";
import { add, isTaken } from "./sink.ts";
import type { FindState } from "./sink.ts";

const LOCAL = /[A-Za-z0-9._%+~'=&-]/;
const DOMAIN = /[\p{L}\p{M}\p{N}._-]{1,254}/uy;
const MAX_LOCAL = 64;

/** Finds e-mail addresses: every `@` is looked at once, with at most 64 units before it. */
export function findEmails(state: FindState): void {
  const { text } = state.mapped;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    let start = at;
    while (start > 0 && at - start < MAX_LOCAL && LOCAL.test(text.charAt(start - 1))) start--;
    while (start < at && !/[A-Za-z0-9_]/.test(text.charAt(start))) start++;
    const assigned = text.slice(start, at).lastIndexOf("=");
    if (assigned >= 0) start += assigned + 1;
    if (start === at || isTaken(state, start, at + 1)) continue;
    DOMAIN.lastIndex = at + 1;
    const raw = DOMAIN.exec(text)?.[0].replace(/[.-]{1,254}$/, "") ?? "";
    const end = at + 1 + raw.length;
    const isDefanged = hasMark(state.mapped, start, end);
    const host = readHost(raw, { isDefanged, isCertain: true });
    if (host !== undefined) add(state, "email", `${text.slice(start, at)}@${host}`, start, end);
  }
}
