/**
 * The result of a work, or undefined once `deadline` (milliseconds since 1970) has passed; the work itself is not
 * stopped by it. pdf.js hands over to others every few milliseconds, so the time is kept.
 */
export async function withinTime<T>(work: Promise<T>, deadline: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, deadline - Date.now()));
  });
  // The loser of the race may still fail: nobody would be there to hear it.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}
