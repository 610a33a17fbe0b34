/** Flows of the core that an entry of `flows` stands for: threads of pktgen, or equal flows. */
export function flowCount(flow: { readonly count: number } | { readonly threads: number }): number {
  return 'threads' in flow ? flow.threads : flow.count;
}
