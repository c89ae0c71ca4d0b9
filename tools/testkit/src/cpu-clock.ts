/**
 * Processor time that this thread has used, in milliseconds since some moment; for tests that
 * bound what a piece of work costs. A clock on the wall would count other processes too.
 */
export function cpuNow(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
