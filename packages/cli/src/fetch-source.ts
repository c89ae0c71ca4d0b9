import { CommandError } from "./error.ts";

/** Bounds on what is fetched. */
export interface FetchLimits {
  readonly maxBytes: number;
  /** For the whole of it, redirects included. */
  readonly timeoutMs: number;
}

const MOST_REDIRECTS = 5;

/**
 * Fetches what the user named, and nothing else: only http and https, a redirect only within the same host.
 * @throws {CommandError} `CLI_INPUT` for all that goes wrong; the message says what
 */
export async function fetchSource(
  address: string,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const deadline = AbortSignal.timeout(limits.timeoutMs);
  const either = AbortSignal.any([signal, deadline]);
  try {
    let url = new URL(address);
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      const response = await fetch(url, { redirect: "manual", signal: either });
      const location = response.headers.get("location");
      if (response.status >= 300 && response.status < 400 && location !== null) {
        await response.body?.cancel();
        url = follow(url, location);
        continue;
      }
      if (!response.ok) throw refused(address, `the server answered ${response.status}`);
      return await readBounded(response, address, limits.maxBytes);
    }
    throw refused(address, `it redirects more than ${MOST_REDIRECTS} times`);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (deadline.aborted)
      throw refused(address, `it did not come within ${limits.timeoutMs / 1000} seconds`, error);
    if (signal.aborted) throw refused(address, "it was stopped", error);
    throw refused(address, reasonOf(error), error);
  }
}

function follow(from: URL, location: string): URL {
  const to = new URL(location, from);
  const isHarmless =
    to.host === from.host && (to.protocol === from.protocol || to.protocol === "https:");
  if (!isHarmless)
    throw new CommandError(
      "CLI_INPUT",
      `${from.href} redirects to another host, ${to.href}; it was not followed`,
      "If you trust that host, name its URL with --from",
    );
  return to;
}

async function readBounded(
  response: Response,
  address: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (response.body === null) return new Uint8Array();
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    // Leaving the loop cancels the transfer.
    if (size > maxBytes) throw refused(address, `it has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function refused(address: string, reason: string, cause?: unknown): CommandError {
  return new CommandError(
    "CLI_INPUT",
    `${address} was not taken: ${reason}`,
    "Fetch the file in another way and name it with --from",
    { cause },
  );
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
