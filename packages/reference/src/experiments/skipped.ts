/** A published table, or columns of one, that no run of the present core can stand beside. */
export interface SkippedTable {
  readonly table: string;
  /** Absent: all of them. */
  readonly columns?: readonly string[];
  readonly reason: string;
}

/** What `--all` leaves out, and why. */
export const skippedTables: readonly SkippedTable[] = [
  { table: 'v5_pktgen', reason: 'not yet simulated: needs pktgen flows, which bypass the qdisc' },
  { table: 'v6_pktgen', reason: 'not yet simulated: needs pktgen flows, which bypass the qdisc' },
  { table: 'v7_pktgen', reason: 'not yet simulated: needs pktgen flows, which bypass the qdisc' },
  { table: 'v7_pinned_pktgen', reason: 'not yet simulated: needs pktgen flows, which bypass the qdisc' },
  {
    table: 'librecast_iperf3_threads',
    columns: ['sender_gbytes_10s', 'receiver_gbytes_10s', 'receiver_gbps', 'retransmits'],
    reason:
      'the rate in other units, a receiver’s that is an artefact below 8 threads, and retransmits, which the cells of sender_gbps carry',
  },
  {
    table: 'nodrop_qemu_iperf3',
    reason: 'the raw files of the v3_tap and v3_vhost tables: their cells carry its retransmits and RTT',
  },
  {
    table: 'nodrop_tap_validation',
    reason: 'not yet simulated: needs a raw socket that sends as fast as the device takes packets',
  },
  { table: 'derived_effective_window', reason: 'no measurement of its own: computed from v3_tun_lab_rtt' },
  { table: 'wireguard_go_commit_bench', reason: 'no measurement of a queue: neither ring nor path is described' },
  { table: 'rootlesskit_pr615', reason: 'not yet simulated: the cost of the readers is not described' },
  { table: 'timeline', reason: 'dates, no measurements' },
];
