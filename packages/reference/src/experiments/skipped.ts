/** A published table, or columns of one, that no run of the present core can stand beside. */
export interface SkippedTable {
  readonly table: string;
  /** Absent: all of them. */
  readonly columns?: readonly string[];
  readonly reason: string;
}

/** What `--all` leaves out, and why. */
export const skippedTables: readonly SkippedTable[] = [
  {
    table: 'v5_pktgen',
    columns: ['stock_mpps_as_printed', 'patched_mpps_as_printed'],
    reason: 'ten times too high, as the cover letter of v6 says: the corrected columns are simulated',
  },
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
    columns: ['run_s', 'packet_bytes', 'packets_received', 'packets_lost', 'bytes_per_s', 'us_per_packet'],
    reason: 'length and packet of the run, and the same rate in other units: pps and loss_fraction are simulated',
  },
  { table: 'derived_effective_window', reason: 'no measurement of its own: computed from v3_tun_lab_rtt' },
  { table: 'wireguard_go_commit_bench', reason: 'no measurement of a queue: neither ring nor path is described' },
  {
    table: 'rootlesskit_pr615',
    reason: 'background: another program’s sighting of the fault, whose readers are not described',
  },
  { table: 'timeline', reason: 'dates, no measurements' },
];
