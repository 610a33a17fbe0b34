import type { PublishedTable } from './published-table.js';

export const v7PinnedIperf3: PublishedTable = {
  name: 'v7_pinned_iperf3',
  title: 'iperf3 with v7, vhost pinned to one core',
  source:
    'thread of https://lore.kernel.org/netdev/20260107210448.37851-1-simon.schippers@tu-dortmund.de/ (patch 3 of 9, Simon Schippers, 2026-01-23)',
  note: '120 s a run.',
  key: ['setup', 'iperf3_clients'],
  columns: [
    { name: 'setup', unit: null },
    { name: 'iperf3_clients', unit: 'clients' },
    { name: 'stock_gbps', unit: 'Gbit/s' },
    { name: 'fq_codel_gbps', unit: 'Gbit/s' },
  ],
  rows: [
    ['TAP+vhost-net pinned', 1, 22.0, 22.0],
    ['TAP+vhost-net pinned', 4, 21.4, 21.5],
  ],
};
