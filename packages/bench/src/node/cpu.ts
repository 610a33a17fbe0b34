/** CPU time of the process so far, all threads, s. What other processes take does not show in it. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
